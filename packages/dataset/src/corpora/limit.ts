import { seededRandom } from '../random.ts';
import { type Clip, DatasetError } from '../types.ts';
import { sortLabels } from './emotions.ts';

/**
 * `count` of the clips, the same for the same seed. Labels take turns, and each takes its next clip from the
 * speaker who has given the fewest so far. So labels are as even as the corpus allows, and the clips come from
 * many speakers, a few of each, rather than from a few speakers in full: a new voice teaches a model more than
 * another clip of a known one, and splits by speaker stay possible.
 *
 * @returns the clips in the order given; all of them if there are no more than `count`.
 */
export function limitClips(clips: readonly Clip[], count: number, seed: number): Clip[] {
  if (!Number.isInteger(count) || count < 1) {
    throw new DatasetError(`limit: ${count} is not a whole number of at least 1`);
  }
  if (clips.length <= count) return [...clips];
  const order = seededRandom(seed).shuffle(clips);
  const labels = sortLabels(clips.map((clip) => clip.label));
  const waiting = labels.map((label) => order.filter((clip) => clip.label === label));
  const taken = new Set<Clip>();
  const bySpeaker = new Tally();
  const bySpeakerAndLabel = new Tally();
  for (let turn = 0; taken.size < count; turn++) {
    const queue = waiting[turn % waiting.length] ?? [];
    const rank = ({ speaker = '', label }: Clip) =>
      bySpeaker.of(speaker) * clips.length + bySpeakerAndLabel.of(`${speaker}/${label}`);
    const next = leastBy(queue, rank);
    if (!next) continue;
    queue.splice(queue.indexOf(next), 1);
    taken.add(next);
    bySpeaker.add(next.speaker ?? '');
    bySpeakerAndLabel.add(`${next.speaker ?? ''}/${next.label}`);
  }
  return clips.filter((clip) => taken.has(clip));
}

class Tally {
  private readonly counts = new Map<string, number>();
  of(key: string): number {
    return this.counts.get(key) ?? 0;
  }
  add(key: string): void {
    this.counts.set(key, this.of(key) + 1);
  }
}

/** The first item of the least rank. */
function leastBy<T>(items: readonly T[], rank: (item: T) => number): T | undefined {
  let least: T | undefined;
  let leastRank = Number.POSITIVE_INFINITY;
  for (const item of items) {
    const itemRank = rank(item);
    if (itemRank < leastRank) {
      least = item;
      leastRank = itemRank;
    }
  }
  return least;
}
