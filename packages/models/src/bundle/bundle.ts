import * as tf from '@tensorflow/tfjs';
import { ModelError } from '../errors.ts';
import { type BundleCard, CARD_FILE, MODEL_FILE, parseCard, WEIGHTS_FILE } from './card.ts';

/** A trained model, ready to use. */
export interface Bundle {
  readonly card: BundleCard;
  /** From network inputs to probabilities. */
  readonly model: tf.LayersModel;
  /** Frees the weights. */
  dispose(): void;
}

/** Where a bundle's files come from. */
export interface BundleSource {
  /** The folder or address, for errors. */
  name: string;
  /** @throws if there is no such file */
  read(file: string): Promise<Uint8Array<ArrayBuffer>>;
}

/**
 * Opens a bundle file by file, each checked against the card.
 *
 * @throws {@link ModelError} that names the file which is missing, cut short or altered
 */
export async function openBundle(source: BundleSource): Promise<Bundle> {
  const read = async (file: string) => {
    try {
      return await source.read(file);
    } catch (error) {
      throw new ModelError(`can't read ${file} of the model ${source.name}: ${(error as Error).message}`);
    }
  };
  const card = parseCard(decode(await read(CARD_FILE)), `${CARD_FILE} of ${source.name}`);
  const checked = async (file: keyof BundleCard['files']) => {
    const bytes = await read(file);
    await checkHash(bytes, card.files[file], `${file} of ${source.name}`);
    return bytes;
  };
  const json = JSON.parse(decode(await checked(MODEL_FILE))) as tf.io.ModelJSON;
  const weightSpecs = tf.io.getWeightSpecs(json.weightsManifest);
  const weights = (await checked(WEIGHTS_FILE)).buffer;
  return assemble(card, tf.io.getModelArtifactsForJSONSync(json, weightSpecs, weights));
}

/**
 * Opens a bundle whose network some other tf.io handler delivers (IndexedDB, say); its weights are checked
 * against the card.
 */
export async function openBundleFrom(handler: tf.io.IOHandler, card: BundleCard): Promise<Bundle> {
  const artifacts = await handler.load?.();
  if (!artifacts?.weightData)
    throw new ModelError(`the handler delivers no weights for the model ${card.name}`);
  const weights = tf.io.concatenateArrayBuffers(artifacts.weightData as ArrayBuffer | ArrayBuffer[]);
  await checkHash(new Uint8Array(weights), card.files[WEIGHTS_FILE], `the weights of ${card.name}`);
  return assemble(card, { ...artifacts, weightData: weights });
}

/** SHA-256 in lower-case hexadecimal. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  // Browsers have it on https and localhost only.
  if (!globalThis.crypto?.subtle) {
    throw new ModelError(
      'a model can only be checked in a secure context: serve the page over https or from localhost',
    );
  }
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function checkHash(bytes: Uint8Array<ArrayBuffer>, expected: string, what: string): Promise<void> {
  if ((await sha256(bytes)) !== expected) {
    throw new ModelError(
      `${what} is not what the card says: it was cut short or altered; copy the model again`,
    );
  }
}

async function assemble(card: BundleCard, artifacts: tf.io.ModelArtifacts): Promise<Bundle> {
  const model = await tf.loadLayersModel(tf.io.fromMemory(artifacts));
  const classes = (model.outputs[0] as tf.SymbolicTensor).shape.at(-1);
  if (classes !== card.labels.length) {
    model.dispose();
    throw new ModelError(
      `the model ${card.name} has ${classes} outputs but its card ${card.labels.length} labels`,
    );
  }
  return { card, model, dispose: () => void model.dispose() };
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
