import {
  chooseAbstention,
  coolProbabilities,
  expectedCalibrationError,
  fitTemperature,
  reliabilityBins,
} from '../../src/metrics/calibration.ts';

let clips = 0;
const prediction = (confidence: number, right: boolean) => ({
  clip: `${clips++}`,
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

describe('fitTemperature', () => {
  /** Three of four right, said with the same confidence. */
  const said = (confidence: number) => [0, 1, 2, 3].map((i) => prediction(confidence, i < 3));
  const labels = ['X', 'Y'];

  it('brings the confidence to the accuracy, with one more prediction at a loss', () => {
    for (const confidence of [0.999, 0.9, 0.75, 0.6]) {
      const temperature = fitTemperature(said(confidence), labels);
      const logit = Math.log(confidence / (1 - confidence)) / temperature;
      expect(1 / (1 + Math.exp(-logit))).toBeCloseTo((3 + 0.5) / 5, 6);
    }
    expect(fitTemperature(said(0.999), labels)).toBeGreaterThan(1);
    expect(fitTemperature(said(0.6), labels)).toBeLessThan(1);
  });

  it('does not take a few predictions without a mistake for certainty', () => {
    const faultless = Array.from({ length: 30 }, () => prediction(0.6, true));
    const [cooled] = coolProbabilities(faultless.slice(0, 1), fitTemperature(faultless, labels));
    expect(cooled?.probabilities[0]).toBeCloseTo(30.5 / 31, 6);
  });

  it('is that of a clip, whose segments answer with their mean', () => {
    const uneven = [0, 1, 2, 3].flatMap((i) =>
      [0.95, 0.7].map((confidence) => ({ ...prediction(confidence, i < 3), clip: `uneven ${i}` })),
    );
    const cooled = coolProbabilities(uneven.slice(0, 2), fitTemperature(uneven, labels));
    const mean = cooled.reduce((sum, { probabilities }) => sum + (probabilities[0] as number) / 2, 0);
    expect(mean).toBeCloseTo((3 + 0.5) / 5, 6);
  });

  it('stays within its bounds where no temperature is best', () => {
    expect(fitTemperature([prediction(1, false)], labels)).toBeCloseTo(16, 6);
  });
});

it('cooling divides the logits behind probabilities', () => {
  const softmax = (logits: number[]) => {
    const powers = logits.map(Math.exp);
    return powers.map((power) => power / powers.reduce((a, b) => a + b));
  };
  const [cooled] = coolProbabilities([{ ...prediction(1, true), probabilities: softmax([2, -1, 0.5]) }], 2);
  softmax([1, -0.5, 0.25]).forEach((value, i) => {
    expect(cooled?.probabilities[i]).toBeCloseTo(value, 12);
  });
});

describe('chooseAbstention', () => {
  it('leaves out the clips that the model is least sure of', () => {
    const clips = [0.9, 0.6, 0.8, 0.7, 0.95].map((confidence) => prediction(confidence, confidence > 0.65));
    expect(chooseAbstention(clips)).toEqual({ below: 0.7, coverage: 0.8, accuracy: 1 });
  });

  it('answers always where all are as sure', () => {
    const clips = Array.from({ length: 4 }, (_, i) => prediction(0.75, i < 3));
    expect(chooseAbstention(clips)).toEqual({ below: 0.75, coverage: 1, accuracy: 0.75 });
  });
});
