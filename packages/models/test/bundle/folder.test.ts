import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { loadBundle, saveBundle } from '../../src/bundle/folder.ts';
import { predictFeatures } from '../../src/bundle/predict.ts';
import { modelVariables, readVariables } from '../../src/training/named-arrays.ts';
import { useJavaScript } from '../support/javascript.ts';
import { tinyCard, tinyModel, tinySegments } from '../support/tiny.ts';

beforeAll(useJavaScript);

let folder: string;
let dir: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ser-bundle-'));
  dir = join(folder, 'model');
  await saveBundle(dir, tinyModel(), tinyCard());
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Overwrites one byte in the middle of a file. */
function alter(file: string): void {
  const bytes = readFileSync(file);
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] as number) ^ 1;
  writeFileSync(file, bytes);
}

describe('saveBundle', () => {
  it('writes the model, its weights and its card, and nothing else', () => {
    expect(readdirSync(dir).sort()).toEqual(['card.json', 'model.json', 'weights.bin']);
    expect(readdirSync(folder)).toEqual(['model']);
  });

  it('writes a card that people can read: a list of numbers is one line', async () => {
    const band = { kind: 'band' as const, mean: [0, -1.5, 2e-7, 3], std: [1, 1, 1, 1] };
    await saveBundle(dir, tinyModel(), { ...tinyCard(), name: 'of [1,\n 2]', normalisation: band });
    const text = readFileSync(join(dir, 'card.json'), 'utf8');
    expect(text).toContain('"mean": [0, -1.5, 2e-7, 3],\n');
    const { name, normalisation } = JSON.parse(text);
    expect({ name, normalisation }).toEqual({ name: 'of [1,\n 2]', normalisation: band });
  });

  it('replaces a bundle', async () => {
    await saveBundle(dir, tinyModel(2), { ...tinyCard(), name: 'second' });
    const bundle = await loadBundle(dir);
    expect(bundle.card.name).toBe('second');
    expect(readVariables(modelVariables(bundle.model))).toEqual(readVariables(modelVariables(tinyModel(2))));
    expect(readdirSync(folder)).toEqual(['model']);
  });

  it('leaves no moment without a bundle: a save that died half-way', async () => {
    // Between its two renames the process dies: the new bundle is whole, the old one set aside.
    cpSync(dir, `${dir}.new`, { recursive: true });
    renameSync(dir, `${dir}.old`);
    expect((await loadBundle(dir)).card.name).toBe('tiny');
    await saveBundle(dir, tinyModel(2), { ...tinyCard(), name: 'second' });
    expect((await loadBundle(dir)).card.name).toBe('second');
    expect(readdirSync(folder)).toEqual(['model']);
  });

  it('keeps the old bundle when the new card is not valid', async () => {
    await expect(saveBundle(dir, tinyModel(2), { ...tinyCard(), labels: [] })).rejects.toThrow('labels');
    expect((await loadBundle(dir)).card.name).toBe('tiny');
    expect(readdirSync(folder)).toEqual(['model']);
  });

  it('names the folder that it cannot write', async () => {
    writeFileSync(join(folder, 'file'), '');
    await expect(saveBundle(join(folder, 'file', 'model'), tinyModel(), tinyCard())).rejects.toThrow(
      join(folder, 'file', 'model'),
    );
  });
});

describe('loadBundle', () => {
  it('predicts what the saved model predicts', async () => {
    const model = tinyModel();
    const bundle = await loadBundle(dir);
    const saved = { ...bundle, model };
    const segments = tinySegments(3);
    expect(await predictFeatures(bundle, [segments])).toEqual(await predictFeatures(saved, [segments]));
    expect(bundle.card).toMatchObject(tinyCard());
  });

  it.each(['model.json', 'weights.bin'])('refuses an altered %s', async (file) => {
    alter(join(dir, file));
    await expect(loadBundle(dir)).rejects.toThrow(`${file} of ${dir} is not what the card says`);
  });

  it.each(['model.json', 'weights.bin'])('refuses a %s cut short', async (file) => {
    truncateSync(join(dir, file), 100);
    await expect(loadBundle(dir)).rejects.toThrow(`${file} of ${dir} is not what the card says`);
  });

  it('refuses a card cut short', async () => {
    truncateSync(join(dir, 'card.json'), 100);
    await expect(loadBundle(dir)).rejects.toThrow(`card.json of ${dir} is not whole JSON`);
  });

  it.each(['card.json', 'model.json', 'weights.bin'])('names a missing %s', async (file) => {
    rmSync(join(dir, file));
    await expect(loadBundle(dir)).rejects.toThrow(`can't read ${file} of the model ${dir}`);
  });

  it('names a folder that is not there, or not a folder', async () => {
    await expect(loadBundle(join(folder, 'none'))).rejects.toThrow(
      `there is no model at ${join(folder, 'none')}`,
    );
    await expect(loadBundle(join(dir, 'card.json'))).rejects.toThrow('a model is a folder with card.json');
  });

  it('refuses a card whose labels are not the outputs', async () => {
    await saveBundle(dir, tinyModel(), { ...tinyCard(), labels: ['ANG', 'SAD'] });
    await expect(loadBundle(dir)).rejects.toThrow('3 outputs but its card 2 labels');
  });

  it('frees everything', async () => {
    const start = tf.memory().numTensors;
    const bundle = await loadBundle(dir);
    await predictFeatures(bundle, [tinySegments(2)]);
    bundle.dispose();
    expect(tf.memory().numTensors).toBe(start);
  });
});
