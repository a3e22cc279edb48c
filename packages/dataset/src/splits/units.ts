import { seededRandom } from '../random.ts';
import { type Clip, DatasetError, type SegmentRef, type SideName } from '../types.ts';
import type { Plan } from './plan.ts';
import { dealFolds, takeShare } from './stratify.ts';

/** Splits 'clip': clips, each label in proportion. */
export function dealClips(clips: readonly Clip[], plan: Plan): Record<SideName, string[]> {
  return dealUnits(
    clips.map(({ id, label }) => ({ key: id, label })),
    plan,
  );
}

/** Splits 'segment': pieces of clips, each label in proportion, whatever clip they were cut from. */
export function dealSegments(
  clips: readonly Clip[],
  segments: readonly SegmentRef[] | undefined,
  plan: Plan,
): Record<SideName, string[]> {
  if (!segments) throw new DatasetError('segments: a split by segment needs the list of segments');
  const labels = new Map(clips.map(({ id, label }) => [id, label]));
  const units = segments.map(({ clip, segment }) => {
    const label = labels.get(clip);
    if (label === undefined) throw new DatasetError(`segments: the corpus has no clip ${clip}`);
    return { key: `${clip}#${segment}`, label };
  });
  return dealUnits(units, plan);
}

interface Unit {
  key: string;
  label: string;
}

function dealUnits(units: readonly Unit[], plan: Plan): Record<SideName, string[]> {
  const { folds, fold, testFraction, validationFraction, seed } = plan;
  const random = seededRandom(seed);
  const labelOf = (unit: Unit) => unit.label;
  const sides = 1 + [testFraction, validationFraction].filter((share) => share > 0).length;
  const least = Math.max(folds, sides);
  if (units.length < least) {
    throw new DatasetError(
      `a split of this kind needs at least ${least} clips or segments; there are ${units.length}`,
    );
  }
  let test: Unit[];
  let rest: Unit[];
  if (folds > 1) {
    const parts = dealFolds(units, labelOf, folds, random);
    test = parts[fold] ?? [];
    rest = parts.toSpliced(fold, 1).flat();
  } else {
    ({ taken: test, rest } = takeShare(units, labelOf, testFraction, random));
  }
  const validation = takeShare(rest, labelOf, validationFraction, random);
  const inOrder = (side: readonly Unit[]) => {
    const members = new Set(side);
    return units.filter((unit) => members.has(unit)).map((unit) => unit.key);
  };
  return { train: inOrder(validation.rest), validation: inOrder(validation.taken), test: inOrder(test) };
}
