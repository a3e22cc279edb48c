import { ModelError } from '../errors.ts';
import type { Architecture } from './architecture.ts';
import { compact } from './compact.ts';
import { large } from './large.ts';
import { notebookMel } from './notebook-mel.ts';
import { notebookWave } from './notebook-wave.ts';
import { tiny } from './tiny.ts';

/** Every architecture there is; `--model` takes their names, or several joined by '+'. */
export const ARCHITECTURES: readonly Architecture[] = [tiny, compact, large, notebookMel, notebookWave];

/** @throws {@link ModelError} that lists the names, if there is none of that name */
export function findArchitecture(name: string): Architecture {
  const found = ARCHITECTURES.find((architecture) => architecture.name === name);
  if (found) return found;
  const names = ARCHITECTURES.map((architecture) => architecture.name).join(', ');
  throw new ModelError(`unknown model '${name}'; there are ${names}`);
}

/**
 * The architectures that a `--model` names: one, or those of `compact+large`, whose networks answer together.
 *
 * @throws {@link ModelError} if there is none of a name, one is named twice, or they are not fed and trained alike
 */
export function findArchitectures(model: string): [Architecture, ...Architecture[]] {
  const names = model.split('+');
  const [first, ...others] = names.map(findArchitecture) as [Architecture, ...Architecture[]];
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new ModelError(
      `'${model}' names ${twice} twice; several networks of one kind are asked for by --members`,
    );
  }
  const stranger = others.find((other) => conditions(first) !== conditions(other));
  if (stranger) {
    throw new ModelError(
      `'${model}': ${first.name} and ${stranger.name} can't answer together, being made for other features or another training`,
    );
  }
  return [first, ...others];
}

/** What architectures must have in common for one corpus of features and one configuration to train them all. */
function conditions({ name, description, build, ...rest }: Architecture): string {
  return JSON.stringify(rest);
}
