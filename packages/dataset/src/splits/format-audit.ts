import { sortLabels } from '../corpora/emotions.ts';
import type { Split } from '../types.ts';
import { SIDES } from './audit.ts';

/** The audit of a split as a small table for a terminal, without a line break at its end. */
export function formatAudit({ kind, seed, folds, fold, audit }: Split): string {
  const labels = sortLabels(SIDES.flatMap((name) => Object.keys(audit.sides[name].labels)));
  const segments = kind === 'segment';
  const rows = [
    ['', ...(segments ? ['segments'] : []), 'clips', 'speakers', 'sentences', ...labels],
    ...SIDES.map((name) => {
      const side = audit.sides[name];
      return [
        name,
        ...(segments ? [side.segments ?? 0] : []),
        side.clips,
        side.speakers,
        side.sentences,
        ...labels.map((label) => side.labels[label] ?? 0),
      ].map(String);
    }),
    [
      'on both sides',
      ...(segments ? [''] : []),
      ...[audit.shared.clips, audit.shared.speakers, audit.shared.sentences].map(String),
    ],
  ];
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  const title = `split by ${kind}, seed ${seed}${folds > 1 ? `, fold ${fold + 1} of ${folds}` : ''}`;
  return [
    title,
    ...lines,
    ...(audit.leftOut > 0 ? [`left out: ${audit.leftOut} clips`] : []),
    ...[audit.leaks, audit.gaps].flatMap((text) => (text ? [`warning: ${text}`] : [])),
  ].join('\n');
}
