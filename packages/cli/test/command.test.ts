import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const cli = pathToFileURL(join(import.meta.dirname, '..', 'dist', 'index.js')).href;

/** A command whose work is the given body of `async (signal) => { … }`. */
function script(body: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'command-')), 'command.mjs');
  writeFileSync(
    file,
    `import { runCommand } from '${cli}';\nawait runCommand(async (signal) => {\n${body}\n});\n`,
  );
  return file;
}

const run = (body: string) => spawnSync(process.execPath, [script(body)], { encoding: 'utf8' });

describe('runCommand', () => {
  it('ends with 0 where the work is done', () => {
    expect(run("console.log('done');")).toMatchObject({ status: 0, stdout: 'done\n', stderr: '' });
  });

  it('shows a mistake of the user as one line, and ends with 1', () => {
    const { status, stdout, stderr } = run(
      "class InputError extends Error { name = 'InputError'; } throw new InputError('no clips in x');",
    );
    expect({ status, stdout, stderr }).toEqual({ status: 1, stdout: '', stderr: 'error: no clips in x\n' });
  });

  it('keeps the stack of a mistake of ours', () => {
    const { status, stderr } = run('null.x;');
    expect(status).toBe(1);
    expect(stderr).toMatch(/TypeError[\s\S]*\n {4}at /);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('lets the work end in order on %s, with 130', async (signal) => {
    const file = script(`
      const ended = new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      const timer = setTimeout(() => {}, 30000);
      console.log('ready');
      try { await ended; } finally { clearTimeout(timer); console.log('saved'); }
    `);
    const child = spawn(process.execPath, [file]);
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (text.includes('ready')) child.kill(signal);
    });
    const status = await new Promise((resolve) => child.on('exit', resolve));
    expect({ status, output }).toEqual({ status: 130, output: 'ready\nsaved\n' });
  });

  it('ends quietly where the reader closes the pipe', () => {
    const file = script("for (let i = 0; i < 100000; i++) console.log('line ' + i);");
    const { stdout, stderr } = spawnSync('sh', ['-c', `"${process.execPath}" "${file}" | head -n 2`], {
      encoding: 'utf8',
    });
    expect({ stdout, stderr }).toEqual({ stdout: 'line 0\nline 1\n', stderr: '' });
  });
});
