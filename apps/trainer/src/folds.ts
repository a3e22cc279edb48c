import type { Clip } from '@ser/dataset';
import {
  type Acquaintance,
  besideLines,
  figuresLine,
  type Judgement,
  judgementMetrics,
  type RunConfig,
  type RunDirectory,
  readJudgement,
  writeEvaluation,
  writeJson,
  writeRunReport,
} from '@ser/run';
import { prepare, splitStage } from './prepare.ts';
import { checkSameGround } from './same-ground.ts';
import { trainFold } from './train-fold.ts';

/** Trains the run's one model, or one a fold and then judges all of them together. */
export async function runAllFolds(config: RunConfig, run: RunDirectory, signal: AbortSignal): Promise<void> {
  if (run.finished()) {
    await writeRunReport(run);
    console.log(`${run.path} is finished; its report is ${run.report}`);
    return;
  }
  const stage = await prepare(config, signal);
  try {
    const splits = Array.from({ length: config.folds }, (_, fold) => splitStage(stage, fold));
    const runs = splits.map(({ fold }) => (config.folds === 1 ? run : run.fold(fold)));
    for (const [fold, split] of splits.entries()) {
      await checkSameGround(runs[fold] as RunDirectory, stage.corpus, split);
    }
    await writeJson(run.config, config);
    for (const [fold, split] of splits.entries()) {
      const one = runs[fold] as RunDirectory;
      if (one.finished()) continue;
      if (config.folds > 1) console.log();
      await trainFold(stage, split, one, signal);
    }
    if (config.folds > 1) await judgeFolds(config, run, stage.corpus.clips);
    console.log(`\nreport  ${run.report}\nmodel   ${(config.folds === 1 ? run : run.fold(0)).model}`);
  } finally {
    await stage.dispose();
  }
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
