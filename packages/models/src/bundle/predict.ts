import * as tf from '@tensorflow/tfjs';
import { adjustAnswer, answerAdjustment } from '../answers.ts';
import { placeSegment, toInput } from '../architectures/layout.ts';
import { ModelError } from '../errors.ts';
import type { KnownVoice } from '../known-voice.ts';
import { argMax, meanProbabilities } from '../metrics/prediction.ts';
import { applyNormalisation, normalisationFor } from '../normalisation.ts';
import { RowStatistics } from '../row-statistics.ts';
import type { Bundle } from './bundle.ts';

/** What a model says of a clip. */
export interface ClipPrediction {
  /** The most probable label. */
  label: string;
  /** In output order. */
  labels: readonly string[];
  /** Of the clip: the mean over its segments at every speed, in label order. */
  probabilities: number[];
  /** For each speed, what is said of each segment. */
  hearings: Hearing[];
}

/** Probabilities of a clip's segments as it is heard at one speed, in label order. */
export interface Hearing {
  segments: Float32Array[];
  /** As the network gives them: what a voice's answers are taken from. */
  raw: Float32Array[];
}

/** The part of a bundle that prediction needs: a model in training has it too. */
export interface Predictor {
  card: Pick<Bundle['card'], 'name' | 'recipe' | 'input' | 'normalisation' | 'answers'>;
  model: tf.LayersModel;
}

/** Bounds memory; results don't depend on it. */
const BATCH_SIZE = 32;

/**
 * What the model says of one clip.
 *
 * @param heard for each of the card's speeds, the clip's features by its recipe: a segment `frames × width` values,
 *   time-major, as they come from the extractor
 * @param voice what is known of the speaker's voice besides the clip; counts where the card's normalisation is 'voice'
 * @throws {@link ModelError} if there is no segment, or one is not of the card's size
 */
export async function predictFeatures(
  bundle: Bundle,
  heard: readonly (readonly Float32Array[])[],
  voice?: KnownVoice,
): Promise<ClipPrediction> {
  if (heard.some((segments) => segments.length === 0))
    throw new ModelError('the clip has no segment: it is shorter than the model needs');
  const { labels, input, normalisation, answers } = bundle.card;
  const all = heard.flat();
  checkSegments(all, bundle.card);
  let voices: RowStatistics[] | undefined;
  if (normalisation.kind === 'voice') {
    voices = heard.flatMap((segments, i) => {
      const bands = voiceOf(segments, input.width);
      if (voice?.[i]) bands.merge(voice[i].bands);
      return segments.map(() => bands);
    });
  }
  const said = await predictSegments(bundle, all, voices);
  let start = 0;
  const hearings = heard.map(({ length }, i) => {
    const raw = said.slice(start, start + length);
    start += length;
    const known = voice?.[i]?.answers;
    const adjustment = answers && known && known.rows > 0 && answerAdjustment(answers, known);
    return { raw, segments: adjustment ? raw.map((each) => adjustAnswer(each, adjustment)) : raw };
  });
  const probabilities = meanProbabilities(hearings.flatMap(({ segments }) => segments));
  return { label: labels[argMax(probabilities)] as string, labels, probabilities, hearings };
}

/**
 * Statistics of a voice from features of its speech, by the recipe of the model's card.
 *
 * @param width values in a row
 */
export function voiceOf(segments: Iterable<Float32Array>, width: number): RowStatistics {
  const statistics = new RowStatistics(width);
  for (const segment of segments) statistics.add(segment);
  return statistics;
}

/**
 * Probabilities of each segment, whatever clip it is of, in label order.
 *
 * @param segments features by the card's recipe, at whatever speed; they are left as they are
 * @param voices what is known of each segment's voice, the segment itself among it. Default: the segment alone.
 */
export async function predictSegments(
  { card, model }: Predictor,
  segments: readonly Float32Array[],
  voices?: readonly RowStatistics[],
): Promise<Float32Array[]> {
  checkSegments(segments, card);
  const { layout, ...shape } = card.input;
  const size = shape.frames * shape.width;
  const result: Float32Array[] = [];
  for (let start = 0; start < segments.length; start += BATCH_SIZE) {
    const batch = segments.slice(start, start + BATCH_SIZE);
    const values = new Float32Array(batch.length * size);
    batch.forEach((segment, i) => {
      const normalised = segment.slice();
      const voice = () => voices?.[start + i] ?? voiceOf([segment], shape.width);
      const { normalisation } = card;
      const fixed = normalisation.kind === 'voice' ? normalisationFor(normalisation, voice()) : normalisation;
      applyNormalisation(fixed, normalised, shape.width);
      placeSegment(values.subarray(i * size, (i + 1) * size), normalised, shape);
    });
    result.push(...(await classProbabilities(model, toInput(layout, shape, values))));
  }
  return result;
}

function checkSegments(segments: readonly Float32Array[], { name, recipe, input }: Predictor['card']): void {
  const { frames, width } = input;
  const isUneven = recipe.segments.kind === 'window' && recipe.segments.pad === false;
  const found = segments.findIndex((segment) => {
    const rows = segment.length / width;
    return isUneven ? !Number.isInteger(rows) || rows < 1 || rows > frames : rows !== frames;
  });
  if (found === -1) return;
  throw new ModelError(
    `segment ${found} has ${segments[found]?.length} values, the model ${name} takes ${isUneven ? 'up to ' : ''}${frames} frames × ` +
      `${width}; extract features by the card's recipe`,
  );
}

/**
 * One row of probabilities an input, in label order; disposes `inputs`.
 *
 * @throws {@link ModelError} if one comes out as no finite number
 */
export async function classProbabilities(model: tf.LayersModel, inputs: tf.Tensor): Promise<Float32Array[]> {
  const output = tf.tidy(() => model.predictOnBatch(inputs) as tf.Tensor);
  inputs.dispose();
  const classes = output.shape[1] as number;
  const values = (await output.data()) as Float32Array;
  output.dispose();
  if (!values.every(Number.isFinite)) {
    throw new ModelError(
      'the model gives a probability that is not a finite number; are all features finite?',
    );
  }
  return Array.from({ length: values.length / classes }, (_, i) =>
    values.slice(i * classes, (i + 1) * classes),
  );
}
