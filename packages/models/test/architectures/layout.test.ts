import { inputShape, toInput } from '../../src/architectures/layout.ts';
import { useJavaScript } from '../support/javascript.ts';

beforeAll(useJavaScript);

const shape = { frames: 3, width: 2 };
/** Two segments; value FRAME.BAND, 10 more in the second. */
const values = Float32Array.of(0, 0.1, 1, 1.1, 2, 2.1, 10, 10.1, 11, 11.1, 12, 12.1);
const rounded = (data: ArrayLike<number>) => Array.from(data, (value) => Math.round(value * 10) / 10);

describe('toInput', () => {
  it.each([
    ['time-major', [3, 2, 1], [0, 0.1, 1, 1.1, 2, 2.1, 10, 10.1, 11, 11.1, 12, 12.1]],
    ['band-major', [2, 3, 1], [0, 1, 2, 0.1, 1.1, 2.1, 10, 11, 12, 10.1, 11.1, 12.1]],
    ['sequence', [3, 2], [0, 0.1, 1, 1.1, 2, 2.1, 10, 10.1, 11, 11.1, 12, 12.1]],
  ] as const)('lays a batch out as %s', (layout, expected, data) => {
    const input = toInput(layout, shape, values);
    expect(inputShape(layout, shape)).toEqual(expected);
    expect(input.shape).toEqual([2, ...expected]);
    expect(rounded(input.dataSync())).toEqual(data);
    input.dispose();
  });

  it('refuses what is not whole segments', () => {
    expect(() => toInput('time-major', shape, new Float32Array(7))).toThrow('3 frames × 2 values');
    expect(() => toInput('time-major', shape, new Float32Array(0))).toThrow('not a whole number of segments');
  });
});
