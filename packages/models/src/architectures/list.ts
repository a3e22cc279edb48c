import { ModelError } from '../errors.ts';
import type { Architecture } from './architecture.ts';
import { compact } from './compact.ts';
import { large } from './large.ts';
import { notebookMel } from './notebook-mel.ts';
import { notebookWave } from './notebook-wave.ts';
import { tiny } from './tiny.ts';

/** Every architecture there is; `--model` takes their names. */
export const ARCHITECTURES: readonly Architecture[] = [tiny, compact, large, notebookMel, notebookWave];

/** @throws {@link ModelError} that lists the names, if there is none of that name */
export function findArchitecture(name: string): Architecture {
  const found = ARCHITECTURES.find((architecture) => architecture.name === name);
  if (found) return found;
  const names = ARCHITECTURES.map((architecture) => architecture.name).join(', ');
  throw new ModelError(`unknown model '${name}'; there are ${names}`);
}
