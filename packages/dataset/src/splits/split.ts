import { sortLabels } from '../corpora/emotions.ts';
import { type Clip, DatasetError, type SideName, type Split } from '../types.ts';
import { auditSplit } from './audit.ts';
import { checkOptions, type Plan, type SplitOptions } from './plan.ts';
import { dealSpeakers, dealSpeakersAndSentences } from './speakers.ts';
import { dealClips, dealSegments } from './units.ts';

/**
 * Deals clips or segments out to training, validation and test; the same for the same clips and seed.
 *
 * - `segment`, `clip`: every label in proportion; voices stand on both sides.
 * - `speaker`: all clips of a speaker on one side, labels and sexes as even as can be.
 * - `speaker-sentence`: so for speakers and for sentences; the clips in between are left out.
 *
 * @throws {DatasetError} if the clips lack what the kind goes by, if they are too few for the sides or the folds,
 * if training would lack a class, or if an option is out of its range.
 */
export function splitCorpus(clips: readonly Clip[], options: SplitOptions): Split {
  const { kind, seed } = options;
  const plan = checkOptions(options);
  const { folds, fold } = plan;
  const sorted = clips.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const sides = deal(sorted, options, plan);
  const audit = auditSplit(kind, sides, sorted);
  const missing = sortLabels(sorted.map(({ label }) => label)).filter(
    (label) => !audit.sides.train.labels[label],
  );
  if (missing.length > 0) {
    throw new DatasetError(
      `split by ${kind}${folds > 1 ? `, fold ${fold + 1} of ${folds}` : ''}: training has no clip of ${missing.join(', ')}; take another seed, more folds or another kind of split, or leave the class out`,
    );
  }
  return { kind, seed, folds, fold, ...sides, audit };
}

function deal(
  clips: readonly Clip[],
  { kind, segments }: SplitOptions,
  plan: Plan,
): Record<SideName, string[]> {
  switch (kind) {
    case 'segment':
      return dealSegments(clips, segments, plan);
    case 'clip':
      return dealClips(clips, plan);
    case 'speaker':
      return dealSpeakers(clips, plan);
    case 'speaker-sentence':
      return dealSpeakersAndSentences(clips, plan);
  }
}
