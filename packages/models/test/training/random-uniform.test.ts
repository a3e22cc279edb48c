import * as tf from '@tensorflow/tfjs';
import { chooseBackend } from '../../src/backend/choose.ts';
import { randomUniform } from '../../src/training/random-uniform.ts';

async function draw(backend: 'native' | 'cpu', shape: number[], seed: number): Promise<Float32Array> {
  await chooseBackend({ backend });
  return tf.tidy(() => randomUniform(shape, seed).dataSync() as Float32Array);
}

describe('randomUniform', () => {
  it('starts a sequence as Philox-4x32-10 does', async () => {
    // Known answer of the generator's authors for counter 0 and key 0.
    const words = [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8];
    expect(Array.from(await draw('cpu', [4], 0))).toEqual(words.map((word) => (word >>> 8) / 2 ** 24));
  });

  it.each([0, 1, 0x7fffffff, 0x80000000, 0xffffffff])(
    'gives the same bits natively and in JavaScript, seed %d',
    async (seed) => {
      const native = await draw('native', [123, 7, 3], seed);
      expect(
        Buffer.from((await draw('cpu', [123, 7, 3], seed)).buffer).equals(Buffer.from(native.buffer)),
      ).toBe(true);
    },
  );

  it('draws whatever the shape, none included', async () => {
    for (const shape of [[], [0], [3, 0], [5], [2, 3]]) {
      expect(await draw('cpu', shape, 9)).toEqual(await draw('native', shape, 9));
    }
  });

  it('runs natively where the backend can', async () => {
    await draw('native', [100], 1);
    const { fallbacks } = tf.backend() as unknown as { fallbacks(): Record<string, number> };
    expect(fallbacks.call(tf.backend())).toEqual({});
  });
});
