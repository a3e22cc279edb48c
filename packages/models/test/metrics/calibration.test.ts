import { expectedCalibrationError, reliabilityBins } from '../../src/metrics/calibration.ts';

const prediction = (confidence: number, right: boolean) => ({
  clip: 'a',
  label: right ? 'X' : 'Y',
  predicted: 'X',
  probabilities: [confidence, 1 - confidence],
});

describe('expectedCalibrationError', () => {
  it('is 0 where confidence equals accuracy', () => {
    const predictions = [0, 1, 2, 3].map((i) => prediction(0.75, i < 3));
    expect(expectedCalibrationError(reliabilityBins(predictions))).toBeCloseTo(0, 12);
  });

  it('weighs the gap of each bin by what falls in it', () => {
    // 0.95 and 0.97 share the last bin (gap |1.92 - 1| / 2), 0.6 has one of its own (gap 0.6).
    const predictions = [prediction(0.95, true), prediction(0.97, false), prediction(0.6, false)];
    expect(expectedCalibrationError(reliabilityBins(predictions))).toBeCloseTo((0.92 + 0.6) / 3, 12);
  });

  it('is the confidence of a model that is always sure and wrong', () => {
    expect(expectedCalibrationError(reliabilityBins([prediction(1, false)]))).toBe(1);
  });
});
