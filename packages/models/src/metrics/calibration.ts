import { argMax, type Prediction, type PredictionRecord } from './prediction.ts';

/** Predictions whose confidence is alike: how sure the model was of them, and how often it was right. */
export interface ReliabilityBin {
  /** Mean probability of the label put first. */
  confidence: number;
  accuracy: number;
  count: number;
}

/**
 * Predictions by the confidence in their most probable label, in equally wide bins; empty bins
 * are left out. Guo et al., "On calibration of modern neural networks" (2017), with their 15 bins.
 */
export function reliabilityBins(predictions: readonly Prediction[], bins = 15): ReliabilityBin[] {
  const sums = Array.from({ length: bins }, () => ({ confidence: 0, right: 0, count: 0 }));
  for (const { probabilities, label, predicted } of predictions) {
    const top = probabilities[argMax(probabilities)] as number;
    // A bin is open below and closed above, as in the paper.
    const bin = sums[Math.min(bins - 1, Math.max(0, Math.ceil(top * bins) - 1))] as (typeof sums)[number];
    bin.confidence += top;
    bin.right += label === predicted ? 1 : 0;
    bin.count++;
  }
  return sums
    .filter(({ count }) => count > 0)
    .map(({ confidence, right, count }) => ({
      // Float32 probabilities may add up to a trifle over 1.
      confidence: Math.min(1, confidence / count),
      accuracy: right / count,
      count,
    }));
}

/** Expected calibration error: the mean gap between confidence and accuracy over the bins, by their counts. */
export function expectedCalibrationError(bins: readonly ReliabilityBin[]): number {
  const total = bins.reduce((sum, { count }) => sum + count, 0);
  return (
    bins.reduce((sum, { confidence, accuracy, count }) => sum + Math.abs(confidence - accuracy) * count, 0) /
    total
  );
}

/**
 * The temperature by which logits are best divided: the one with the least cross-entropy on predictions that the model was
 * not trained on. Guo et al. (2017), section 4.2. As if one more prediction had been at a loss for a label, so that a
 * few without a mistake don't make the model certain of everything.
 *
 * @param records of clips or their segments, each with its label among `labels`; probabilities as the model gives them. What
 * is said of a clip is the mean over its segments
 * @returns above 1 where the model is too sure of itself, below 1 where it is not sure enough; within 1/16 and 16
 */
export function fitTemperature(records: readonly PredictionRecord[], labels: readonly string[]): number {
  const clips = new Map<string, { truth: number; segments: number[][] }>();
  for (const { clip, label, probabilities } of records) {
    const entry = clips.get(clip) ?? { truth: labels.indexOf(label), segments: [] };
    entry.segments.push(Array.from(probabilities, (probability) => Math.log(Math.max(probability, 1e-12))));
    clips.set(clip, entry);
  }
  const smoothing = 1 / (clips.size + 1);
  /** The slope of the cross-entropy over the inverse temperature: where it rises to zero is the least. */
  const slope = (inverse: number) => {
    let sum = 0;
    for (const { truth, segments } of clips.values()) {
      const rises = logMeanSlopes(segments, inverse);
      const flat = rises.reduce((a, rise) => a + rise, 0) / rises.length;
      sum -= (1 - smoothing) * (rises[truth] as number) + smoothing * flat;
    }
    return sum;
  };
  let [low, high] = [1 / 16, 16];
  for (let i = 0; i < 50; i++) {
    const middle = Math.sqrt(low * high);
    if (slope(middle) < 0) low = middle;
    else high = middle;
  }
  return 1 / Math.sqrt(low * high);
}

/** For each label, how the logarithm of its mean probability over segments rises with the inverse temperature. */
function logMeanSlopes(segments: readonly number[][], inverse: number): number[] {
  const cooled = segments.map((logits) => {
    const top = Math.max(...logits);
    const weights = logits.map((logit) => Math.exp(inverse * (logit - top)));
    const total = weights.reduce((a, b) => a + b, 0);
    const mean = logits.reduce((a, logit, i) => a + (logit * (weights[i] as number)) / total, 0);
    const logs = logits.map((logit) => inverse * (logit - top) - Math.log(total));
    return { rises: logits.map((logit) => logit - mean), logs };
  });
  return Array.from({ length: segments[0]?.length ?? 0 }, (_, label) => {
    // Beside the largest, so that not all are 0.
    const top = Math.max(...cooled.map(({ logs }) => logs[label] as number));
    let [sum, total] = [0, 0];
    for (const { logs, rises } of cooled) {
      const weight = Math.exp((logs[label] as number) - top);
      sum += weight * (rises[label] as number);
      total += weight;
    }
    return sum / total;
  });
}

/** Predictions as they are once the model's logits are divided by a temperature. */
export function coolProbabilities(
  records: readonly PredictionRecord[],
  temperature: number,
): PredictionRecord[] {
  return records.map((record) => {
    const powers = Array.from(record.probabilities, (probability) => probability ** (1 / temperature));
    const sum = powers.reduce((a, b) => a + b, 0);
    return { ...record, probabilities: powers.map((power) => power / sum) };
  });
}

/** When a model had better not answer. */
export interface Abstention {
  /** Answers whose probability is below this are left out. */
  below: number;
  /** Share of the clips that are then answered, and how many of those answers were right. */
  coverage: number;
  accuracy: number;
}

/** The threshold that leaves out the share of the clips of which the model is least sure. */
export function chooseAbstention(clips: readonly Prediction[], leftOut = 0.2): Abstention {
  const sure = clips
    .map(({ probabilities, label, predicted }) => ({
      top: probabilities[argMax(probabilities)] as number,
      right: label === predicted,
    }))
    .sort((a, b) => a.top - b.top);
  const below = sure[Math.floor(leftOut * sure.length)]?.top ?? 0;
  const answered = sure.filter(({ top }) => top >= below);
  return {
    below,
    coverage: answered.length / sure.length,
    accuracy: answered.filter(({ right }) => right).length / answered.length,
  };
}
