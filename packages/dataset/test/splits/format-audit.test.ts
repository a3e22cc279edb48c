import { formatAudit } from '../../src/splits/format-audit.ts';
import { splitCorpus } from '../../src/splits/split.ts';
import { madeClips } from '../support/made-clips.ts';

const clips = madeClips({ speakers: 10, sentences: 5, labels: ['ANG', 'SAD'] });

it('is a table with a line a side', () => {
  expect(formatAudit(splitCorpus(clips, { kind: 'speaker', seed: 1 }))).toBe(
    [
      'split by speaker, seed 1',
      '               clips  speakers  sentences  ANG  SAD',
      'train             70         7          5   35   35',
      'validation        10         1          5    5    5',
      'test              20         2          5   10   10',
      'on both sides      0         0          5',
    ].join('\n'),
  );
});

it('tells of the fold, of clips left out and of leaks', () => {
  const fold = formatAudit(splitCorpus(clips, { kind: 'speaker-sentence', seed: 1, folds: 5, fold: 1 }));
  expect(fold).toMatch(/^split by speaker-sentence, seed 1, fold 2 of 5\n/);
  expect(fold).toMatch(/\nleft out: \d+ clips$/);
  const segments = clips.map(({ id }) => ({ clip: id, segment: 0 }));
  const leaking = formatAudit(splitCorpus(clips, { kind: 'segment', seed: 1, segments }));
  expect(leaking).toMatch(/ {2}segments {2}clips {2}speakers/);
  expect(leaking).toMatch(/\nwarning: 10 of 10 test speakers also stand/);
});
