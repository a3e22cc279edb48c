import { resolveUserPath } from '@ser/cli';
import { corpusFolder, defaultCorpus } from '../default-corpus.ts';

/** Folder of the corpus that `--corpus` names, or of the one that is taken where it names none. */
export function namedCorpus(name = defaultCorpus()): string {
  return corpusFolder(name === 'demo' ? name : resolveUserPath(name));
}
