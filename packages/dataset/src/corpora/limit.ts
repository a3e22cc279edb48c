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
  const given = new Map<string, number>();
  const labels = queueUp(seededRandom(seed).shuffle(clips));
  const taken = new Set<Clip>();
  for (let turn = 0; taken.size < count; turn++) {
    const next = nextQueue(labels[turn % labels.length] ?? [], given);
    const clip = next?.clips.pop();
    if (!next || !clip) continue;
    taken.add(clip);
    next.taken++;
    given.set(next.speaker, (given.get(next.speaker) ?? 0) + 1);
  }
  return clips.filter((clip) => taken.has(clip));
}

/** What one speaker has to give of one label. */
interface Queue {
  speaker: string;
  clips: Clip[];
  taken: number;
}

/** For each label its speakers' queues. */
function queueUp(clips: readonly Clip[]): Queue[][] {
  return sortLabels(clips.map((clip) => clip.label)).map((label) => {
    const queues = new Map<string, Queue>();
    for (const clip of clips) {
      if (clip.label !== label) continue;
      const { speaker = '' } = clip;
      const queue = queues.get(speaker) ?? { speaker, clips: [], taken: 0 };
      queue.clips.push(clip);
      queues.set(speaker, queue);
    }
    return [...queues.values()];
  });
}

/** The queue whose speaker has given least so far, and among equals the one that itself has. */
function nextQueue(queues: readonly Queue[], given: ReadonlyMap<string, number>): Queue | undefined {
  let next: Queue | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const queue of queues) {
    if (queue.clips.length === 0) continue;
    const before = given.get(queue.speaker) ?? 0;
    if (before < least || (before === least && next && queue.taken < next.taken)) {
      next = queue;
      least = before;
    }
  }
  return next;
}
