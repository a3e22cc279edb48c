import fc from 'fast-check';
import { limitClips } from '../../src/corpora/limit.ts';
import type { Clip } from '../../src/types.ts';

const LABELS = ['ANG', 'HAP', 'SAD'];

/** Every speaker says each label `each` times. */
function grid(speakers: number, each: number): Clip[] {
  return Array.from({ length: speakers * LABELS.length * each }, (_, i) => ({
    id: `clip-${i}`,
    path: `/clip-${i}.wav`,
    label: LABELS[i % LABELS.length] as string,
    speaker: `speaker-${Math.floor(i / (LABELS.length * each))}`,
  }));
}

const spread = (clips: Clip[], key: 'label' | 'speaker') => {
  const counts = new Map<string | undefined, number>();
  for (const clip of clips) counts.set(clip[key], (counts.get(clip[key]) ?? 0) + 1);
  return { groups: counts.size, gap: Math.max(...counts.values()) - Math.min(...counts.values()) };
};

it('is even over labels and speakers where the corpus is, and the same for the same seed', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 0, max: 1000 }),
      (speakers, each, count, seed) => {
        const clips = grid(speakers, each);
        const taken = limitClips(clips, count, seed);
        expect(taken).toHaveLength(Math.min(count, clips.length));
        expect(new Set(taken).size).toBe(taken.length);
        expect(taken).toEqual(clips.filter((clip) => taken.includes(clip)));
        expect(limitClips(clips, count, seed)).toEqual(taken);
        expect(spread(taken, 'label').gap).toBeLessThanOrEqual(1);
        expect(spread(taken, 'speaker').groups).toBe(Math.min(speakers, taken.length));
        expect(spread(taken, 'speaker').gap).toBeLessThanOrEqual(1 + LABELS.length);
      },
    ),
  );
});

it('takes other clips for another seed', () => {
  const clips = grid(10, 4);
  expect(limitClips(clips, 12, 1)).not.toEqual(limitClips(clips, 12, 2));
});

it('fills up from other labels where one runs out', () => {
  const clips = grid(2, 5).filter((clip, i) => clip.label !== 'SAD' || i < 6);
  const taken = limitClips(clips, 20, 0);
  expect(taken).toHaveLength(20);
  expect(taken.filter((clip) => clip.label === 'SAD')).toHaveLength(2);
});

it('works without speakers', () => {
  const clips = grid(3, 3).map(({ speaker, ...clip }) => clip);
  expect(spread(limitClips(clips, 9, 0), 'label')).toEqual({ groups: 3, gap: 0 });
});

it.each([0, -1, 1.5, Number.NaN])('refuses %p', (count) => {
  expect(() => limitClips(grid(1, 1), count, 0)).toThrow(/limit: .* is not a whole number of at least 1/);
});
