import { spawn } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type LfsServer, startLfsServer } from '../support/lfs-server.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const temp = useTempFolder();
let server: LfsServer;

beforeEach(async () => {
  server = await startLfsServer();
  server.add('AudioWAV/1001_DFA_ANG_XX.wav', 'one');
  server.add('AudioWAV/1001_DFA_SAD_XX.wav', 'two'.repeat(100_000));
});
afterEach(() => server.close());

/** Runs the built command as a user standing in the test's folder does. */
function start(...flags: string[]) {
  const command = join(import.meta.dirname, '../../dist/commands/download.js');
  const child = spawn(process.execPath, [command, ...flags], {
    cwd: '/',
    env: { ...process.env, INIT_CWD: temp(), FORCE_COLOR: 'true' },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (text) => {
    stdout += text;
  });
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) =>
    child.on('close', (code) => resolve({ code, stdout, stderr })),
  );
  return { child, ended };
}

it('downloads into a folder that counts from where the user stands, and a second run finds all of it', async () => {
  const flags = ['--corpus', 'crema-d', '--out', 'corpus', '--url', server.url];
  expect(await start(...flags).ended).toEqual({
    code: 0,
    stdout: `${temp()}/corpus: 2 recordings, all as the repository names them\n`,
    stderr: '',
  });
  expect(await readdir(join(temp(), 'corpus/AudioWAV'))).toHaveLength(2);
  expect((await start(...flags).ended).stdout).toMatch(/\(2 were there\)\n$/);
});

it('ends with 130 on Ctrl-C, and goes on with the next run', async () => {
  const part = join(temp(), 'corpus/AudioWAV/1001_DFA_SAD_XX.wav.part');
  server.onObject = (request, response, times) => {
    const bytes = server.objects.get(request.url?.split('/').at(-1) ?? '') ?? Buffer.alloc(0);
    if (bytes.length < 1000 || times > 1) return false;
    response.writeHead(200, { 'content-length': bytes.length }).write(bytes.subarray(0, 50_000));
    const timer = setInterval(async () => {
      if ((await stat(part)).size < 50_000) return;
      clearInterval(timer);
      child.kill('SIGINT');
    }, 5);
    return true;
  };
  const { child, ended } = start('--out', 'corpus', '--url', server.url);
  expect(await ended).toEqual({ code: 130, stdout: '', stderr: '' });
  expect((await start('--out', 'corpus', '--url', server.url).ended).code).toBe(0);
  expect(server.requests.some((request) => request.endsWith(' bytes=50000-'))).toBe(true);
});

it.each([
  [
    ['--corpus', 'ravdess'],
    /^error: option '--corpus <name>' argument 'ravdess' is invalid\. Allowed choices are crema-d\.\n$/,
  ],
  [['--concurrency', '0'], /^error: option '--concurrency <count>' argument '0' is invalid/],
  [
    ['--url', 'ftp://example.org/x', '--out', 'corpus'],
    /^error: "ftp:\/\/example\.org\/x.*" is no http or https address\n$/,
  ],
])('explains what is wrong with %p in one line', async (flags, message) => {
  const { code, stderr } = await start(...flags).ended;
  expect(code).toBe(1);
  expect(stderr).toMatch(message);
});
