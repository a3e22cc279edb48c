import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

const apps = join(import.meta.dirname, '..', '..', '..');

export interface Ended {
  status: number | null;
  stdout: string;
  stderr: string;
}

export interface Running {
  child: ChildProcess;
  ended: Promise<Ended>;
}

/** Starts a built command of an app as a process of its own, such as `start('trainer/dist/train.js', […])`. */
export function start(command: string, args: readonly string[]): Running {
  const child = spawn(process.execPath, [join(apps, command), ...args], {
    env: { ...process.env, INIT_CWD: process.cwd() },
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (status) => resolve({ status, stdout, stderr }));
  });
  return { child, ended };
}

/** Runs a built command to its end. */
export function run(command: string, args: readonly string[]): Promise<Ended> {
  return start(command, args).ended;
}
