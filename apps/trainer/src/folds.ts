import { isDeepStrictEqual } from 'node:util';
import type { Clip, Split } from '@ser/dataset';
import {
  type Acquaintance,
  besideLines,
  figuresLine,
  type Judgement,
  judgementMetrics,
  parseConfig,
  type RunConfig,
  type RunDirectory,
  RunError,
  readJson,
  readJudgement,
  writeEvaluation,
  writeJson,
  writeRunReport,
} from '@ser/run';
import { prepare, type Stage, splitStage } from './prepare.ts';
import { checkSameGround } from './same-ground.ts';
import { trainFold } from './train-fold.ts';

/** Trains the run's one model. No other process may train in its folder meanwhile. */
export async function runAlone(config: RunConfig, run: RunDirectory, signal: AbortSignal): Promise<void> {
  const release = await run.claim();
  if (!release) {
    throw new RunError(
      `another process trains in ${run.path}; wait for it, or name another folder with --out. If none does, remove ${run.lock}`,
    );
  }
  try {
    if (await isFinished(run)) return;
    const stage = await prepare(config, signal);
    try {
      const split = splitStage(stage, 0);
      await checkSameGround(run, stage.corpus, split);
      await writeJson(run.config, config);
      await trainFold(stage, split, run, signal);
      console.log(`\nreport  ${run.report}\nmodel   ${run.model}`);
    } finally {
      await stage.dispose();
    }
  } finally {
    await release();
  }
}

/** Trains one model a fold, then judges all of them together. Several processes may share the folds of a run. */
export async function runFolds(config: RunConfig, run: RunDirectory, signal: AbortSignal): Promise<void> {
  if (await isFinished(run)) return;
  const stage = await prepare(config, signal);
  try {
    const folds = Array.from({ length: config.folds }, (_, fold) => ({
      fold: run.fold(fold),
      split: splitStage(stage, fold),
    }));
    for (const { fold, split } of folds) await checkSameGround(fold, stage.corpus, split);
    await checkSameOptions(config, run);
    await writeJson(run.config, config);
    for (const { fold, split } of folds) await trainIfFree(stage, split, fold, signal);
    const open = folds.flatMap(({ fold }, i) => (fold.finished() ? [] : [i + 1]));
    if (open.length > 0) {
      console.log(
        `\nfold ${open.join(', ')}: still in other processes' hands; the last one judges all folds`,
      );
      return;
    }
    await judgeFolds(config, run, stage.corpus.clips);
    console.log(`\nreport  ${run.report}\nmodel   ${run.fold(0).model}`);
  } finally {
    await stage.dispose();
  }
}

/** Another process may have begun the run meanwhile: it must mean the same. */
async function checkSameOptions(config: RunConfig, run: RunDirectory): Promise<void> {
  if (!run.exists()) return;
  const begun = parseConfig(await readJson(run.config, "the run's configuration"), run.config);
  if (isDeepStrictEqual(begun, config)) return;
  throw new RunError(
    `${run.path} was begun with other options by another process; name another folder with --out`,
  );
}

/** Trains a fold that is neither finished nor in another process's hands. */
async function trainIfFree(
  stage: Stage,
  split: Split,
  fold: RunDirectory,
  signal: AbortSignal,
): Promise<void> {
  if (fold.finished()) return;
  await fold.make();
  const release = await fold.claim();
  if (!release) return;
  try {
    // Another process may have come to its end since.
    if (fold.finished()) return;
    console.log();
    await trainFold(stage, split, fold, signal);
  } finally {
    await release();
  }
}

async function isFinished(run: RunDirectory): Promise<boolean> {
  if (!run.finished()) return false;
  await writeRunReport(run);
  console.log(`${run.path} is finished; its report is ${run.report}`);
  return true;
}

/** Each clip of a test side was judged by the model that had not trained on it: the figures are over all of them. */
async function judgeFolds(config: RunConfig, run: RunDirectory, clips: readonly Clip[]): Promise<void> {
  const judgement: Judgement = { stranger: [] };
  let labels: string[] = [];
  for (let fold = 0; fold < config.folds; fold++) {
    const read = await readJudgement(run.fold(fold).evaluation);
    labels = read.labels;
    for (const [acquaintance, records] of Object.entries(read.judgement)) {
      const name = acquaintance as Acquaintance;
      judgement[name] = [...(judgement[name] ?? []), ...records];
    }
  }
  const metrics = judgementMetrics(judgement, { split: config.split, labels, clips });
  await writeEvaluation(run.evaluation, metrics, judgement, clips);
  await writeRunReport(run);
  console.log(`\nall ${config.folds} folds: ${figuresLine(metrics)}`);
  for (const line of besideLines(metrics)) console.log(line);
}
