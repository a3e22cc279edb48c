import type { LabelCounts } from './types.ts';

/** How many clips of a label; a label that a group never has counts 0. */
export function countOf(counts: LabelCounts, label: string): number {
  return Object.hasOwn(counts, label) ? (counts[label] as number) : 0;
}
