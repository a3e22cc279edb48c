import { argMax, type Prediction } from './prediction.ts';

/** Predictions whose confidence is alike: how sure the model was of them, and how often it was right. */
export interface ReliabilityBin {
  /** Mean probability of the label put first. */
  confidence: number;
  accuracy: number;
  count: number;
}

/**
 * Predictions by the confidence in their most probable label, in equally wide bins; those without a prediction
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
