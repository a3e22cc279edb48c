import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { ModelError } from '../errors.ts';
import { type Bundle, openBundle, sha256 } from './bundle.ts';
import {
  type BundleCard,
  CARD_FILE,
  type CardDetails,
  completeCard,
  MODEL_FILE,
  WEIGHTS_FILE,
} from './card.ts';
import { encodeWeights } from './half-weights.ts';

/**
 * Writes a model and its card as a bundle folder; one that is there is replaced. The new bundle is complete on
 * disk before the old one makes way, and the old one is kept beside it until the new one is in place, so that
 * {@link loadBundle} finds one of them whenever the process dies. Weights that half precision holds exactly are saved in it.
 *
 * @throws {@link ModelError} that names the folder, with what was there left as it was
 */
export async function saveBundle(
  dir: string,
  model: tf.LayersModel,
  details: CardDetails,
): Promise<BundleCard> {
  const target = resolve(dir);
  const next = `${target}.new`;
  const previous = previousOf(target);
  try {
    await rm(next, { recursive: true, force: true });
    await mkdir(next, { recursive: true });
    const card = await writeBundle(next, model, details);
    // With no bundle in place, an earlier save died between its renames: what it set aside is the only one.
    if (existsSync(target)) {
      await rm(previous, { recursive: true, force: true });
      await rename(target, previous);
    }
    await rename(next, target);
    await syncFolder(dirname(target));
    await rm(previous, { recursive: true, force: true });
    return card;
  } catch (error) {
    await rm(next, { recursive: true, force: true });
    if (!existsSync(target) && existsSync(previous)) await rename(previous, target);
    throw new ModelError(`can't save the model to ${dir}: ${(error as Error).message}`);
  }
}

/**
 * Opens a bundle folder; every file is checked against the card.
 *
 * @throws {@link ModelError} that names the file which is missing, cut short or altered
 */
export async function loadBundle(dir: string): Promise<Bundle> {
  const target = resolve(dir);
  const folder = existsSync(target) ? target : previousOf(target);
  if (!existsSync(folder)) throw new ModelError(`there is no model at ${dir}`);
  if (!(await stat(folder)).isDirectory()) {
    throw new ModelError(
      `${dir} is a file; a model is a folder with ${CARD_FILE}, ${MODEL_FILE} and ${WEIGHTS_FILE}`,
    );
  }
  return openBundle({
    name: dir,
    // A copy: small files share Node's buffer pool, and tensors must own their bytes.
    read: async (file) => new Uint8Array(await readFile(join(folder, file))),
  });
}

function previousOf(target: string): string {
  return `${target}.old`;
}

async function writeBundle(dir: string, model: tf.LayersModel, details: CardDetails): Promise<BundleCard> {
  let artifacts: tf.io.ModelArtifacts | undefined;
  await model.save(
    tf.io.withSaveHandler(async (given) => {
      artifacts = given;
      return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(given) };
    }),
  );
  if (!artifacts?.weightData || !artifacts.weightSpecs) throw new Error('tfjs gave no weights to save');
  const { specs, data: weights } = encodeWeights(
    artifacts.weightSpecs,
    tf.io.concatenateArrayBuffers(artifacts.weightData as ArrayBuffer | ArrayBuffer[]),
  );
  const { modelTopology, format, generatedBy, convertedBy = null } = artifacts;
  const weightsManifest = [{ paths: [WEIGHTS_FILE], weights: specs }];
  const json = encodeJson({ format, generatedBy, convertedBy, modelTopology, weightsManifest });
  const files = { [MODEL_FILE]: await sha256(json), [WEIGHTS_FILE]: await sha256(weights) };
  const card = completeCard(details, files);
  await writeSynced(join(dir, WEIGHTS_FILE), weights);
  await writeSynced(join(dir, MODEL_FILE), json);
  await writeSynced(join(dir, CARD_FILE), encodeJson(card));
  await syncFolder(dir);
  return card;
}

/** JSON as people read it: indented, but a list of numbers is one line. */
function encodeJson(value: unknown): Uint8Array<ArrayBuffer> {
  const text = JSON.stringify(value, null, 2).replace(/\[[-+.\de,\s]+\]/g, (numbers) =>
    numbers.replace(/\s+/g, ' ').replace('[ ', '[').replace(' ]', ']'),
  );
  return new TextEncoder().encode(`${text}\n`);
}

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes renames within the folder outlast a power cut, where the system can (Windows can't open folders). */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
