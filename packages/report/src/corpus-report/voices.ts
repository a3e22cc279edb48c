import { boxPlot } from '../charts/box-plot.ts';
import { count, decimal, NONE } from '../format.ts';
import { figure, sideBySide } from '../page/figure.ts';
import type { Content } from '../page/html.ts';
import { folded } from '../page/key-values.ts';
import type { Section } from '../page/page.ts';
import { table } from '../page/table.ts';
import { quantiles } from '../quantiles.ts';
import type { ClipVoice, CorpusReport } from './types.ts';

const MEASURES = [
  { key: 'loudness', title: 'Loudness', unit: 'dB' },
  { key: 'pitch', title: 'Pitch', unit: 'Hz' },
] as const;

/** How loud and how high the speech of each class is, apart for each sex where the corpus tells. */
export function voiceSection({ labels, voices }: CorpusReport): Section {
  const sexes = [...new Set(voices.map(({ sex }) => sex ?? 'unknown'))].sort();
  const groups = sexes.map((sex) => ({
    name: sex,
    voices: voices.filter((one) => (one.sex ?? 'unknown') === sex),
  }));
  return {
    title: 'Loudness and pitch',
    lead:
      'Loudness is the RMS level of the speech in dB of full scale: of all frames within 30 dB of the loudest. Pitch is the ' +
      'median fundamental frequency of the voiced frames, by YIN. A bar holds the middle half of the clips, parted at the ' +
      'median; its line leaves out a twentieth on either side.',
    body: [
      sideBySide(...MEASURES.map((measure) => plot(measure, labels, groups))),
      folded(
        'Medians as a table',
        table({
          caption: 'Median loudness and pitch of each class',
          columns: [
            { title: 'Class' },
            ...MEASURES.flatMap(({ title, unit }) =>
              groups.map(({ name }) => ({
                title: groups.length > 1 ? `${title}, ${name}, ${unit}` : `${title}, ${unit}`,
                kind: 'number' as const,
              })),
            ),
            { title: 'Without pitch', kind: 'number' },
          ],
          rows: labels.map((label) => [
            label,
            ...MEASURES.flatMap(({ key }) =>
              groups.map((group) => median(valuesOf(group.voices, label, key))),
            ),
            count(voices.filter((one) => one.label === label && one.pitch === undefined).length),
          ]),
        }),
      ),
    ],
  };
}

type Measure = (typeof MEASURES)[number];

function plot(
  { key, title, unit }: Measure,
  labels: string[],
  groups: { name: string; voices: ClipVoice[] }[],
): Content {
  const series = groups.map(({ name, voices }) => ({
    name,
    values: labels.map((label) => valuesOf(voices, label, key)),
  }));
  return (
    series.some(({ values }) => values.some((own) => own.length > 0)) &&
    figure({
      title: `${title} in ${unit}`,
      size: 'half',
      chart: (options) => boxPlot({ measure: `${title} in ${unit}`, rows: labels, series }, options),
    })
  );
}

function valuesOf(voices: readonly ClipVoice[], label: string, key: Measure['key']): number[] {
  return voices.flatMap((one) => (one.label === label ? (one[key] ?? []) : []));
}

function median(values: readonly number[]): string {
  return values.length === 0 ? NONE : decimal(quantiles(values, [0.5])[0] as number);
}
