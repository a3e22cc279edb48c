import { mkdir, realpath, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { encodeWav } from '@ser/dataset';
import { clipName, type DemoClip, GENERATOR_VERSION, makeClip, planClips } from './clips.ts';
import {
  AUDIO,
  assertFolder,
  assertReplaceable,
  DEMOGRAPHICS,
  DemoCorpusError,
  type DemoManifest,
  isFinished,
  MANIFEST,
  makeWorkFolder,
  moveIntoPlace,
  removeAbandoned,
} from './folder.ts';
import { SENTENCES } from './sentences.ts';
import { SAMPLE_RATE } from './synthesizer.ts';

export interface DemoCorpusOptions {
  /** Folder to make the corpus in; taken from the working directory where relative. */
  out: string;
  /** A whole number; the same one gives the same corpus. Default 1. */
  seed?: number;
  /** How many speakers, 1 to 999; women and men take turns. Default 12. */
  speakers?: number;
  /** How many of CREMA-D's sentences, 1 to 12. Default 12. */
  sentences?: number;
  /** Make it again even if it is there. Default false. */
  force?: boolean;
  /** Stops at the next clip; nothing is left behind, and the promise rejects with the signal's reason. */
  signal?: AbortSignal;
  onProgress?: (done: number, total: number) => void;
}

export interface DemoCorpusResult {
  /** Absolute path of the corpus. */
  root: string;
  clips: number;
  /** False where the corpus was there already. */
  made: boolean;
}

/**
 * Makes a corpus of synthetic emotional speech in CREMA-D's layout: `AudioWAV/9001_IEO_ANG_HI.wav` (16 kHz, mono,
 * 16-bit PCM, 1.3 to 3.5 s), `VideoDemographics.csv` and, last, `corpus.json`. By default 12 speakers say 12 sentences
 * in 6 emotions, one sentence at three levels: 984 clips.
 *
 * A corpus of the same seed and size that is there already stays as it is. A new one is made beside the folder and
 * renamed into place, so what has its name is whole.
 *
 * @throws DemoCorpusError for an option out of range, or a folder that holds anything but a demo corpus
 */
export async function makeDemoCorpus(options: DemoCorpusOptions): Promise<DemoCorpusResult> {
  const { seed = 1, speakers = 12, sentences = 12, force = false, signal, onProgress } = options;
  assertWhole('seed', seed, 0, Number.MAX_SAFE_INTEGER);
  assertWhole('speakers', speakers, 1, 999);
  assertWhole('sentences', sentences, 1, SENTENCES.length);
  const generator = { version: GENERATOR_VERSION, seed, speakers, sentences };
  const plan = planClips(generator);
  const root = await followLink(resolve(options.out));

  await assertFolder(root);
  if (!force && (await isFinished(root, generator))) return { root, clips: plan.length, made: false };
  await assertReplaceable(root);
  await removeAbandoned(root);
  const work = await makeWorkFolder(root);
  try {
    await mkdir(join(work, AUDIO));
    for (const [done, clip] of plan.entries()) {
      signal?.throwIfAborted();
      onProgress?.(done, plan.length);
      const file = join(work, AUDIO, `${clipName(clip)}.wav`);
      await writeFile(file, encodeWav(makeClip(seed, clip), SAMPLE_RATE));
    }
    onProgress?.(plan.length, plan.length);
    await writeFile(join(work, DEMOGRAPHICS), demographics(plan));
    await writeFile(join(work, MANIFEST), manifest(generator, plan.length));
    await moveIntoPlace(work, root).catch(async (error) => {
      // Another run may have been quicker; its corpus is the same.
      if (!(await isFinished(root, generator))) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return { root, clips: plan.length, made: true };
}

function assertWhole(option: string, value: number, lowest: number, highest: number): void {
  if (Number.isSafeInteger(value) && value >= lowest && value <= highest) return;
  throw new DemoCorpusError(`${option} must be a whole number from ${lowest} to ${highest}, not ${value}.`);
}

/** Where a link leads, so that the corpus and not the link is replaced. */
const followLink = (path: string) => realpath(path).catch(() => path);

/** CREMA-D's table of speakers; made ones have neither race nor ethnicity. */
function demographics(plan: DemoClip[]): string {
  const speakers = new Map(plan.map(({ speaker }) => [speaker.id, speaker]));
  const rows = [...speakers.values()].map(
    ({ id, age, sex }) => `${id},${age},"${sex}","Not Applicable","Not Applicable"`,
  );
  return `${['"ActorID","Age","Sex","Race","Ethnicity"', ...rows].join('\n')}\n`;
}

function manifest(generator: DemoManifest['generator'], clips: number): string {
  const content: DemoManifest = {
    name: 'demo',
    synthetic: true,
    licence: 'CC0-1.0',
    generator,
    clips,
    note: 'Made by a synthesizer; figures on it say nothing of people.',
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}
