import type { FeatureStore } from '@ser/dataset';
import { TrainingSegments, type Version } from '../src/segments.ts';

/** Rows of one value that says which they are; at the other speed clip a has one segment, and c none. */
const recorded = ['a', 'a', 'b', 'c', 'c'].map((clip, i, clips) => ({
  clip,
  segment: i - clips.indexOf(clip),
  label: clip === 'b' ? 'ANG' : 'SAD',
  value: i,
}));
const faster = ['a', 'b', 'b'].map((clip, i) => ({ clip, label: 'SAD', value: 10 + i }));

function version(rows: readonly { clip: string; label: string; value: number }[]): Version {
  const read = async (row: number) => Float32Array.of(rows[row]?.value as number);
  return { store: { rows, width: 1, read } as unknown as FeatureStore };
}

const NONE = { kind: 'none' } as const;
const draws = async (segments: TrainingSegments, row: number) => {
  const found = new Set<number>();
  for (let seed = 0; seed < 100; seed++) found.add((await segments.read(row, seed))[0] as number);
  return [...found].sort((a, b) => a - b);
};

it('reads a row as recorded where there is no other speed', async () => {
  const segments = new TrainingSegments([version(recorded)], NONE);
  expect(await draws(segments, 1)).toEqual([1]);
  expect(segments.labelOf(2)).toBe('ANG');
});

it('reads the same segment of the clip at each speed, its last one, or the row itself', async () => {
  const segments = new TrainingSegments([version(recorded), version(faster)], NONE);
  expect(await draws(segments, 0)).toEqual([0, 10]);
  expect(await draws(segments, 1)).toEqual([1, 10]);
  expect(await draws(segments, 2)).toEqual([2, 11]);
  expect(await draws(segments, 4)).toEqual([4]);
});

it('draws the same from the same seed', async () => {
  const segments = new TrainingSegments([version(recorded), version(faster)], NONE);
  for (let seed = 0; seed < 20; seed++) {
    expect(await segments.read(0, seed)).toEqual(await segments.read(0, seed));
  }
});
