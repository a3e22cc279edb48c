import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Corpus, DatasetError } from '../types.ts';

/** A corpus may say of itself what file names can't. */
const CORPUS_FILE = 'corpus.json';

const FIELDS = { name: 'string', synthetic: 'boolean', licence: 'string', citation: 'string' } as const;

/**
 * What `corpus.json` in the corpus folder says: `name`, `synthetic`, `licence` and `citation`, each optional; other
 * fields are for people. Empty if there is no such file.
 *
 * @throws {DatasetError} if it is no JSON object, a field has another type, or the name is one of a path.
 */
export async function readCorpusFile(
  root: string,
): Promise<Partial<Pick<Corpus, 'name' | 'synthetic' | 'licence' | 'citation'>>> {
  const path = join(root, CORPUS_FILE);
  let content: unknown;
  try {
    content = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new DatasetError(`${path}: ${(error as Error).message}`, { cause: error });
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw new DatasetError(`${path}: must be a JSON object`);
  }
  const said: Record<string, unknown> = {};
  for (const [field, type] of Object.entries(FIELDS)) {
    const value = (content as Record<string, unknown>)[field];
    if (value === undefined) continue;
    if (typeof value !== type || value === '')
      throw new DatasetError(`${path}: "${field}" must be a ${type}`);
    said[field] = value;
  }
  // Pages and folders are named after it.
  if (typeof said.name === 'string' && /[/\\\p{Cc}]|^\.{1,2}$/u.test(said.name)) {
    throw new DatasetError(`${path}: "name" must be a plain name, without slashes and control characters`);
  }
  return said;
}
