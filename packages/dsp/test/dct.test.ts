import { dctMatrix } from '../src/index.ts';

describe('dctMatrix', () => {
  it('is orthonormal', () => {
    const bands = 40;
    const matrix = dctMatrix(bands, bands);
    for (let a = 0; a < bands; a++) {
      for (let b = 0; b < bands; b++) {
        let product = 0;
        for (let i = 0; i < bands; i++) product += matrix[a * bands + i]! * matrix[b * bands + i]!;
        expect(product).toBeCloseTo(a === b ? 1 : 0, 6);
      }
    }
  });

  it('keeps the first rows', () => {
    expect(dctMatrix(13, 64)).toEqual(dctMatrix(64, 64).subarray(0, 13 * 64));
  });
});
