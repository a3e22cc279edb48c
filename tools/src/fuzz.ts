#!/usr/bin/env node
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { integer, resolveUserPath, runCommand } from '@ser/cli';
import { Command } from 'commander';

const PACKAGE = fileURLToPath(new URL('../../packages/dsp-native/', import.meta.url));
const FLAGS = ['-std=c++20', '-O1', '-g', '-fsanitize=fuzzer,address,undefined', '-fno-sanitize-recover=all'];
const SOURCES = ['fuzz/wav.cc', 'native/wav/wav_header.cc', 'native/wav/wav_decode.cc'];

new Command('npx nx run dsp-native:fuzz --')
  .description(
    'Calls the addon with spoiled arguments, then feeds changed WAV files to its reader, under sanitizers for addresses\n' +
      'and undefined behaviour, half of the time each. The latter needs Clang with libFuzzer; says so and ends well\n' +
      'without. A file that fails is written to where you stand.',
  )
  .option('--seconds <count>', 'how long in all', integer(2), 120)
  .action((options: { seconds: number }) =>
    runCommand(async () => {
      const half = Math.floor(options.seconds / 2);
      run(process.execPath, ['fuzz/arguments.mjs', '--seconds', String(half)]);
      await fuzzWav(options.seconds - half);
    }),
  )
  .parseAsync();

async function fuzzWav(seconds: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'ser-fuzz-'));
  try {
    const missing = await whyNotFuzz(folder);
    if (missing) {
      process.stdout.write(`WAV files: skipped, for ${missing} (Debian: clang, libclang-rt-14-dev).\n`);
      return;
    }
    const program = join(folder, 'fuzz_wav');
    const includes = ['-Inative', '-I../native-common/include'];
    run('clang++', [...FLAGS, ...includes, ...SOURCES, '-o', program]);
    // No allocation is larger than a small multiple of the file, which has 4 kB at most.
    const limits = [
      `-max_total_time=${seconds}`,
      '-max_len=4096',
      '-malloc_limit_mb=64',
      '-print_final_stats=1',
    ];
    run(program, [
      ...limits,
      `-artifact_prefix=${resolveUserPath('.')}/`,
      folder,
      join(PACKAGE, 'fuzz/seeds/wav'),
    ]);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What this machine lacks, if anything. */
async function whyNotFuzz(folder: string): Promise<string | undefined> {
  if (spawnSync('clang++', ['--version']).status !== 0) return 'there is no clang++';
  const trial = join(folder, 'trial.cc');
  await writeFile(
    trial,
    'extern "C" int LLVMFuzzerTestOneInput(const unsigned char*, unsigned long) { return 0; }\n',
  );
  const built = spawnSync('clang++', [...FLAGS, trial, '-o', join(folder, 'trial')]);
  await rm(trial);
  await rm(join(folder, 'trial'), { force: true });
  return built.status === 0 ? undefined : 'clang++ has no libFuzzer or sanitizers';
}

function run(program: string, parameters: string[]): void {
  const { status, error } = spawnSync(program, parameters, { cwd: PACKAGE, stdio: 'inherit' });
  if (error) throw error;
  if (status !== 0) throw new Error(`${program} ended with ${status}: see above`);
}
