import { spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

jest.setTimeout(60_000);

// Real processes, of what was built into dist.
const command = join(import.meta.dirname, '../../dist/demo-corpus/command.js');

const folder = mkdtempSync(join(tmpdir(), 'demo-corpus-command-'));
afterAll(() => rmSync(folder, { recursive: true }));

const run = (...args: string[]) =>
  spawnSync(process.execPath, [command, ...args], {
    encoding: 'utf8',
    cwd: tmpdir(),
    env: { ...process.env, INIT_CWD: folder },
  });

it('makes a corpus where the user stands, and the second time says that it is there', () => {
  const out = join(folder, 'made');
  const first = run('--out', 'made', '--speakers', '1');
  expect(first.stdout).toMatch(/^Demo corpus: 82 clips made in \d+\.\d s, in .*made\n$/);
  expect(first.status).toBe(0);
  expect(existsSync(join(out, 'corpus.json'))).toBe(true);
  const second = run('--out', 'made', '--speakers', '1');
  expect(second).toMatchObject({
    status: 0,
    stderr: '',
    stdout: `Demo corpus: 82 clips there already, in ${out}\n`,
  });
  expect(run('--out', 'made', '--speakers', '1', '--force').stdout).toContain('made in');
});

it.each([
  [['--seed', 'x'], /^error: option '--seed <number>' argument 'x' is invalid\. .*\n$/],
  [['--speakers', '1000'], /^error: speakers must be a whole number from 1 to 999, not 1000\.\n$/],
  [['--colour', 'red'], /^error: unknown option '--colour'\n$/],
  [['more'], /^error: too many arguments.*\n$/],
  [['--out', 'mine'], /^error: .*mine will not be replaced: it holds thesis\.txt, .*\n$/],
])('refuses %j in one line', (args, line) => {
  mkdirSync(join(folder, 'mine'), { recursive: true });
  writeFileSync(join(folder, 'mine', 'thesis.txt'), 'years of work');
  const { status, stdout, stderr } = run(...args);
  expect(stderr).toMatch(line);
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(readFileSync(join(folder, 'mine', 'thesis.txt'), 'utf8')).toBe('years of work');
});

it('leaves nothing behind on Ctrl-C', async () => {
  const child = spawn(process.execPath, [command, '--out', join(folder, 'stopped', 'demo')]);
  const ended = new Promise((resolve) => child.on('exit', resolve));
  const stopped = join(folder, 'stopped');
  while (!existsSync(stopped) || readdirSync(stopped).length === 0) await wait(10);
  child.kill('SIGINT');
  const status = await ended;
  expect(status).toBe(130);
  expect(readdirSync(stopped)).toEqual([]);
});
