import fc from 'fast-check';
import {
  type AnswerNormalisation,
  adjustAnswer,
  answerAdjustment,
  centredLogRatios,
  coolAnswers,
  fitAnswers,
} from '../src/answers.ts';
import { coolProbabilities } from '../src/metrics/calibration.ts';
import type { PredictionRecord } from '../src/metrics/prediction.ts';
import { RowStatistics } from '../src/row-statistics.ts';

const LABELS = ['ANG', 'NEU', 'SAD'];

/** Probabilities of these logits. */
const softmax = (logits: readonly number[]) => {
  const powers = logits.map(Math.exp);
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
};

/** What a model says of a voice that it hears so far off: of each label, three clips. */
const voice = (speaker: string, bias: readonly number[]): PredictionRecord[] =>
  LABELS.flatMap((label, truth) =>
    [-0.2, 0, 0.2].map((wobble, i) => {
      const logits = LABELS.map((_, at) => (at === truth ? 2 : 0) + (bias[at] as number) + wobble * at);
      return { clip: `${speaker}-${label}-${i}`, speaker, label, probabilities: softmax(logits) };
    }),
  );

const heardOf = (records: readonly PredictionRecord[]) => {
  const heard = new RowStatistics(LABELS.length);
  for (const { probabilities } of records) heard.add(centredLogRatios(probabilities));
  return heard;
};

const unbiased = [...voice('a', [0, 0, 0]), ...voice('b', [0, 0, 0])];
const fitted = fitAnswers(unbiased, 'NEU') as AnswerNormalisation;
const closeTo = (values: ArrayLike<number>, digits = 5) =>
  Array.from(values, (value) => expect.closeTo(value, digits));

describe('fitAnswers', () => {
  it("tells the mean of all answers, and each voice's spread about its own", () => {
    const biased = fitAnswers([...voice('a', [1, 0, -1]), ...voice('b', [-1, 0, 1])], 'NEU');
    expect(biased?.mixed.mean).toEqual(closeTo([0, 0, 0]));
    expect(biased?.mixed.spread).toBeCloseTo(fitted.mixed.spread, 5);
    expect(biased?.plain.spread).toBeLessThan(0.1 * fitted.mixed.spread);
    expect(biased?.plain.mean).toEqual(closeTo([-2 / 3, 4 / 3, -2 / 3]));
  });

  it('says nothing where no voice is known by two answers', () => {
    expect(fitAnswers([], 'NEU')).toBeNull();
    expect(
      fitAnswers(
        unbiased.map(({ speaker: _, ...record }) => record),
        'NEU',
      ),
    ).toBeNull();
    expect(fitAnswers([unbiased[0], unbiased.at(-1)] as PredictionRecord[], 'NEU')).toBeNull();
  });

  it('takes all speech for mixed where none is plain', () => {
    const { mixed, plain } = fitAnswers(unbiased, 'CAL') as AnswerNormalisation;
    expect(plain).toEqual(mixed);
  });
});

describe('answerAdjustment', () => {
  it('is nothing for a voice of which nothing was heard', () => {
    const { shift, sharpness } = answerAdjustment({ ...fitted, sharpness: 2 }, new RowStatistics(3));
    expect(shift).toEqual(closeTo([0, 0, 0]));
    expect(sharpness).toBe(1);
  });

  it('comes to what the voice is off by, the more is heard', () => {
    const bias = [1, 0.5, -1.5];
    const heard = new RowStatistics(3);
    let gap = Math.hypot(...bias);
    for (let times = 0; times < 5; times++) {
      heard.merge(heardOf(voice('c', bias)));
      const { shift } = answerAdjustment(fitted, heard);
      const next = Math.hypot(...bias.map((value, i) => value - (shift[i] as number)));
      expect(next).toBeLessThan(gap);
      gap = next;
    }
    expect(gap).toBeLessThan(0.3);
  });

  it('holds a voice that has spoken plainly against plain speech', () => {
    const bias = [0.5, 0, -0.5];
    const plain = voice('c', bias).filter(({ label }) => label === 'NEU');
    const heard = new RowStatistics(3);
    for (let times = 0; times < 30; times++) heard.merge(heardOf(plain));
    const { shift } = answerAdjustment(fitted, heard);
    expect(shift).toEqual(closeTo(bias, 0));
    // Held against mixed speech it would lie 4/3 nearer to neutral than it does.
    expect(shift[1]).toBeLessThan(0.3);
  });

  it('lets answers be surer, the more has been heard of the voice in every emotion', () => {
    const surest = { ...fitted, sharpness: 2 };
    const heard = new RowStatistics(3);
    let last = 1;
    for (let times = 0; times < 5; times++) {
      heard.merge(heardOf(voice('c', [1, 0, 0])));
      const { sharpness } = answerAdjustment(surest, heard);
      expect(sharpness).toBeGreaterThan(last);
      last = sharpness;
    }
    expect(last).toBeLessThan(2);
    const plain = heardOf(voice('c', [0, 0, 0]).filter(({ label }) => label === 'NEU'));
    expect(answerAdjustment(surest, plain).sharpness).toBeLessThan(last);
  });

  it('scales with the logits', () => {
    const records = [...voice('a', [1, 0, 0]), ...voice('b', [0, 0, 1])];
    const cooled = coolAnswers(fitAnswers(records, 'NEU') as AnswerNormalisation, 1.7);
    const again = fitAnswers(coolProbabilities(records, 1.7), 'NEU') as AnswerNormalisation;
    expect(cooled.mixed.mean).toEqual(closeTo(again.mixed.mean));
    expect(cooled.plain.spread).toBeCloseTo(again.plain.spread, 5);
  });
});

describe('adjustAnswer', () => {
  it('takes the shift off the logits, and makes what is left sharper', () => {
    const adjusted = adjustAnswer(softmax([3, 1, 2]), { shift: [1, 0, 0.5], sharpness: 2 });
    expect(Array.from(adjusted)).toEqual(closeTo(softmax([4, 2, 3])));
  });

  it('gives probabilities, whatever it is given', () => {
    const logit = fc.double({ min: -50, max: 50, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(logit, logit), { minLength: 2, maxLength: 8 }), (pairs) => {
        const shifted = adjustAnswer(softmax(pairs.map(([a]) => a)), {
          shift: pairs.map(([, b]) => b),
          sharpness: 1.3,
        });
        expect(shifted.every((value) => value >= 0 && value <= 1)).toBe(true);
        expect(shifted.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
      }),
    );
  });
});
