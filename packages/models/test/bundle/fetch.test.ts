import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as tf from '@tensorflow/tfjs';
import { openBundleFrom } from '../../src/bundle/bundle.ts';
import { fetchBundle } from '../../src/bundle/fetch.ts';
import { saveBundle } from '../../src/bundle/folder.ts';
import { predictSegments } from '../../src/bundle/predict.ts';
import { useJavaScript } from '../support/javascript.ts';
import { TINY_SHAPE, tinyCard, tinyModel, tinySegments } from '../support/tiny.ts';

let folder: string;
let server: Server;
let url: string;

beforeAll(async () => {
  await useJavaScript();
  folder = mkdtempSync(join(tmpdir(), 'ser-fetch-'));
  await saveBundle(join(folder, 'model'), tinyModel(), tinyCard());
  server = createServer(async (request, response) => {
    try {
      response.end(await readFile(join(folder, request.url ?? '')));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  rmSync(folder, { recursive: true });
});

const segments = tinySegments(2);
const expected = () => predictSegments({ card: tinyCard(), model: tinyModel() }, segments);

describe('fetchBundle', () => {
  it('opens a bundle that is served as files', async () => {
    const bundle = await fetchBundle(`${url}/model/`);
    expect(await predictSegments(bundle, segments)).toEqual(await expected());
  });

  it('names what the server does not have', async () => {
    await expect(fetchBundle(`${url}/other`)).rejects.toThrow(
      `can't read card.json of the model ${url}/other: the server answered 404`,
    );
  });
});

describe('a saved model.json', () => {
  it('is loaded by plain tfjs in a process that knows nothing of us', async () => {
    const { frames, width } = TINY_SHAPE;
    const script = `
      const tf = require('@tensorflow/tfjs');
      tf.enableProdMode();
      (async () => {
        const model = await tf.loadLayersModel('${url}/model/model.json');
        const output = model.predict(tf.ones([1, ${frames}, ${width}, 1]));
        console.log(JSON.stringify({ probabilities: Array.from(output.dataSync()) }));
      })();
    `;
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', script], { cwd: __dirname });
    const expected = (tinyModel().predict(tf.ones([1, frames, width, 1])) as tf.Tensor).dataSync();
    expect(JSON.parse(stdout).probabilities).toEqual(Array.from(expected));
  });
});

describe('openBundleFrom', () => {
  it("opens what a tf.io handler delivers, checked against the bundle's card", async () => {
    const { card } = await fetchBundle(`${url}/model`);
    const json = JSON.parse(await readFile(join(folder, 'model', 'model.json'), 'utf8'));
    const weights = new Uint8Array(await readFile(join(folder, 'model', 'weights.bin'))).buffer;
    const specs = tf.io.getWeightSpecs(json.weightsManifest);
    const handler = { load: async () => tf.io.getModelArtifactsForJSONSync(json, specs, weights) };
    expect(await predictSegments(await openBundleFrom(handler, card), segments)).toEqual(await expected());
    const other = { ...card, files: { ...card.files, 'weights.bin': 'b'.repeat(64) } };
    await expect(openBundleFrom(handler, other)).rejects.toThrow('the weights of tiny');
    await expect(openBundleFrom({}, card)).rejects.toThrow('delivers no weights');
  });
});
