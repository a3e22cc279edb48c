import type { FeatureExtractor } from '@ser/dsp';
import { createExtractor } from '@ser/dsp-native';
import type { Feature } from './features.ts';
import { deviation, type Result } from './result.ts';
import { median, speedRatio, takeTurns } from './timing.ts';

export interface Contestant {
  name: string;
  extractor: FeatureExtractor;
}

/** A feature by every contestant; JavaScript, the first, has deviation 0 and ratio 1. */
export interface Line {
  feature: string;
  samples: number;
  tolerance: number;
  contestants: Record<string, { deviation: number; samplesPerSecond: number; ratio: number }>;
}

export async function createContestants(threads: number): Promise<Contestant[]> {
  const contestants = [
    { name: 'JavaScript', extractor: await createExtractor({ device: 'js' }) },
    { name: 'native ×1', extractor: await createExtractor({ device: 'cpu', threads: 1 }) },
  ];
  if (threads > 1) {
    const extractor = await createExtractor({ device: 'cpu', threads });
    contestants.push({ name: `native ×${threads}`, extractor });
  }
  return contestants;
}

/** Checks that all contestants agree on a feature, which warms them up, and times them. */
export async function compete(
  { name, batch, extract, tolerance }: Feature,
  contestants: Contestant[],
  rounds: number,
  signal: AbortSignal,
  onCall: () => void,
): Promise<Line> {
  const samples = batch.offsets.at(-1) ?? 0;
  const deviations: number[] = [];
  let expected: Result | undefined;
  for (const { extractor } of contestants) {
    const actual = await extract(extractor, batch, signal);
    expected ??= actual;
    deviations.push(deviation(actual, expected));
    onCall();
  }
  const calls = contestants.map(
    ({ extractor }) =>
      () =>
        extract(extractor, batch, signal),
  );
  const seconds = await takeTurns(calls, rounds, onCall);
  return {
    feature: name,
    samples,
    tolerance,
    contestants: Object.fromEntries(
      contestants.map(({ name }, i) => {
        const own = seconds[i] as number[];
        const ratio = speedRatio(own, seconds[0] as number[]);
        return [name, { deviation: deviations[i] as number, samplesPerSecond: samples / median(own), ratio }];
      }),
    ),
  };
}

export function largestDeviation({ contestants }: Line): number {
  return Math.max(...Object.values(contestants).map(({ deviation }) => deviation));
}
