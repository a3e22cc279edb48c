import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openFeatureStore } from '../../src/store/feature-store.ts';
import { clipName, madeCorpus } from '../support/made-corpus.ts';
import { useTempFolder } from '../support/temp-folder.ts';

// The command as it is run, from dist.

const folder = useTempFolder();
const COMMAND = join(import.meta.dirname, '../../dist/commands/features.js');

/** Runs the command as a user who stands in the test's folder, and who types Ctrl-C once the file `interruptAt` is there. */
function run(
  args: string[],
  interruptAt?: string,
): Promise<{ code: number; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [COMMAND, ...args], { env: { ...process.env, INIT_CWD: folder() } });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    said.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    said.stderr += chunk;
  });
  const watch = setInterval(() => {
    if (!interruptAt || !existsSync(interruptAt)) return;
    child.kill('SIGINT');
    clearInterval(watch);
  }, 20);
  return new Promise((resolve) =>
    child.on('close', (code) => {
      clearInterval(watch);
      resolve({ code: code ?? -1, ...said });
    }),
  );
}

it('extracts, says what came of it, and leaves a whole store alone', async () => {
  await madeCorpus(join(folder(), 'corpus'), [0.5, 0.5, 0.5]);
  await writeFile(join(folder(), 'corpus', clipName(1)), 'no audio');
  const args = ['--corpus', 'corpus', '--out', 'features', '--device', 'js'];
  const first = await run(args);
  expect(first).toMatchObject({ code: 0, stderr: '' });
  expect(first.stdout).toMatch(/corpus +crema-d: 3 clips/);
  expect(first.stdout).toMatch(/segments +2 segments of 34 × 64 \(mel, window\)/);
  expect(first.stdout).toMatch(/unreadable +1 clip, left out:\n +1002_IEO_DIS_HI.wav: it is not audio/);
  expect(first.stdout).toMatch(/time .* × real time \(JavaScript\)/);
  expect(first.stdout).toContain(join(folder(), 'features'));

  const store = await openFeatureStore(join(folder(), 'features'));
  expect(store.rows).toHaveLength(2);
  await store.close();
  expect((await run(args)).stdout).toMatch(/all was there already, and is whole/);
});

it.each([
  [['--corpus', 'nowhere', '--out', 'x'], /^error: .*nowhere: there is no such corpus folder\n$/],
  [['--corpus', 'corpus', '--out', 'x', '--strict'], /^error: .*1001_IEO_ANG_HI.wav: it holds no samples\n$/],
  [['--corpus', 'corpus'], /--out/],
  [['--corpus', 'corpus', '--out', 'x', '--seconds', '0'], /--seconds.*must be a number above 0/s],
])('ends with one line on %j', async (args, message) => {
  await madeCorpus(join(folder(), 'corpus'), [0, 0.5]);
  const { code, stdout, stderr } = await run([...args, '--device', 'js']);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(message);
});

it('ends with 130 at Ctrl-C, with nothing half-written', async () => {
  await madeCorpus(join(folder(), 'corpus'), new Array(60).fill(2));
  const args = ['--corpus', 'corpus', '--out', 'features', '--device', 'js', '--features', 'wave'];
  const { code, stdout, stderr } = await run(args, join(folder(), 'features/manifest.json'));
  expect(stderr).not.toMatch(/error/);
  expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
  expect(await readdir(join(folder(), 'features'))).toEqual(['manifest.json']);
}, 30_000);
