import { histogram } from '../charts/histogram.ts';
import { count, decimal, duration } from '../format.ts';
import { figure } from '../page/figure.ts';
import { keyValues } from '../page/key-values.ts';
import type { Section } from '../page/page.ts';
import type { CorpusReport } from './types.ts';

/** How long the clips are, and at which rates they were recorded. */
export function lengthSection({ lengths, sampleRates = {} }: CorpusReport): Section {
  const sorted = lengths.toSorted((a, b) => a - b);
  const rates = Object.entries(sampleRates);
  return {
    title: 'Lengths',
    body: [
      figure({
        title: 'How long the clips are',
        size: 'full',
        chart: (options) => histogram({ values: lengths, measure: 'seconds' }, options),
      }),
      keyValues([
        ['Shortest', duration(sorted[0] as number)],
        ['Longest', duration(sorted.at(-1) as number)],
        ['Mean', duration(lengths.reduce((sum, length) => sum + length, 0) / lengths.length)],
        ...rates.map(([rate, n]) => [`Clips at ${decimal(Number(rate))} Hz`, count(n)] as const),
      ]),
    ],
  };
}
