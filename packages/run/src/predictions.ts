import { readFile } from 'node:fs/promises';
import { argMax, type PredictionRecord } from '@ser/models';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { RunError } from './errors.ts';

const KNOWN = ['clip', 'segment', 'speaker', 'sentence', 'sex', 'age', 'level', 'label'] as const;

/**
 * A table of predictions: a row a record, with what is known of it, the label that the model puts first, and
 * the probability of each label.
 */
export function predictionsCsv(records: readonly PredictionRecord[], labels: readonly string[]): string {
  const rows = records.map((record) => {
    const { probabilities } = record;
    const predicted = labels[argMax(probabilities)];
    return [...KNOWN.map((name) => record[name] ?? ''), predicted, ...Array.from(probabilities)];
  });
  return stringify([[...KNOWN, 'predicted', ...labels], ...rows]);
}

/**
 * Reads such a table back.
 *
 * @throws {@link RunError} if it is missing, or is no such table
 */
export async function readPredictions(
  path: string,
): Promise<{ labels: string[]; records: PredictionRecord[] }> {
  let rows: string[][];
  try {
    rows = parse(await readFile(path));
  } catch (error) {
    throw new RunError(
      `can't read predictions: ${path}: ${(error as Error).message}; evaluate the run again`,
    );
  }
  const header = [...KNOWN, 'predicted'];
  const [names = [], ...body] = rows;
  if (header.some((name, i) => names[i] !== name)) {
    throw new RunError(`${path} is no table of predictions; evaluate the run again`);
  }
  const records = body.map((row) => {
    const known = Object.fromEntries(
      KNOWN.map((name, i) => [name, row[i]]).filter(([, value]) => value !== ''),
    );
    if (known.segment !== undefined) known.segment = Number(known.segment);
    return { ...known, probabilities: row.slice(header.length).map(Number) } as unknown as PredictionRecord;
  });
  return { labels: names.slice(header.length), records };
}
