#!/usr/bin/env bash
# For a machine with an NVIDIA GPU and the CUDA toolkit: builds the CUDA addon for that GPU, runs every suite on it, looks
# for memory errors and races, and times it. `npx nx run dsp-native:check-cuda` does the same.
set -euo pipefail
cd "$(dirname "$0")/../.."
package=packages/dsp-native

nvidia-smi --list-gpus || { echo 'There is no GPU with a driver here: nothing to check.' >&2; exit 1; }
SER_CUDA=auto npx nx run dsp-native:build --skip-nx-cache
(cd $package && npx cmake-js compile --target cuda_bench)
npx nx run dsp-native:build-emulated

echo '== Correctness'
$package/build/cuda_bench --check
npx jest --selectProjects dsp-native -- cuda

echo '== compute-sanitizer'
if command -v compute-sanitizer >/dev/null; then
  for tool in memcheck racecheck initcheck synccheck; do
    echo "-- $tool"
    compute-sanitizer --tool $tool --error-exitcode 3 $package/build/cuda_bench --check
  done
else
  echo 'skipped: compute-sanitizer is not in PATH'
fi

echo '== Speed'
$package/build/cuda_bench
