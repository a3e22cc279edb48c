import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { buildFeatureStore, type Corpus, type FeatureStore } from '@ser/dataset';
import type { FeatureExtractor, FeatureRecipe } from '@ser/dsp';
import { createExtractor } from '@ser/dsp-native';
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
  const { corpus, recipe, cache } = request;
  const key = createHash('sha256').update(corpus.fingerprint).update(JSON.stringify(recipe)).digest('hex');
  const dir = join(cache, `${corpus.name}-${recipe.features}-${key.slice(0, 12)}`);
  return buildFeatureStore({ ...request, dir });
}
