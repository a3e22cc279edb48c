import { join } from 'node:path';
import {
  ModelError,
  type PairedComparison,
  type Prediction,
  pairedBootstrap,
  predictLabels,
} from '@ser/models';
import { compareReport } from '@ser/report';
import { RunDirectory, RunError, readPredictions, readRunReport, writeText } from '@ser/run';

interface JudgedRun {
  run: RunDirectory;
  report: Awaited<ReturnType<typeof readRunReport>>;
  labels: string[];
  /** One a clip. */
  predictions: Prediction[];
}

/** Prints a table of runs and of their differences, and writes both as a report. */
export async function compareRuns(paths: readonly string[], out: string): Promise<void> {
  if (paths.length < 2) throw new RunError('compare takes two or more run directories');
  const runs = await Promise.all(paths.map(readJudgedRun));
  console.log(table(runs));
  const differences = pairs(runs).flatMap(([a, b]) => {
    const difference = compare(a, b);
    return difference ? [{ a, b, difference }] : [];
  });
  for (const { a, b, difference } of differences) {
    const { difference: gain, interval, firstBetter } = difference.uar;
    console.log(
      `UAR of ${a.run.name} minus ${b.run.name}: ${signed(gain)} [${interval.map(signed).join(', ')}], ` +
        `the first is better in ${(100 * firstBetter).toFixed(0)} % of resamples`,
    );
  }
  const page = compareReport(
    runs.map(({ run, report }) => ({ name: run.name, run: report })),
    differences.map(({ a, b, difference: { uar } }) => ({
      a: a.run.name,
      b: b.run.name,
      uar: uar.difference,
      ci: uar.interval,
      clips: a.predictions.length,
    })),
  );
  await writeText(out, page);
  console.log(`report  ${out}`);
}

async function readJudgedRun(path: string): Promise<JudgedRun> {
  const run = new RunDirectory(path);
  const { labels, records } = await readPredictions(join(run.evaluation, 'predictions.csv'));
  return { run, report: await readRunReport(run), labels, predictions: predictLabels(records, labels) };
}

function pairs<T>(items: readonly T[]): [T, T][] {
  return items.flatMap((a, i) => items.slice(i + 1).map((b): [T, T] => [a, b]));
}

/** Undefined, and said so, where the two were not judged on the same clips. */
function compare(a: JudgedRun, b: JudgedRun): PairedComparison | undefined {
  try {
    return pairedBootstrap(a.predictions, b.predictions, a.labels);
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    console.log(`${a.run.name} and ${b.run.name}: ${error.message}`);
    return undefined;
  }
}

function table(runs: readonly JudgedRun[]): string {
  const rows = [
    ['run', 'model', 'split', 'clips', 'UAR', '95 %', 'accuracy', 'macro-F1'],
    ...runs.map(({ run, report: { model, split, evaluation }, predictions }) => [
      run.name,
      model.name,
      split.kind,
      String(predictions.length),
      (evaluation?.uar ?? 0).toFixed(3),
      (evaluation?.ci.uar ?? []).map((bound) => bound.toFixed(3)).join('–'),
      (evaluation?.accuracy ?? 0).toFixed(3),
      (evaluation?.macroF1 ?? 0).toFixed(3),
    ]),
  ];
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0))) ?? [];
  return rows
    .map((row) =>
      row.map((cell, i) => (i < 3 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  '),
    )
    .join('\n');
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
}
