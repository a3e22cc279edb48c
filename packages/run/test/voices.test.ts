import type { FeatureStore } from '@ser/dataset';
import type { RowStatistics } from '@ser/models';
import { Voices } from '../src/voices.ts';

/** Rows of one band and one frame each, in windows of clips. */
const ROWS = [
  { clip: 'a1', speaker: 'a', label: 'ANG', value: 1 },
  { clip: 'a1', speaker: 'a', label: 'ANG', value: 3 },
  { clip: 'a2', speaker: 'a', label: 'NEU', value: 11 },
  { clip: 'b1', speaker: 'b', label: 'SAD', value: 100 },
  { clip: 'a3', speaker: 'a', label: 'SAD', value: 25 },
  { clip: 'x1', label: 'SAD', value: 7 },
  { clip: 'x2', label: 'NEU', value: 9 },
];
const store = {
  width: 1,
  rows: ROWS,
  read: async (row: number) => Float32Array.of(ROWS[row]?.value as number),
} as unknown as FeatureStore;

const mean = (statistics: RowStatistics) => statistics.meanStd().mean[0];
let voices: Voices;
beforeAll(async () => {
  voices = await Voices.read(store);
});

it('knows a stranger by all windows of the clip', () => {
  expect(mean(voices.of(0, 'stranger'))).toBe(2);
  expect(mean(voices.of(2, 'stranger'))).toBe(11);
});

it("knows a voice by its other clips, and never by another speaker's", () => {
  expect(mean(voices.of(0, 'all'))).toBe(10);
  expect(mean(voices.of(3, 'all'))).toBe(100);
  expect(mean(voices.of(0, 'neutral'))).toBe(5);
  expect(mean(voices.of(2, 'neutral'))).toBe(11);
});

it('takes a clip whose speaker nobody named for a stranger', () => {
  for (const acquaintance of ['stranger', 'ten', 'neutral', 'all'] as const) {
    expect(mean(voices.of(5, acquaintance))).toBe(7);
  }
});

it('can not know a voice that has no other clip', () => {
  const knows = (rows: number[]) =>
    (['stranger', 'ten', 'neutral', 'all'] as const).filter((acquaintance) =>
      voices.knows(rows, acquaintance),
    );
  expect(knows([3, 5])).toEqual(['stranger']);
  expect(knows([2])).toEqual(['stranger', 'ten', 'all']);
  expect(knows([0, 3])).toEqual(['stranger', 'ten', 'neutral', 'all']);
});

it('names the other clips by their rows, and the same ten for all clips of a speaker', async () => {
  expect(voices.others(0, 'stranger')).toEqual([]);
  expect(voices.others(0, 'all')).toEqual([2, 4]);
  expect(voices.others(2, 'all')).toEqual([0, 1, 4]);
  expect(voices.others(0, 'neutral')).toEqual([2]);
  expect(voices.others(5, 'ten')).toEqual([]);

  const rows = Array.from({ length: 30 }, (_, i) => ({
    clip: `c${i}`,
    speaker: 'c',
    label: 'SAD',
    value: i,
  }));
  const many = { width: 1, rows, read: async (row: number) => Float32Array.of(row) };
  const known = await Voices.read(many as unknown as FeatureStore);
  const drawn = new Set(rows.flatMap((_, row) => known.others(row, 'ten')));
  expect(drawn.size).toBe(10);
  for (const row of rows.keys()) {
    expect(new Set(known.others(row, 'ten'))).toEqual(new Set([...drawn].filter((other) => other !== row)));
  }
});

it('draws other clips from the seed, each once, as many as there are', () => {
  const found = new Set<number>();
  for (let seed = 0; seed < 20; seed++) {
    const drawn = voices.withOthers(2, 1, seed);
    expect(mean(voices.withOthers(2, 1, seed))).toBe(mean(drawn));
    found.add(mean(drawn) as number);
  }
  expect([...found].sort((a, b) => a - b)).toEqual([5, 18]);
  expect(mean(voices.withOthers(2, 10, 1))).toBe(10);
  expect(mean(voices.of(4, 'ten'))).toBe(10);
  expect(mean(voices.withOthers(0, 10, 1, 'NEU'))).toBe(5);
});
