import { argMax, type Prediction } from './prediction.ts';

/**
 * Expected calibration error of the most probable label: the mean gap between confidence and accuracy over
 * equally wide bins of confidence, weighted by how many fall in each. Guo et al., "On calibration of modern
 * neural networks" (2017), with their 15 bins.
 */
export function expectedCalibrationError(predictions: readonly Prediction[], bins = 15): number {
  const confidence = new Float64Array(bins);
  const right = new Float64Array(bins);
  for (const { probabilities, label, predicted } of predictions) {
    const top = probabilities[argMax(probabilities)] as number;
    // A bin is open below and closed above, as in the paper.
    const bin = Math.min(bins - 1, Math.max(0, Math.ceil(top * bins) - 1));
    (confidence[bin] as number) += top;
    (right[bin] as number) += label === predicted ? 1 : 0;
  }
  let gap = 0;
  for (let bin = 0; bin < bins; bin++) gap += Math.abs((confidence[bin] as number) - (right[bin] as number));
  return gap / predictions.length;
}
