import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Split, sortLevels } from '@ser/dataset';
import { type EvaluationMetrics, findArchitectures, type GroupMetrics } from '@ser/models';
import { type RunReport, runReport } from '@ser/report';
import { parseConfig } from './config.ts';
import type { Environment } from './environment.ts';
import { readEvaluation } from './evaluation.ts';
import { readHardest } from './hardest.ts';
import type { EpochRecord } from './history.ts';
import { type RunDirectory, readJson, writeText } from './run-directory.ts';

/** Writes the report of a run that was trained and judged; by default of its own test side, as `report.html`. */
export async function writeRunReport(
  run: RunDirectory,
  { evaluation = run.evaluation, report = run.report } = {},
): Promise<void> {
  const hardest = await readHardest(evaluation);
  await writeText(report, runReport({ ...(await readRunReport(run, evaluation)), hardest }));
}

/** What the report shows of a run, gathered from its files and an evaluation's folder. */
export async function readRunReport(run: RunDirectory, evaluation = run.evaluation): Promise<RunReport> {
  const config = parseConfig(await readJson(run.config, "the run's configuration"), run.config);
  // A cross-validation is shown by its first fold's split and training; its figures are over all folds.
  const shown = run.isCrossValidation() ? run.fold(0) : run;
  const environment = (await readJson(shown.environment, 'what the run ran on')) as Environment;
  const split = (await readJson(shown.split, "the run's split")) as Split;
  const { mtime } = await stat(run.config);
  const description = findArchitectures(config.model)
    .map((architecture) => architecture.description)
    .join('; beside it, ');
  const history = await readHistory(shown.metrics);
  const { licence, ...corpus } = environment.corpus;
  return {
    name: run.name,
    created: `${mtime.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    model: { name: config.model, parameters: await countParameters(shown), description },
    corpus: { ...corpus, ...(licence !== null && { licence }) },
    split,
    history,
    ...(config.keep === 'best' && bestEpoch(history)),
    evaluation: shownEvaluation(await readEvaluation(evaluation)),
    config,
    environment,
  };
}

/** The lines of `metrics.jsonl`. */
export async function readHistory(path: string): Promise<EpochRecord[]> {
  const lines = (await readFile(path, 'utf8')).split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as EpochRecord);
}

/** The epoch with the best validation score. */
function bestEpoch(history: readonly EpochRecord[]): { bestEpoch?: number } {
  const best = history.findLast((record) => record.best);
  return best ? { bestEpoch: best.epoch } : {};
}

/** The figures as the report takes them. */
function shownEvaluation(metrics: EvaluationMetrics): NonNullable<RunReport['evaluation']> {
  const groups = Object.entries(metrics.groups).map(([name, members]) => {
    const values = name === 'level' ? sortLevels(Object.keys(members)) : Object.keys(members);
    return [
      name,
      Object.fromEntries(
        values.map((value) => {
          const { count, ...figures } = members[value] as GroupMetrics;
          return [value, { ...figures, support: count }];
        }),
      ),
    ];
  });
  return { ...metrics, groups: Object.fromEntries(groups) };
}

/** From the shapes of the saved weights. */
async function countParameters(run: RunDirectory): Promise<number> {
  const { weightsManifest } = (await readJson(join(run.model, 'model.json'), 'the trained network')) as {
    weightsManifest: { weights: { shape: number[] }[] }[];
  };
  const shapes = weightsManifest.flatMap(({ weights }) => weights.map(({ shape }) => shape));
  return shapes.reduce((sum, shape) => sum + shape.reduce((product, size) => product * size, 1), 0);
}
