import { createHash } from 'node:crypto';
import type { FeatureRecipe } from '@ser/dsp';
import type { Corpus } from '../types.ts';

/** Layout of the shards and of the manifest, and the way clips are dealt out to shards. */
export const STORE_SCHEMA = 1;

/**
 * To be raised when decoders or extractors give other numbers. Which device extracts is no part of it: all of them
 * keep to the same contract.
 */
export const EXTRACTOR_VERSION = 3;

/** SHA-256 of all that a store's contents follow from. */
export function storeKey(corpus: Corpus, recipe: FeatureRecipe, shardBytes: number): string {
  const rows = corpus.clips.map(({ id, label, speaker, sentence, sex, level }) => ({
    id,
    label,
    speaker,
    sentence,
    sex,
    level,
  }));
  const { fingerprint } = corpus;
  const whole = { schema: STORE_SCHEMA, extractor: EXTRACTOR_VERSION, fingerprint, recipe, shardBytes, rows };
  return createHash('sha256').update(JSON.stringify(whole, sortKeys)).digest('hex');
}

/** For `JSON.stringify`: the same text whatever order an object was put together in. */
function sortKeys(_: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
