import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findArchitecture } from '@ser/models';
import { parseConfig, readConfigFile, resolveConfig } from '../src/config.ts';

describe('resolveConfig', () => {
  it('takes the architecture’s defaults where nothing is given', () => {
    const { epochs, batchSize, learningRate } = findArchitecture('notebook-mel').training;
    expect(resolveConfig({ model: 'notebook-mel' })).toMatchObject({
      epochs,
      batchSize,
      learningRate,
      split: 'speaker',
      folds: 1,
      backend: 'auto',
    });
  });

  it('puts earlier layers over later ones, option by option', () => {
    const config = resolveConfig({ epochs: 3, seed: undefined }, { epochs: 9, seed: 5 });
    expect(config).toMatchObject({ epochs: 3, seed: 5 });
  });

  it('lets the model of a weaker layer choose the defaults', () => {
    const { epochs } = findArchitecture('notebook-wave').training;
    expect(resolveConfig({}, { model: 'notebook-wave' })).toMatchObject({ model: 'notebook-wave', epochs });
  });

  it('resolves to what parseConfig takes', () => {
    const config = resolveConfig({ corpus: 'demo' });
    expect(parseConfig(JSON.parse(JSON.stringify(config)), 'config.json')).toEqual(config);
    const { keep: _, ...before } = config;
    expect(parseConfig(before, 'config.json').keep).toBe('best');
  });

  it.each([
    [{ epochs: 0 }, /epochs/],
    [{ epochs: 1.5 }, /epochs/],
    [{ learningRate: -1 }, /learningRate/],
    [{ seed: 2 ** 40 }, /seed/],
    [{ split: 'gender' as 'clip' }, /split/],
    [{ model: 'huge' }, /unknown model 'huge'/],
  ])('refuses %j by name', (options, message) => {
    expect(() => resolveConfig(options)).toThrow(message);
  });
});

describe('readConfigFile', () => {
  const folder = mkdtempSync(join(tmpdir(), 'config-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = (text: string) => {
    const path = join(folder, 'some.json');
    writeFileSync(path, text);
    return path;
  };

  it('reads any part of a configuration', async () => {
    expect(await readConfigFile(file('{ "epochs": 3 }'))).toEqual({ epochs: 3 });
  });

  it('counts paths from the folder of the file', async () => {
    expect(await readConfigFile(file('{ "corpus": "mine", "cache": "../kept" }'))).toEqual({
      corpus: join(folder, 'mine'),
      cache: join(folder, '..', 'kept'),
    });
    expect(await readConfigFile(file('{ "corpus": "demo" }'))).toEqual({ corpus: 'demo' });
  });

  it.each([
    ['{ "epoch": 3 }', /some\.json: unknown option epoch; known are corpus/],
    ['{ "epochs": "3" }', /some\.json: epochs/],
    ['{ epochs: 3 }', /some\.json is not JSON/],
    ['[]', /some\.json/],
  ])('refuses %s', async (text, message) => {
    await expect(readConfigFile(file(text))).rejects.toThrow(message);
  });

  it('names a file that is not there', async () => {
    await expect(readConfigFile(join(folder, 'nowhere.json'))).rejects.toThrow(/nowhere\.json/);
  });
});
