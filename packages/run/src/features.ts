import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { buildFeatureStore, type Corpus, type FeatureStore } from '@ser/dataset';
import { type FeatureExtractor, type FeatureRecipe, recipeAt, segmentFrames } from '@ser/dsp';
import { createExtractor } from '@ser/dsp-native';
import type { FeatureShape } from '@ser/models';
import type { RunConfig } from './config.ts';

export type Extractor = FeatureExtractor;

export function openExtractor(
  device: RunConfig['device'],
  threads: number | null,
): Promise<FeatureExtractor> {
  return createExtractor({ device, ...(threads !== null && { threads }) });
}

export interface FeatureRequest {
  corpus: Corpus;
  recipe: FeatureRecipe;
  /** At which clips are played. Default 1. */
  speed?: number;
  extractor: FeatureExtractor;
  strict: boolean;
  /** Folder of stores. */
  cache: string;
  signal: AbortSignal;
  onProgress?: (done: number, total: number) => void;
  /** Told of each damaged shard that is built anew. */
  onRepair?: (message: string) => void;
}

/** The corpus's features by a recipe, from the cache where they are, else computed and kept there. */
export async function openFeatures(request: FeatureRequest): Promise<FeatureStore> {
  const { corpus, speed = 1, cache } = request;
  const recipe = recipeAt(request.recipe, speed);
  const key = createHash('sha256').update(corpus.fingerprint).update(JSON.stringify(recipe)).digest('hex');
  const dir = join(cache, `${corpus.name}-${recipe.features}-${key.slice(0, 12)}`);
  return buildFeatureStore({ ...request, recipe, dir });
}

/** Shape of a network's input for segments of a store: the longest there can be, where they are uneven. */
export function inputShapeOf(store: FeatureStore): FeatureShape {
  return { frames: segmentFrames(store.manifest.recipe), width: store.width };
}
