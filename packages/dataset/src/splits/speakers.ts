import { seededRandom } from '../random.ts';
import { type Clip, DatasetError, type SideName } from '../types.ts';
import { dealGroups, type Group, groupClips } from './groups.ts';
import type { Plan } from './plan.ts';

/** Splits 'speaker': all clips of a speaker on one side. */
export function dealSpeakers(clips: readonly Clip[], plan: Plan): Record<SideName, string[]> {
  const speakers = dealField(clips, 'speaker', 'clip', plan);
  const side = (name: SideName) => idsWhere(clips, ({ speaker }) => speakers[name].has(speaker));
  return { train: side('train'), validation: side('validation'), test: side('test') };
}

/**
 * Splits 'speaker-sentence': speakers and sentences are dealt out separately, and a side has the clips in which
 * its speakers say its sentences. The other clips stand on no side.
 */
export function dealSpeakersAndSentences(clips: readonly Clip[], plan: Plan): Record<SideName, string[]> {
  const speakers = dealField(clips, 'speaker', 'clip', plan);
  // Other draws than for the speakers, or as many sentences would be dealt just as they are.
  const sentences = dealField(clips, 'sentence', 'speaker', { ...plan, seed: ~plan.seed });
  const side = (name: SideName) => {
    const ids = idsWhere(
      clips,
      ({ speaker, sentence }) => speakers[name].has(speaker) && sentences[name].has(sentence),
    );
    if (ids.length === 0 && speakers[name].size > 0) {
      throw new DatasetError(
        `split by speaker and sentence: no speaker of the ${name} side says one of its sentences; split by speaker instead`,
      );
    }
    return ids;
  };
  return { train: side('train'), validation: side('validation'), test: side('test') };
}

function idsWhere(clips: readonly Clip[], belongs: (clip: Clip) => boolean): string[] {
  return clips.filter(belongs).map((clip) => clip.id);
}

/** Which speakers, or which sentences, each side has. `instead` is the kind of split that does without them. */
function dealField(
  clips: readonly Clip[],
  field: 'speaker' | 'sentence',
  instead: string,
  { folds, fold, testFraction, validationFraction, seed }: Plan,
): Record<SideName, Set<string | undefined>> {
  const without = clips.filter((clip) => clip[field] === undefined);
  if (without[0]) {
    throw new DatasetError(
      `${without.length} of ${clips.length} clips, such as ${without[0].id}, name no ${field}, which this split goes by: split by ${instead} instead, or name them in a manifest.csv`,
    );
  }
  const groups = groupClips(clips, (clip) => clip[field] ?? '');
  const foldSizes = Array.from({ length: folds }, (_, i) => Math.floor((groups.length + i) / folds));
  const testSize = folds > 1 ? (foldSizes[fold] ?? 0) : sideSize(groups.length, testFraction);
  const restSize = groups.length - testSize;
  const validationSize = sideSize(restSize, validationFraction);
  if (groups.length < folds || restSize - validationSize < 1) {
    const sides = [
      'training',
      ...(validationFraction > 0 ? ['validation'] : []),
      ...(testFraction > 0 ? ['test'] : []),
    ];
    const named = new Intl.ListFormat('en-GB').format(sides);
    throw new DatasetError(
      `${groups.length} ${field}s are too few for ${folds > 1 ? `${folds} folds of ` : ''}${named}: split by ${instead} instead${folds > 1 ? ', or into fewer folds' : ''}`,
    );
  }

  // A generator of its own, and the folds first, so that they are the same whichever of them is asked for.
  const random = seededRandom(seed);
  const parts = dealGroups(groups, folds > 1 ? foldSizes : [testSize, restSize], random);
  const test = parts[folds > 1 ? fold : 0] ?? [];
  const rest = groups.filter((group) => !test.includes(group));
  const [validation = [], train = []] = dealGroups(rest, [validationSize, restSize - validationSize], random);
  const names = (side: readonly Group[]) => new Set(side.map((group) => group.name));
  return { train: names(train), validation: names(validation), test: names(test) };
}

/** The share of a number, rounded, but at least 1 of any share. */
function sideSize(count: number, share: number): number {
  return share > 0 ? Math.max(1, Math.round(count * share)) : 0;
}
