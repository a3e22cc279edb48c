import { auditSplit } from '../../src/splits/audit.ts';
import { splitCorpus } from '../../src/splits/split.ts';
import type { Clip } from '../../src/types.ts';
import { madeClips } from '../support/made-clips.ts';

const clip = (id: string, label: string, speaker?: string, sentence?: string): Clip => ({
  id,
  path: `/${id}.wav`,
  label,
  ...(speaker && { speaker }),
  ...(sentence && { sentence }),
});

it('counts clips, speakers, sentences and labels of every side, and what both sides share', () => {
  const clips = [
    clip('a', 'ANG', 'anna', 's1'),
    clip('b', 'SAD', 'anna', 's2'),
    clip('c', 'ANG', 'ben', 's1'),
    clip('d', 'SAD', 'cleo', 's3'),
    clip('e', 'ANG', 'anna', 's1'),
    clip('f', 'ANG', 'dora', 's4'),
  ];
  expect(auditSplit('clip', { train: ['a', 'b'], validation: ['c'], test: ['d', 'e'] }, clips)).toEqual({
    sides: {
      train: { clips: 2, speakers: 1, sentences: 2, labels: { ANG: 1, SAD: 1 } },
      validation: { clips: 1, speakers: 1, sentences: 1, labels: { ANG: 1 } },
      test: { clips: 2, speakers: 2, sentences: 2, labels: { ANG: 1, SAD: 1 } },
    },
    shared: { speakers: 1, clips: 0, sentences: 1 },
    leftOut: 1,
    leaks:
      '1 of 2 test speakers also stand in training or validation: the figures say nothing of new voices.',
    gaps: 'The validation side has no clip of SAD.',
  });
});

it('counts segments and the clips they were cut from, whatever a clip is called', () => {
  const clips = [clip('take#1', 'ANG', 'anna'), clip('take#2', 'SAD', 'ben')];
  const audit = auditSplit(
    'segment',
    { train: ['take#1#0', 'take#1#1', 'take#2#0'], validation: [], test: ['take#1#10', 'take#2#1'] },
    clips,
  );
  expect(audit.sides.train).toEqual({
    segments: 3,
    clips: 2,
    speakers: 2,
    sentences: 0,
    labels: { ANG: 2, SAD: 1 },
  });
  expect(audit.shared).toEqual({ speakers: 2, clips: 2, sentences: 0 });
  expect(audit.leaks).toBe(
    '2 of 2 test speakers and 2 of 2 test clips also stand in training or validation: the figures say nothing of new voices.',
  );
});

it('says that voices are unknown where clips name no speaker', () => {
  const clips = ['a', 'b', 'c'].map((id) => clip(id, 'ANG'));
  expect(auditSplit('clip', { train: ['a'], validation: ['b'], test: ['c'] }, clips).leaks).toBe(
    '1 of 1 test clips name no speaker: their voices may stand in training too.',
  );
});

it('refuses keys of another corpus', () => {
  expect(() => auditSplit('clip', { train: ['x'], validation: [], test: [] }, [])).toThrow(
    'the split names x, but the corpus has no clip x',
  );
});

it('warns of a leak in splits by segment and by clip, and in none by speaker', () => {
  const clips = madeClips();
  const segments = clips.flatMap(({ id }) => [
    { clip: id, segment: 0 },
    { clip: id, segment: 1 },
  ]);
  const warningOf = (kind: 'segment' | 'clip' | 'speaker' | 'speaker-sentence') =>
    splitCorpus(clips, { kind, seed: 1, segments }).audit.leaks;
  expect(warningOf('segment')).toMatch(/^10 of 10 test speakers and \d+ of \d+ test clips also stand/);
  expect(warningOf('clip')).toMatch(/^10 of 10 test speakers also stand/);
  expect(warningOf('speaker')).toBeUndefined();
  expect(warningOf('speaker-sentence')).toBeUndefined();
});
