import fc from 'fast-check';
import { Matrix } from 'ml-matrix';
import { confusionMatrix, scores } from '../../src/metrics/confusion.ts';

describe('confusionMatrix', () => {
  it('has a row a true label and a column a predicted one', () => {
    const predictions = [
      ['X', 'X'],
      ['X', 'Y'],
      ['Y', 'Y'],
      ['X', 'Y'],
    ].map(([label = '', predicted = ''], i) => ({ clip: `${i}`, label, predicted, probabilities: [] }));
    expect(confusionMatrix(predictions, ['X', 'Y', 'Z']).to2DArray()).toEqual([
      [1, 2, 0],
      [0, 1, 0],
      [0, 0, 0],
    ]);
  });
});

describe('scores', () => {
  it('agrees with the hand', () => {
    const { accuracy, uar, macroF1, classes } = scores(
      new Matrix([
        [5, 1, 0],
        [2, 2, 0],
        [1, 1, 8],
      ]),
    );
    expect(accuracy).toBeCloseTo(15 / 20, 12);
    expect(uar).toBeCloseTo((5 / 6 + 2 / 4 + 8 / 10) / 3, 12);
    expect(classes[0]).toEqual({
      precision: 5 / 8,
      recall: 5 / 6,
      f1: expect.closeTo(10 / 14, 12),
      support: 6,
    });
    expect(classes[1]).toEqual({ precision: 0.5, recall: 0.5, f1: 0.5, support: 4 });
    expect(classes[2]).toEqual({ precision: 1, recall: 0.8, f1: expect.closeTo(16 / 18, 12), support: 10 });
    expect(macroF1).toBeCloseTo((10 / 14 + 0.5 + 16 / 18) / 3, 12);
  });

  it('leaves a class that never occurs out of the averages, and says nothing of it', () => {
    const { uar, macroF1, classes } = scores(
      new Matrix([
        [3, 1],
        [0, 0],
      ]),
    );
    expect(uar).toBe(0.75);
    expect(macroF1).toBeCloseTo(6 / 7, 12);
    expect(classes[1]).toEqual({ precision: null, recall: null, f1: null, support: 0 });
  });

  it('gives a class that occurs but is never predicted a precision of 0', () => {
    const { classes } = scores(
      new Matrix([
        [0, 4],
        [0, 4],
      ]),
    );
    expect(classes[0]).toEqual({ precision: 0, recall: 0, f1: 0, support: 4 });
  });

  it('stays between 0 and 1, with 1 for a diagonal alone', () => {
    const counts = fc.array(fc.nat(9), { minLength: 9, maxLength: 9 }).filter((cells) => cells.some(Boolean));
    fc.assert(
      fc.property(counts, (cells) => {
        const confusion = Matrix.from1DArray(3, 3, cells);
        const { accuracy, uar, macroF1 } = scores(confusion);
        const diagonal = confusion.trace() === confusion.sum();
        for (const score of [accuracy, uar, macroF1]) {
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(1);
          expect(score === 1).toBe(diagonal);
        }
      }),
    );
  });

  it('gives UAR equal to accuracy where all classes have the same support', () => {
    const confusion = new Matrix([
      [7, 3],
      [4, 6],
    ]);
    expect(scores(confusion).uar).toBeCloseTo(scores(confusion).accuracy, 12);
  });
});
