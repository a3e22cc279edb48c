import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { designResampler, designSpectralResampler } from '@ser/dsp';

/** Ours beside a library in C++, in one run; null where the library isn't installed. */
export interface PeerLine {
  name: string;
  ours: number;
  peer: number | null;
  ratio: number | null;
}

/** What came of one of the executables that `-DSER_BENCH=ON` builds, or why there is nothing. */
export type PeerRun = { title: string; unit: string } & ({ lines: PeerLine[] } | { skipped: string });

const FOLDER = fileURLToPath(new URL('../../../packages/dsp-native/build/Release/', import.meta.url));
const BUILD = 'build it with `npx cmake-js compile --CDSER_BENCH=ON` in packages/dsp-native';

/** FFTs beside FFTW, resampling beside soxr. */
export function runPeers(): PeerRun[] {
  return [
    { title: 'FFTW', unit: 'ns a transform', ...run('fft_bench', [], toFftLine) },
    { title: 'soxr HQ', unit: 'million samples/s', ...withDesign(16_000, 22_050) },
  ];
}

function withDesign(fromRate: number, toRate: number) {
  const folder = mkdtempSync(join(tmpdir(), 'ser-bench-'));
  try {
    const path = join(folder, 'design');
    writeFileSync(path, designBytes(fromRate, toRate));
    return run('resample_bench', [path], (line) => line as PeerLine);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** As resample_bench.cc reads it. */
function designBytes(fromRate: number, toRate: number): Uint8Array {
  const { up, down, taps, delay, coefficients } = designResampler(fromRate, toRate);
  const spectral = designSpectralResampler(fromRate, toRate);
  if (!spectral) throw new Error(`${fromRate} to ${toRate} Hz isn't resampled by spectra`);
  const { blockIn, blockOut, response } = spectral;
  const words = Uint32Array.of(fromRate, toRate, up, down, taps, delay, blockIn, blockOut);
  return Buffer.concat([words, coefficients, response].map(({ buffer }) => Buffer.from(buffer)));
}

function run(
  name: string,
  parameters: string[],
  toLine: (line: never) => PeerLine,
): { lines: PeerLine[] } | { skipped: string } {
  const path = FOLDER + name;
  if (!existsSync(path)) return { skipped: `there is no ${path}: ${BUILD}` };
  const { status, stdout, stderr } = spawnSync(path, parameters, { encoding: 'utf8', timeout: 120_000 });
  if (status !== 0) return { skipped: stderr.trim() || `it ended with ${status}` };
  const lines = stdout.trim().split('\n').filter(Boolean);
  return { lines: lines.map((line) => toLine(JSON.parse(line) as never)) };
}

function toFftLine(line: {
  size: number;
  nanoseconds: number;
  fftwNanoseconds: number | null;
  ratio: number | null;
}): PeerLine {
  return {
    name: `real FFT of ${line.size}`,
    ours: line.nanoseconds,
    peer: line.fftwNanoseconds,
    ratio: line.ratio,
  };
}
