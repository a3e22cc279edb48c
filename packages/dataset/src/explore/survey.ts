import type { FeatureExtractor } from '@ser/dsp';
import type { ClipVoice, CorpusExample, CorpusReport, CorpusSpeaker, LabelCounts } from '@ser/report';
import { AudioError } from '../audio/audio-error.ts';
import { decodeClips } from '../audio/decode-clips.ts';
import { sortLevels } from '../corpora/levels.ts';
import { seededRandom } from '../random.ts';
import { type Clip, type Corpus, DatasetError } from '../types.ts';
import { FaultCollector } from './faults.ts';
import { illustrateClip } from './illustrate.ts';
import { measureClip } from './measure.ts';

export interface SurveyOptions {
  signal?: AbortSignal;
  onProgress?: (done: number, total: number) => void;
}

/** Clips that the page shows and plays, per class and at most; they make most of its size. */
const EXAMPLES_PER_LABEL = 2;
const MOST_EXAMPLES = 16;
/** The same of each kind of fault. */
const EXAMPLES_PER_FAULT = 2;

/**
 * Listens through a corpus: what there is of each class, how long, loud and high its clips are, which of
 * them look faulty, and some to look at and listen to. Clips that can't be read join the corpus's skipped ones.
 *
 * @throws {DatasetError} if no clip can be read.
 */
export async function surveyCorpus(
  corpus: Corpus,
  extractor: FeatureExtractor,
  { signal, onProgress }: SurveyOptions = {},
): Promise<CorpusReport> {
  const chosen = new Set(chooseExamples(corpus));
  const skipped = [...corpus.skipped];
  const lengths: number[] = [];
  const sampleRates: Record<number, number> = {};
  const examples: CorpusExample[] = [];
  const voices: ClipVoice[] = [];
  const faulty = new FaultCollector();
  const readable: Clip[] = [];
  let done = 0;
  for await (const [clip, audio] of decodeClips(corpus.clips, signal)) {
    onProgress?.(++done, corpus.clips.length);
    if (audio instanceof AudioError) {
      skipped.push({ path: clip.path, reason: audio.reason });
      continue;
    }
    readable.push(clip);
    lengths.push(audio.seconds);
    sampleRates[audio.sampleRate] = (sampleRates[audio.sampleRate] ?? 0) + 1;
    const measures = await measureClip(audio, extractor);
    const { loudness, pitch } = measures;
    voices.push({
      label: clip.label,
      ...(clip.sex && { sex: clip.sex }),
      ...(loudness !== undefined && { loudness }),
      ...(pitch !== undefined && { pitch }),
    });
    faulty.add(clip, audio, measures);
    if (chosen.has(clip)) examples.push(await illustrateClip(clip, audio, extractor));
  }
  if (readable.length === 0) {
    const [first] = skipped;
    throw new DatasetError(`${corpus.root}: none of its clips can be read; the first: ${first?.reason}`);
  }
  const order = (label: string) => corpus.labels.indexOf(label);
  return {
    name: corpus.name,
    root: corpus.root,
    synthetic: corpus.synthetic,
    ...(corpus.licence && { licence: corpus.licence }),
    clips: readable.length,
    labels: corpus.labels,
    seconds: lengths.reduce((sum, seconds) => sum + seconds, 0),
    counts: countLabels(readable),
    bySex: countBy(readable, 'sex'),
    byLevel: countBy(readable, 'level'),
    speakers: listSpeakers(readable),
    lengths,
    sampleRates,
    voices,
    faults: {
      ...faulty.faults,
      examples: await illustrate(faulty.examples(EXAMPLES_PER_FAULT), extractor, signal),
    },
    examples: examples.sort((a, b) => order(a.label) - order(b.label)),
    skipped,
  };
}

/** Reads the clips once more: which of them to show is known only when all have been heard. */
async function illustrate(
  clips: readonly Clip[],
  extractor: FeatureExtractor,
  signal: AbortSignal | undefined,
): Promise<CorpusExample[]> {
  const examples: CorpusExample[] = [];
  for await (const [clip, audio] of decodeClips(clips, signal)) {
    if (!(audio instanceof AudioError)) examples.push(await illustrateClip(clip, audio, extractor));
  }
  return examples;
}

/** A few clips of each class, the same ones each time. */
function chooseExamples({ clips, labels }: Corpus): Clip[] {
  const shuffled = seededRandom(1).shuffle(clips);
  const perLabel = Math.max(1, Math.min(EXAMPLES_PER_LABEL, Math.floor(MOST_EXAMPLES / labels.length)));
  return labels
    .flatMap((label) => shuffled.filter((clip) => clip.label === label).slice(0, perLabel))
    .slice(0, MOST_EXAMPLES);
}

function countLabels(clips: readonly Clip[]): LabelCounts {
  const counts: LabelCounts = {};
  for (const { label } of clips) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}

/** Counts per value of a property, for the clips that have it. */
function countBy(clips: readonly Clip[], property: 'sex' | 'level'): Record<string, LabelCounts> {
  const values = sortLevels(new Set(clips.flatMap((clip) => clip[property] ?? [])));
  return Object.fromEntries(
    values.map((value) => [value, countLabels(clips.filter((clip) => clip[property] === value))]),
  );
}

function listSpeakers(clips: readonly Clip[]): CorpusSpeaker[] {
  const ids = [...new Set(clips.flatMap(({ speaker }) => speaker ?? []))].sort();
  return ids.map((id) => {
    const own = clips.filter(({ speaker }) => speaker === id);
    const { sex, age } = own[0]!;
    return { id, ...(sex && { sex }), ...(age !== undefined && { age }), counts: countLabels(own) };
  });
}
