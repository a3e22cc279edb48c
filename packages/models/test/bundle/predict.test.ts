import * as tf from '@tensorflow/tfjs';
import type { Bundle } from '../../src/bundle/bundle.ts';
import { classProbabilities, predictFeatures, predictSegments } from '../../src/bundle/predict.ts';
import { useJavaScript } from '../support/javascript.ts';
import { TINY_LABELS, TINY_SHAPE, tinyBundle, tinySegments } from '../support/tiny.ts';

let bundle: Bundle;
beforeAll(async () => {
  await useJavaScript();
  bundle = tinyBundle();
});

describe('predictFeatures', () => {
  it("gives each segment's probabilities, their mean for the clip, and its label", async () => {
    const { label, labels, probabilities, hearings } = await predictFeatures(bundle, [tinySegments(3)]);
    const segments = hearings.flatMap((hearing) => hearing.segments);
    expect(labels).toEqual(TINY_LABELS);
    expect(segments).toHaveLength(3);
    probabilities.forEach((probability, i) => {
      const mean = segments.reduce((sum, segment) => sum + (segment[i] as number), 0) / 3;
      expect(probability).toBeCloseTo(mean, 6);
    });
    expect(label).toBe(TINY_LABELS[probabilities.indexOf(Math.max(...probabilities))]);
  });

  it("normalises by the card, and leaves the caller's features alone", async () => {
    const [segment] = tinySegments(1) as [Float32Array];
    const before = segment.slice();
    const [found] = await predictSegments(bundle, [segment]);
    expect(segment).toEqual(before);

    const { mean, std } = bundle.card.normalisation as { mean: number[]; std: number[] };
    const by = segment.map((value, i) => (value - (mean[i % 4] as number)) / (std[i % 4] as number));
    const input = tf.tensor(by, [1, TINY_SHAPE.frames, TINY_SHAPE.width, 1]);
    const [expected] = await classProbabilities(bundle.model, input);
    found?.forEach((value, i) => {
      expect(value).toBeCloseTo(expected?.[i] as number, 6);
    });
  });

  it('does not depend on how many segments go through at once', async () => {
    const segments = tinySegments(70);
    const together = await predictSegments(bundle, segments);
    const alone = await Promise.all(segments.map((segment) => predictSegments(bundle, [segment])));
    expect(together).toEqual(alone.flat());
  });

  it('keeps no tensor', async () => {
    const before = tf.memory().numTensors;
    await predictFeatures(bundle, [tinySegments(40)]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('says what is wrong with the features', async () => {
    await expect(predictFeatures(bundle, [[]])).rejects.toThrow('no segment');
    const [segment] = tinySegments(1) as [Float32Array];
    await expect(predictFeatures(bundle, [[segment, new Float32Array(5)]])).rejects.toThrow(
      'segment 1 has 5 values, the model tiny takes 6 frames × 4',
    );
    const before = tf.memory().numTensors;
    await expect(predictFeatures(bundle, [[segment.map(() => Number.NaN)]])).rejects.toThrow(
      'not a finite number',
    );
    expect(tf.memory().numTensors).toBe(before);
  });
});
