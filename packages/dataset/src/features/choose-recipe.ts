import { type CallOptions, type FeatureRecipe, PRESETS, type SegmentOptions } from '@ser/dsp';
import { type Corpus, DatasetError } from '../types.ts';
import { shortestClipSamples } from './shortest-clip.ts';

/** What a user says of features; all of it may be left out. */
export interface RecipeChoice {
  /** Default 'mel'. */
  features?: 'mel' | 'wave';
  /** Default: 'compact' for mel, 'notebook' for wave. */
  preset?: 'notebook' | 'tiny' | 'compact';
  /** In place of the preset's. 'equalise' takes the corpus's shortest clip as length. */
  segments?: SegmentOptions['kind'];
  /** Length for 'whole' and 'window'. Default: the preset's, or 2.5. */
  seconds?: number;
  /** For 'window'. Default: half of `seconds`. */
  hopSeconds?: number;
}

const DEFAULT_SECONDS = 2.5;

/**
 * The recipe that a choice stands for, on a corpus.
 *
 * @throws {DatasetError} naming the option that doesn't go with the others.
 */
export async function chooseRecipe(
  choice: RecipeChoice,
  corpus: Corpus,
  call?: CallOptions,
): Promise<FeatureRecipe> {
  const preset = choosePreset(choice);
  const { seconds, hopSeconds } = choice;
  const kind = choice.segments ?? preset.segments.kind;
  if (seconds !== undefined && kind === 'equalise') {
    throw new DatasetError("seconds is given, but segments are 'equalise': name --segments whole or window");
  }
  if (hopSeconds !== undefined && kind !== 'window') {
    throw new DatasetError(`hop-seconds is given, but segments are '${kind}': name --segments window`);
  }
  return { ...preset, segments: await chooseSegments(preset, choice, corpus, call) };
}

function choosePreset({ features = 'mel', preset }: RecipeChoice): FeatureRecipe {
  if (features === 'mel') return PRESETS[preset === 'notebook' ? 'notebook-mel' : (preset ?? 'compact')];
  if (preset !== undefined && preset !== 'notebook') {
    throw new DatasetError(
      `the preset ${preset} has no 'wave' features: leave it out, or name --preset notebook`,
    );
  }
  return PRESETS['notebook-wave'];
}

async function chooseSegments(
  { segments, sampleRate }: FeatureRecipe,
  choice: RecipeChoice,
  corpus: Corpus,
  call?: CallOptions,
): Promise<SegmentOptions> {
  const presetSeconds = 'seconds' in segments ? segments.seconds : DEFAULT_SECONDS;
  const { seconds = presetSeconds, hopSeconds = seconds / 2 } = choice;
  switch (choice.segments ?? segments.kind) {
    case 'equalise': {
      if (choice.segments === undefined) return segments;
      const dropFirst = segments.kind === 'equalise' && segments.dropFirst;
      const samples = await shortestClipSamples(corpus, sampleRate, call);
      return { kind: 'equalise', samples, ...(dropFirst && { dropFirst }) };
    }
    case 'whole':
      return { kind: 'whole', seconds };
    case 'window':
      return { ...(segments.kind === 'window' && segments), kind: 'window', seconds, hopSeconds };
  }
}
