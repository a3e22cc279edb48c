#include <cuda_runtime_api.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <exception>
#include <functional>
#include <memory>
#include <numbers>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "../cpu/make_cpu_engine.h"
#include "cuda_check.h"
#include "cuda_device.h"
#include "device_engine.h"
#include "spectrum_job.h"

/// Times mel spectrograms of 16-bit samples on the GPU: the kernel alone, samples and bands resident; and
/// from host to host. Compares with the CPU engine first, and with the machine's roofs. `--check` only
/// compares, on few samples.
namespace ser::dsp::cuda {
namespace {

constexpr std::size_t fftSize = 2048;
constexpr std::int64_t hopLength = 512;
constexpr std::size_t bands = 128;
constexpr int sampleRate = 22050;

/// What a frame costs at least (see PERFORMANCE.md).
constexpr double deviceBytesAFrame = 2.0 * hopLength + 4.0 * bands;
constexpr double sharedBytesAFrame = 72e3;
constexpr double floatInstructionsAFrame = 61e3;

/// librosa's defaults, but for HTK's mel scale: the time is the same.
MelParams melParams(MelParams::Output output) {
  MelParams params{{fftSize, hopLength, true, false, {}}, {}, 2, output};
  for (std::size_t n = 0; n < fftSize; ++n) {
    params.stft.window.push_back(0.5 -
                                 0.5 * std::cos(2 * std::numbers::pi * static_cast<double>(n) / fftSize));
  }
  const auto toMel = [](double hertz) { return 2595 * std::log10(1 + hertz / 700); };
  const auto toBin = [](double mel) { return 700 * (std::pow(10, mel / 2595) - 1) * fftSize / sampleRate; };
  const double step = toMel(sampleRate / 2.0) / (bands + 1);
  for (std::size_t band = 0; band < bands; ++band) {
    const double low = toBin(static_cast<double>(band) * step);
    const double peak = toBin(static_cast<double>(band + 1) * step);
    const double high = toBin(static_cast<double>(band + 2) * step);
    std::vector<float> weights;
    const auto first = static_cast<std::uint32_t>(low) + 1;
    for (std::uint32_t bin = first; bin < high && bin <= fftSize / 2; ++bin) {
      weights.push_back(
          static_cast<float>(std::min((bin - low) / (peak - low), (high - bin) / (high - peak))));
    }
    params.filters.starts.push_back(first);
    params.filters.lengths.push_back(static_cast<std::uint32_t>(weights.size()));
    params.filters.weights.insert(params.filters.weights.end(), weights.begin(), weights.end());
  }
  return params;
}

/// Clips of two to three seconds: a slide under noise.
struct Audio {
  std::vector<std::int16_t> samples;
  std::vector<std::uint32_t> offsets{0};
  std::vector<std::uint32_t> rows{0};
};

Audio makeAudio(double seconds) {
  Audio audio;
  std::mt19937 random(1);
  while (static_cast<double>(audio.samples.size()) < seconds * sampleRate) {
    const std::size_t length = 2 * sampleRate + random() % sampleRate;
    const double speed = 1e-7 * (random() % 100);
    for (std::size_t i = 0; i < length; ++i) {
      const auto t = static_cast<double>(i);
      const double noise = static_cast<double>(random() % 2000) - 1000;
      audio.samples.push_back(static_cast<std::int16_t>(10000 * std::sin(t * (0.05 + speed * t)) + noise));
    }
    audio.offsets.push_back(static_cast<std::uint32_t>(audio.samples.size()));
    audio.rows.push_back(audio.rows.back() + static_cast<std::uint32_t>(1 + length / hopLength));
  }
  return audio;
}

std::vector<float> melOf(Engine& engine, const Audio& audio, const MelParams& params) {
  std::vector<float> values(audio.rows.back() * bands, NAN);
  JobControl control({});
  engine.melSpectrogram({audio.samples.data(), audio.offsets}, params, {values.data(), audio.rows, bands},
                        control);
  return values;
}

std::unique_ptr<Engine> makeGpuEngine(std::size_t threads) {
  return std::make_unique<DeviceEngine<CudaDevice>>(std::make_unique<CudaDevice>(), threads,
                                                    [threads] { return makeCpuEngine(threads, ""); });
}

/// Whether GPU and CPU agree, to 1e-5 of each frame's largest value.
bool agree(std::size_t threads) {
  const auto gpu = makeGpuEngine(threads);
  const auto cpu = makeCpuEngine(threads, "");
  const Audio audio = makeAudio(20);
  bool all = true;
  for (const auto output : {MelParams::Output::power, MelParams::Output::log, MelParams::Output::db}) {
    const MelParams params = melParams(output);
    const auto expected = melOf(*cpu, audio, params);
    const auto actual = melOf(*gpu, audio, params);
    double worst = 0;
    for (std::size_t row = 0; row < expected.size(); row += bands) {
      double largest = 0;
      double off = 0;
      for (std::size_t i = row; i < row + bands; ++i) {
        largest = std::max<double>(largest, std::abs(expected[i]));
        // Not a number counts as far off.
        off = std::abs(actual[i] - expected[i]) <= 1e30
                  ? std::max<double>(off, std::abs(actual[i] - expected[i]))
                  : 1e30;
      }
      worst = std::max(worst, largest > 0 ? off / largest : off);
    }
    const char* const names[] = {"power", "db", "log"};
    std::printf("%-6s differs from the CPU engine's by at most %.1e of a frame's largest value\n",
                names[static_cast<int>(output)], worst);
    all = all && worst <= 1e-5;
  }
  return all;
}

/// The median of several times, in seconds.
double medianOf(int rounds, const std::function<double()>& time) {
  std::vector<double> times;
  for (int i = 0; i < rounds; ++i) times.push_back(time());
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

/// Seconds that `work`, put on the stream, takes the GPU.
double timeOnGpu(cudaStream_t stream, const std::function<void()>& work) {
  cudaEvent_t begin, end;
  check(cudaEventCreate(&begin), "cudaEventCreate");
  check(cudaEventCreate(&end), "cudaEventCreate");
  check(cudaEventRecord(begin, stream), "cudaEventRecord");
  work();
  check(cudaEventRecord(end, stream), "cudaEventRecord");
  check(cudaEventSynchronize(end), "cudaEventSynchronize");
  float milliseconds = 0;
  check(cudaEventElapsedTime(&milliseconds, begin, end), "cudaEventElapsedTime");
  cudaEventDestroy(begin);
  cudaEventDestroy(end);
  return 1e-3 * milliseconds;
}

int attribute(cudaDeviceAttr which) {
  int value = 0;
  check(cudaDeviceGetAttribute(&value, which, 0), "cudaDeviceGetAttribute");
  return value;
}

struct Roofs {
  double deviceBytes;  // a second, read and written
  double hostBytes;    // a second, to the GPU
  double sharedBytes;
  double floatInstructions;
};

Roofs measureRoofs(CudaDevice& device) {
  constexpr std::size_t bytes = std::size_t{1} << 28;
  Memory<CudaDevice, false> from(device), to(device);
  Memory<CudaDevice, true> host(device);
  from.reserve(bytes);
  to.reserve(bytes);
  host.reserve(bytes);
  std::memset(host.data(), 1, bytes);
  const auto stream = device.handle(0);
  const auto copyOnDevice = [&] {
    check(cudaMemcpyAsync(to.data(), from.data(), bytes, cudaMemcpyDeviceToDevice, stream),
          "cudaMemcpyAsync");
  };
  const auto copyIn = [&] { device.copyIn(0, to.data(), host.data(), bytes); };
  timeOnGpu(stream, copyIn);
  timeOnGpu(stream, copyOnDevice);
  const double lanes = 128;  // of float32, and bytes of shared memory, a multiprocessor and cycle
  const double cycles = 1e3 * attribute(cudaDevAttrClockRate) * device.multiprocessors();
  return {2 * bytes / medianOf(11, [&] { return timeOnGpu(stream, copyOnDevice); }),
          bytes / medianOf(11, [&] { return timeOnGpu(stream, copyIn); }), lanes * cycles, lanes * cycles};
}

/// Seconds of the kernels alone.
double timeResident(CudaDevice& device, const Audio& audio, const MelParams& params) {
  const SpectrumJob job(params);
  std::vector<ClipPiece> pieces;
  for (std::size_t clip = 0; clip + 1 < audio.offsets.size(); ++clip) {
    pieces.push_back({audio.offsets[clip], audio.offsets[clip + 1], 0, static_cast<std::uint32_t>(clip)});
  }
  TableBytes bytes;
  const std::size_t piecePlace = bytes.add(pieces);
  const std::size_t rowPlace = bytes.add(audio.rows);
  const std::size_t tablePlace = bytes.add(job.tables());
  const std::size_t samplePlace = bytes.add(audio.samples);
  const std::size_t rows = audio.rows.back();

  Memory<CudaDevice, false> in(device), out(device), again(device), peaks(device);
  in.reserve(bytes.bytes().size());
  out.reserve(rows * bands * sizeof(float));
  again.reserve((rows + 1) * sizeof(std::uint32_t));
  peaks.reserve(pieces.size() * sizeof(std::uint32_t));
  check(cudaMemcpy(in.data(), bytes.bytes().data(), bytes.bytes().size(), cudaMemcpyHostToDevice),
        "cudaMemcpy");
  auto* const count = reinterpret_cast<std::uint32_t*>(again.data());
  const SpectrumMemory memory{
      {in.data() + samplePlace, true, reinterpret_cast<const ClipPiece*>(in.data() + piecePlace),
       reinterpret_cast<const std::uint32_t*>(in.data() + rowPlace),
       static_cast<std::uint32_t>(pieces.size())},
      static_cast<std::uint32_t>(rows),
      reinterpret_cast<float*>(out.data()),
      reinterpret_cast<std::uint32_t*>(peaks.data()),
      count + 1,
      count,
      in.data() + tablePlace};
  const auto work = [&] {
    device.fill(0, count, 0, sizeof *count);
    device.fill(0, peaks.data(), 0, pieces.size() * sizeof(std::uint32_t));
    job.launch(device, 0, memory);
  };
  timeOnGpu(device.handle(0), work);
  return medianOf(21, [&] { return timeOnGpu(device.handle(0), work); });
}

void bench(std::size_t threads) {
  CudaDevice device;
  const Roofs roofs = measureRoofs(device);
  std::printf("\n%s, %u multiprocessors; copies: %.0f GB/s on the device (read + written), %.1f GB/s to it\n",
              device.name().c_str(), device.multiprocessors(), roofs.deviceBytes / 1e9,
              roofs.hostBytes / 1e9);
  const Audio audio = makeAudio(4 * 3600);
  const auto samples = static_cast<double>(audio.samples.size());
  const double frames = audio.rows.back();
  std::printf("%.0f million samples of int16, %zu clips, mel %zu/%zu/%zu\n\n", samples / 1e6,
              audio.offsets.size() - 1, fftSize, static_cast<std::size_t>(hopLength), bands);

  const double resident = timeResident(device, audio, melParams(MelParams::Output::power));
  const auto share = [&](double perFrame, double roof) { return 100 * frames * perFrame / resident / roof; };
  std::printf(
      "kernel alone, power: %8.1f G samples/s; of the roofs: arithmetic %.0f %%, shared memory %.0f %%, "
      "device memory %.0f %%\n",
      samples / resident / 1e9, share(floatInstructionsAFrame, roofs.floatInstructions),
      share(sharedBytesAFrame, roofs.sharedBytes), share(deviceBytesAFrame, roofs.deviceBytes));
  std::printf("kernel alone, log:   %8.1f G samples/s, in double\n",
              samples / timeResident(device, audio, melParams(MelParams::Output::log)) / 1e9);

  const auto gpu = makeGpuEngine(threads);
  const MelParams params = melParams(MelParams::Output::power);
  std::vector<float> values(audio.rows.back() * bands);
  const auto run = [&] {
    const auto begin = std::chrono::steady_clock::now();
    JobControl control({});
    gpu->melSpectrogram({audio.samples.data(), audio.offsets}, params, {values.data(), audio.rows, bands},
                        control);
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  };
  run();
  const double whole = medianOf(5, run);
  std::printf(
      "host to host:        %8.1f G samples/s with %zu threads; %.1f GB/s in, %.0f %% of the copy's\n",
      samples / whole / 1e9, threads, 2 * samples / whole / 1e9, 200 * samples / whole / roofs.hostBytes);
}

}  // namespace
}  // namespace ser::dsp::cuda

int main(int argc, char** argv) {
  const bool checkOnly = argc > 1 && std::string(argv[1]) == "--check";
  const std::size_t threads = std::max(1u, std::thread::hardware_concurrency());
  try {
    if (!ser::dsp::cuda::agree(threads)) return 1;
    if (!checkOnly) ser::dsp::cuda::bench(threads);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 2;
  }
}
