import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Clip } from '@ser/dataset';
import { aggregateClips, type EvaluationMetrics } from '@ser/models';
import { writeHardest } from './hardest.ts';
import type { Judgement } from './judge.ts';
import { predictionsCsv, readPredictions } from './predictions.ts';
import { readJson, writeJson, writeText } from './run-directory.ts';
import { ACQUAINTANCES, type Acquaintance } from './voices.ts';

/**
 * Writes an evaluation's folder: `predictions.csv` (a row a clip), `segments.csv` (a row a segment), those files again
 * for voices that are known, as `predictions-all.csv` and so on, `hardest.json` (the clips that are shown in the report), and,
 * last, so that it stands for all of them, `metrics.json`.
 *
 * @param judgement what `metrics` were taken from
 * @param clips of the corpus
 */
export async function writeEvaluation(
  folder: string,
  metrics: EvaluationMetrics,
  judgement: Judgement,
  clips: readonly Clip[],
): Promise<void> {
  const { labels } = metrics;
  for (const [acquaintance, records] of Object.entries(judgement)) {
    const suffix = suffixOf(acquaintance as Acquaintance);
    await writeText(
      join(folder, `predictions${suffix}.csv`),
      predictionsCsv(aggregateClips(records), labels),
    );
    await writeText(join(folder, `segments${suffix}.csv`), predictionsCsv(records, labels));
  }
  await writeHardest(folder, judgement.stranger, labels, clips);
  await writeJson(join(folder, 'metrics.json'), metrics);
}

/** The judgement that an evaluation's folder holds. */
export async function readJudgement(folder: string): Promise<{ labels: string[]; judgement: Judgement }> {
  const { labels, records } = await readPredictions(join(folder, 'segments.csv'));
  const judgement: Judgement = { stranger: records };
  for (const acquaintance of ACQUAINTANCES.filter((name) => name !== 'stranger')) {
    const path = join(folder, `segments${suffixOf(acquaintance)}.csv`);
    if (existsSync(path)) judgement[acquaintance] = (await readPredictions(path)).records;
  }
  return { labels, judgement };
}

function suffixOf(acquaintance: Acquaintance): string {
  return acquaintance === 'stranger' ? '' : `-${acquaintance}`;
}

export async function readEvaluation(folder: string): Promise<EvaluationMetrics> {
  return (await readJson(join(folder, 'metrics.json'), "the evaluation's figures")) as EvaluationMetrics;
}
