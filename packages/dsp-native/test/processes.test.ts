import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

// Real processes, on the built package: what happens around the end of one can't be seen from inside jest.

const run = promisify(execFile);

function script(name: string, ...flags: string[]): Promise<{ stdout: string }> {
  return run(process.execPath, [...flags, join(import.meta.dirname, `support/${name}.mjs`)], {
    timeout: 170_000,
  });
}

jest.setTimeout(180_000);

it('several worker threads work at once, each with its extractors, and agree', async () => {
  expect((await script('workers')).stdout).toBe('4 workers agree\n');
});

it('extractors that work at once give the same results, whatever is aborted or disposed of beside', async () => {
  expect((await script('aborts')).stdout).toBe('calls that were not aborted agree\n');
});

it('workers may be terminated in the middle of a call', async () => {
  expect((await script('terminate')).stdout).toBe('terminated 16 workers\n');
});

it('a process may exit in the middle of a call', async () => {
  await expect(script('exit')).rejects.toMatchObject({
    code: 7,
    signal: null,
    stdout: 'exiting\n',
    stderr: '',
  });
});

it('an extractor that nobody disposed of keeps no process alive', async () => {
  expect((await script('idle')).stdout).toBe('done\n');
});

it('ten thousand calls leave no memory behind', async () => {
  const { stdout } = await script('memory', '--expose-gc');
  const { before, after, megabytesPerCall } = JSON.parse(stdout);
  expect(10_000 * megabytesPerCall).toBeGreaterThan(1000);
  expect(after - before).toBeLessThan(50);
});
