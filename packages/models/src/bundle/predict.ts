import * as tf from '@tensorflow/tfjs';
import { toInput } from '../architectures/layout.ts';
import { ModelError } from '../errors.ts';
import { argMax, meanProbabilities } from '../metrics/prediction.ts';
import { applyNormalisation } from '../normalisation.ts';
import type { Bundle } from './bundle.ts';

/** What a model says of a clip. */
export interface ClipPrediction {
  /** The most probable label. */
  label: string;
  /** In output order. */
  labels: readonly string[];
  /** Of the clip: the mean over its segments, in label order. */
  probabilities: number[];
  /** Of each segment, in label order. */
  segments: Float32Array[];
}

/** The part of a bundle that prediction needs: a model in training has it too. */
export interface Predictor {
  card: Pick<Bundle['card'], 'name' | 'input' | 'normalisation'>;
  model: tf.LayersModel;
}

/** Bounds memory; results don't depend on it. */
const BATCH_SIZE = 32;

/**
 * What the model says of one clip.
 *
 * @param segments the clip's features by the card's recipe: a segment `frames × width` values, time-major, as
 *   they come from the extractor
 * @throws {@link ModelError} if there is no segment, or one is not of the card's size
 */
export async function predictFeatures(
  bundle: Bundle,
  segments: readonly Float32Array[],
): Promise<ClipPrediction> {
  if (segments.length === 0)
    throw new ModelError('the clip has no segment: it is shorter than the model needs');
  const { labels } = bundle.card;
  const perSegment = await predictSegments(bundle, segments);
  const probabilities = meanProbabilities(perSegment);
  return { label: labels[argMax(probabilities)] as string, labels, probabilities, segments: perSegment };
}

/**
 * Probabilities of each segment, whatever clip it is of, in label order.
 *
 * @param segments as for {@link predictFeatures}; they are left as they are
 */
export async function predictSegments(
  { card, model }: Predictor,
  segments: readonly Float32Array[],
): Promise<Float32Array[]> {
  const { layout, ...shape } = card.input;
  const size = shape.frames * shape.width;
  const result: Float32Array[] = [];
  for (let start = 0; start < segments.length; start += BATCH_SIZE) {
    const batch = segments.slice(start, start + BATCH_SIZE);
    const values = new Float32Array(batch.length * size);
    batch.forEach((segment, i) => {
      if (segment.length !== size) {
        throw new ModelError(
          `segment ${start + i} has ${segment.length} values, the model ${card.name} takes ${shape.frames} frames × ` +
            `${shape.width}; extract features by the card's recipe`,
        );
      }
      values.set(segment, i * size);
    });
    applyNormalisation(card.normalisation, values, shape.width);
    result.push(...(await classProbabilities(model, toInput(layout, shape, values))));
  }
  return result;
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
