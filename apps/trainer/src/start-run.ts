import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { workspaceRoot } from '@ser/dataset';
import {
  parseConfig,
  type RunConfig,
  RunDirectory,
  RunError,
  type RunOptions,
  readConfigFile,
  readJson,
  resolveConfig,
} from '@ser/run';
import { runAlone, runFolds } from './folds.ts';

export interface StartOptions {
  /** The flags given. */
  options: RunOptions;
  configFile?: string;
  out?: string;
  resume: boolean;
  signal: AbortSignal;
}

/** Finds or makes the run directory, then trains in it. */
export async function startRun(start: StartOptions): Promise<void> {
  const { run, config } = start.resume ? await resumed(start) : await fresh(start);
  try {
    await (config.folds > 1 ? runFolds : runAlone)(config, run, start.signal);
  } catch (error) {
    if (start.signal.aborted) {
      console.log(
        run.exists()
          ? `\nStopped; what was done is kept. Go on with:\n  ${resumeCommand(run)}`
          : '\nStopped before training; features that are done are kept. The same command goes on.',
      );
    }
    throw error;
  }
}

async function fresh({ options, configFile, out }: StartOptions) {
  const fromFile = configFile === undefined ? {} : await readConfigFile(configFile);
  const config = resolveConfig(options, fromFile);
  const run = out === undefined ? await newRun(config) : new RunDirectory(out);
  if (run.exists()) {
    throw new RunError(
      `${run.path} holds a run already; go on with it by --resume, or name another folder with --out`,
    );
  }
  // The configuration follows when there is something to resume; what can't be written shows now.
  await run.make();
  return { run, config };
}

async function resumed({ options, configFile, out }: StartOptions) {
  const run = out === undefined ? await latestUnfinished() : new RunDirectory(out);
  if (!run.exists())
    throw new RunError(`${run.path} holds no run to resume; leave out --resume to start one`);
  const config = parseConfig(await readJson(run.config, "the run's configuration"), run.config);
  const given = { ...(configFile === undefined ? {} : await readConfigFile(configFile)), ...options };
  for (const [key, value] of Object.entries(given)) {
    if (value !== undefined && value !== config[key as keyof RunConfig]) {
      throw new RunError(
        `${run.path} was started with ${key} ${JSON.stringify(config[key as keyof RunConfig])}, not ` +
          `${JSON.stringify(value)}; a resumed run keeps its configuration, so leave that option out`,
      );
    }
  }
  return { run, config };
}

/**
 * The run started last among those in `runs/` that have not come to their end. A cross-validation may be other processes' too; else
 * no process trains in it.
 */
async function latestUnfinished(): Promise<RunDirectory> {
  const folder = join(workspaceRoot(), 'runs');
  const names = existsSync(folder) ? await readdir(folder) : [];
  const runs = names
    .map((name) => new RunDirectory(join(folder, name)))
    .filter((run) => run.exists() && !run.finished());
  const claimed = await Promise.all(runs.map((run) => run.isClaimed()));
  const free = runs.filter((_, i) => !claimed[i]);
  const times = await Promise.all(free.map(async (run) => ({ run, time: (await stat(run.config)).mtimeMs })));
  const latest = times.sort((a, b) => b.time - a.time)[0];
  if (!latest) throw new RunError(`no unfinished run in ${folder}; name one with --out`);
  return latest.run;
}

/** `runs/2026-01-31-142501-compact`: sorts by time and says what it is. The second of one second ends in `-2`. */
async function newRun({ model }: RunConfig): Promise<RunDirectory> {
  const now = new Date().toISOString();
  const name = `${now.slice(0, 10)}-${now.slice(11, 19).replaceAll(':', '')}-${model}`;
  for (let number = 1; ; number++) {
    const run = new RunDirectory(join(workspaceRoot(), 'runs', number === 1 ? name : `${name}-${number}`));
    if (await run.makeNew()) return run;
  }
}

function resumeCommand(run: RunDirectory): string {
  const path = run.path.includes(' ') ? `'${run.path}'` : run.path;
  return `npx nx run trainer:train -- --resume --out ${path}`;
}
