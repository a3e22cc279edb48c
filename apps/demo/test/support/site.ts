import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../../trainer/test/support/process.ts';

const demo = join(import.meta.dirname, '..', '..');
const model = join(demo, '..', '..', 'packages', 'models', 'pretrained', 'compact');
const vite = join(demo, '..', '..', 'node_modules', 'vite', 'bin', 'vite.js');

/** A line of `evaluator:predict`. */
export interface Prediction {
  file: string;
  label: string;
  probabilities: Record<string, number>;
  windows?: unknown[];
}

export interface Site {
  url: string;
  /** The model's bundle. */
  model: string;
  /** A path in a folder that goes with the site. */
  path(name: string): string;
  /** What Node says of files, in their order. */
  predict(files: readonly string[]): Promise<Prediction[]>;
  close(): void;
}

/** The page as it is built and served, with a pretrained model. */
export async function openSite(): Promise<Site> {
  const folder = mkdtempSync(join(tmpdir(), 'demo-page-'));
  const path = (name: string) => join(folder, name);
  const site = ['--outDir', path('site')];
  await end(start(['build', demo, ...site, '--emptyOutDir', '--logLevel', 'warn'], { SER_MODELS: model }));
  const server = start(['preview', demo, ...site, '--host', '127.0.0.1', '--port', '0']);
  return {
    url: await address(server),
    model,
    path,
    async predict(files) {
      const { status, stdout, stderr } = await run('evaluator/dist/predict.js', ['--model', model, ...files]);
      if (status !== 0) throw new Error(stderr);
      return stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
    },
    close() {
      server.kill();
      rmSync(folder, { recursive: true });
    },
  };
}

function start(args: readonly string[], env: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, [vite, ...args], {
    env: { ...process.env, ...env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.on('close', (status) => (status === 0 ? resolve() : reject(new Error('the page was not built'))));
  });
}

function address(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    server.stdout?.setEncoding('utf8').on('data', (text: string) => {
      const [url] = /http:\/\/127[^\s]+/.exec(text) ?? [];
      if (url) resolve(url);
    });
    server.on('close', () => reject(new Error('the page is not served')));
  });
}
