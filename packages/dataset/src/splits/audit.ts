import { sortLabels } from '../corpora/emotions.ts';
import { type Clip, DatasetError, type SideName, type SplitAudit, type SplitKind } from '../types.ts';

export const SIDES: readonly SideName[] = ['train', 'validation', 'test'];

/** Keys of each side, as in Split. */
export type Sides = Record<SideName, readonly string[]>;

/**
 * Counts what stands on each side of a split, and what stands on both sides of it. Labels are counted by key:
 * segments where the split is one of segments, else clips.
 *
 * @param clips all clips that there were to split.
 * @throws {DatasetError} if a key names a clip that is not among them.
 */
export function auditSplit(kind: SplitKind, sides: Sides, clips: readonly Clip[]): SplitAudit {
  const byId = new Map(clips.map((clip) => [clip.id, clip]));
  const clipOf = (key: string): Clip => {
    const id = clipIdOf(kind, key);
    const clip = byId.get(id);
    if (!clip) throw new DatasetError(`the split names ${key}, but the corpus has no clip ${id}`);
    return clip;
  };
  const census = (names: readonly SideName[]) => takeCensus(names.flatMap((name) => sides[name].map(clipOf)));

  const known = census(['train', 'validation']);
  const test = census(['test']);
  const shared = {
    speakers: countShared(known.speakers, test.speakers),
    clips: countShared(known.clips, test.clips),
    sentences: countShared(known.sentences, test.sentences),
  };
  const side = (name: SideName) => {
    const { clips: members, speakers, sentences, labels } = census([name]);
    return {
      ...(kind === 'segment' && { segments: sides[name].length }),
      clips: members.size,
      speakers: speakers.size,
      sentences: sentences.size,
      labels,
    };
  };
  const audit: SplitAudit = {
    sides: { train: side('train'), validation: side('validation'), test: side('test') },
    shared,
    leftOut: clips.length - new Set([...known.clips, ...test.clips]).size,
  };
  const leaks = findLeaks(audit, test.voiceless).join(' ');
  const gaps = findGaps(audit, clips).join(' ');
  return { ...audit, ...(leaks && { leaks }), ...(gaps && { gaps }) };
}

/** The clip that a key of a split names or is a segment of. */
export function clipIdOf(kind: SplitKind, key: string): string {
  return kind === 'segment' ? key.slice(0, key.lastIndexOf('#')) : key;
}

/** Who and what occurs among some clips, which may repeat. */
function takeCensus(clips: readonly Clip[]) {
  const labels = new Map<string, number>();
  for (const { label } of clips) labels.set(label, (labels.get(label) ?? 0) + 1);
  const distinct = new Set(clips);
  const speakers = new Set([...distinct].flatMap(({ speaker }) => speaker ?? []));
  const sentences = new Set([...distinct].flatMap(({ sentence }) => sentence ?? []));
  const voiceless = [...distinct].filter(({ speaker }) => speaker === undefined).length;
  return { clips: distinct, speakers, sentences, labels: Object.fromEntries(labels), voiceless };
}

function countShared<T>(a: Set<T>, b: Set<T>): number {
  return [...a].filter((one) => b.has(one)).length;
}

function findLeaks({ sides: { test }, shared }: SplitAudit, voiceless: number): string[] {
  const both: string[] = [];
  if (shared.speakers > 0) both.push(`${shared.speakers} of ${test.speakers} test speakers`);
  if (shared.clips > 0) both.push(`${shared.clips} of ${test.clips} test clips`);
  const sentences: string[] = [];
  if (both.length > 0) {
    sentences.push(
      `${both.join(' and ')} also stand in training or validation: the figures say nothing of new voices.`,
    );
  }
  if (voiceless > 0) {
    sentences.push(
      `${voiceless} of ${test.clips} test clips name no speaker: their voices may stand in training too.`,
    );
  }
  return sentences;
}

function findGaps(audit: SplitAudit, clips: readonly Clip[]): string[] {
  const labels = sortLabels(clips.map((clip) => clip.label));
  return SIDES.flatMap((name) => {
    const side = audit.sides[name];
    const missing = labels.filter((label) => !side.labels[label]);
    return side.clips > 0 && missing.length > 0
      ? [`The ${name} side has no clip of ${missing.join(', ')}.`]
      : [];
  });
}
