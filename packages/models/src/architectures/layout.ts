import * as tf from '@tensorflow/tfjs';
import { ModelError } from '../errors.ts';

/**
 * How a segment's time-major rows stand in the network's input. It is on the model's card, so that a bundle
 * predicts without the code of its architecture.
 *
 * - 'time-major': `[frames, width, 1]`, an image whose first axis is time.
 * - 'band-major': `[width, frames, 1]`, its transpose: the way librosa and the notebook hold a mel spectrogram.
 * - 'sequence': `[frames, width]`, for one-dimensional networks.
 */
export const LAYOUTS = ['time-major', 'band-major', 'sequence'] as const;
export type Layout = (typeof LAYOUTS)[number];

/** Rows of a segment, and values in a row. */
export interface FeatureShape {
  frames: number;
  width: number;
}

/** Shape of the network's input for one segment. */
export function inputShape(layout: Layout, { frames, width }: FeatureShape): number[] {
  switch (layout) {
    case 'time-major':
      return [frames, width, 1];
    case 'band-major':
      return [width, frames, 1];
    case 'sequence':
      return [frames, width];
  }
}

/**
 * Puts a segment, which may have fewer frames, in the place of one that has them all: the rest stays as it is.
 *
 * @param target `frames × width` values
 * @param segment normalised rows end to end, time-major
 * @param first the frame at which it begins. Default: in the middle.
 */
export function placeSegment(
  target: Float32Array,
  segment: Float32Array,
  { frames, width }: FeatureShape,
  first: number = Math.floor((frames - segment.length / width) / 2),
): void {
  target.set(segment, first * width);
}

/**
 * The network's input for a batch; the caller disposes it.
 *
 * @param values segments end to end, `frames × width` values each, time-major and normalised
 * @returns `[segments, ...inputShape]`
 * @throws {@link ModelError} if `values` is not a whole number of segments
 */
export function toInput(layout: Layout, shape: FeatureShape, values: Float32Array): tf.Tensor {
  const segments = values.length / (shape.frames * shape.width);
  if (!Number.isInteger(segments) || segments === 0) {
    throw new ModelError(
      `${values.length} values are not a whole number of segments of ${shape.frames} frames × ${shape.width} values; ` +
        "extract features with the model's own recipe",
    );
  }
  const data = layout === 'band-major' ? transposeSegments(values, shape) : values;
  return tf.tensor(data, [segments, ...inputShape(layout, shape)], 'float32');
}

/** Each segment's `frames × width` matrix, transposed. */
function transposeSegments(values: Float32Array, { frames, width }: FeatureShape): Float32Array {
  const result = new Float32Array(values.length);
  for (let start = 0; start < values.length; start += frames * width) {
    for (let frame = 0; frame < frames; frame++) {
      for (let band = 0; band < width; band++) {
        result[start + band * frames + frame] = values[start + frame * width + band] as number;
      }
    }
  }
  return result;
}
