import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AudioError, type Clip, decodeAudioFile, illustrateClip } from '@ser/dataset';
import { createJsExtractor } from '@ser/dsp';
import { aggregateClips, argMax, type PredictionRecord } from '@ser/models';
import type { HardClip } from '@ser/report';
import { readJson, writeJson } from './run-directory.ts';

/** Enough to hear what is wrong; a page with more would be heavy. */
const SHOWN = 12;

const FILE = 'hardest.json';

interface Entry extends Omit<HardClip, 'sound'> {
  speaker?: string;
  /** Of its audio file. */
  path: string;
}

/** Writes which clips the model had wrong and most surely so, one a speaker where the speakers are known. */
export async function writeHardest(
  folder: string,
  records: readonly PredictionRecord[],
  labels: readonly string[],
  clips: readonly Clip[],
): Promise<void> {
  const paths = new Map(clips.map(({ id, path }) => [id, path]));
  const truth = ({ label, probabilities }: PredictionRecord) =>
    probabilities[labels.indexOf(label)] as number;
  const wrong = aggregateClips(records)
    .filter(({ label, probabilities }) => labels[argMax(probabilities)] !== label)
    .sort((a, b) => truth(a) - truth(b) || (a.clip < b.clip ? -1 : 1));
  const speakers = new Set<string>();
  const hardest: Entry[] = [];
  for (const { clip, label, speaker, probabilities } of wrong) {
    const path = paths.get(clip);
    if (path === undefined || (speaker !== undefined && speakers.has(speaker))) continue;
    if (speaker !== undefined) speakers.add(speaker);
    hardest.push({
      id: clip,
      label,
      predicted: labels[argMax(probabilities)] as string,
      probabilities: Array.from(probabilities),
      ...(speaker !== undefined && { speaker }),
      path,
    });
    if (hardest.length === SHOWN) break;
  }
  await writeJson(join(folder, FILE), hardest);
}

/** Those clips with sound and pictures; none for an evaluation that has not written them. */
export async function readHardest(folder: string): Promise<HardClip[]> {
  const file = join(folder, FILE);
  if (!existsSync(file)) return [];
  const entries = (await readJson(file, 'the hardest clips')) as Entry[];
  const extractor = createJsExtractor();
  const clips: HardClip[] = [];
  for (const { path, speaker, ...entry } of entries) {
    try {
      const about = { ...entry, ...(speaker !== undefined && { speaker }) };
      const sound = await illustrateClip(about, await decodeAudioFile(path), extractor);
      clips.push({ ...entry, sound });
    } catch (error) {
      if (!(error instanceof AudioError)) throw error;
      clips.push(entry);
    }
  }
  return clips;
}
