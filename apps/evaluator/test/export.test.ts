import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ARCHITECTURES } from '@ser/models';
import * as tf from '@tensorflow/tfjs';
import { run } from '../../trainer/test/support/process.ts';
import { convertToOnnx } from '../src/onnx/convert.ts';
import { createWorkshop } from './support.ts';

jest.setTimeout(240_000);

const workshop = createWorkshop();
afterAll(() => workshop.remove());

describe('evaluator:export', () => {
  it('gives ONNX Runtime the probabilities of every architecture, and of networks that answer together', () => {
    const script = join(import.meta.dirname, 'compare-onnx.mjs');
    const { stdout, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8' });
    const lines = stdout.split('\n').filter((line) => line.startsWith('{'));
    const found = lines.map((line) => JSON.parse(line) as { name: string; difference: number });
    expect({ names: found.map(({ name }) => name), stderr }).toMatchObject({
      names: [...ARCHITECTURES.map(({ name }) => name), 'two of tiny'],
    });
    for (const { difference } of found) expect(difference).toBeLessThan(1e-4);
  });

  it('writes a bundle with its card, says what goes in and comes out, and that it was checked', async () => {
    await workshop.train('run', '--corpus', workshop.corpus('tones'));
    const out = workshop.path('deep', 'model.onnx');
    const model = workshop.path('run', 'model');
    const { status, stdout } = await run('evaluator/dist/export.js', ['--model', model, '--out', out]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/input {3}mel: batch × .*\noutput {2}probabilities: batch × 6, ANG/);
    expect(stdout).toMatch(/checked in ONNX Runtime: differs by \d/);
    const card = JSON.parse(readFileSync(join(model, 'card.json'), 'utf8'));
    expect(readFileSync(out).includes(JSON.stringify(card))).toBe(true);
  });

  it('refuses a folder that is no bundle, and writes nothing', async () => {
    const out = workshop.path('none.onnx');
    const { status, stderr } = await run('evaluator/dist/export.js', [
      ...['--model', workshop.path('tones'), '--out', out],
    ]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/error: can't read card\.json/);
    expect(existsSync(out)).toBe(false);
  });
});

describe('convertToOnnx', () => {
  beforeAll(() => tf.setBackend('cpu'));

  const network = (inputShape: number[], layer: tf.layers.Layer) => {
    const input = tf.input({ shape: inputShape, name: 'mel' });
    return tf.model({ inputs: input, outputs: layer.apply(input) as tf.SymbolicTensor });
  };

  it.each([
    [
      'kind',
      () => network([4, 4, 1], tf.layers.cropping2D({ name: 'crop', cropping: 1 })),
      /layer crop is of the kind Cropping2D/,
    ],
    [
      'activation',
      () => network([3], tf.layers.dense({ name: 'odd', units: 2, activation: 'selu' })),
      /activation 'selu' of the layer odd/,
    ],
    [
      'order of axes',
      () => network([2, 4, 4], tf.layers.maxPooling2d({ name: 'pool', dataFormat: 'channelsFirst' })),
      /layer pool has its channels first/,
    ],
  ])('names a layer whose %s can not be converted', async (_, build, message) => {
    await expect(convertToOnnx(build(), {})).rejects.toThrow(message);
  });
});
