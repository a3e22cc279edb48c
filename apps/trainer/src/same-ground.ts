import { existsSync } from 'node:fs';
import type { Corpus, Split } from '@ser/dataset';
import { type Environment, type RunDirectory, RunError, readJson } from '@ser/run';

/**
 * Refuses to go on with a run that was begun on other clips, or whose clips are now dealt out otherwise: what it was
 * trained on would stand on its test side.
 *
 * @param run of one model: a fold, if there are several
 */
export async function checkSameGround(run: RunDirectory, now: Corpus, split: Split): Promise<void> {
  if (!existsSync(run.split)) return;
  const { corpus } = (await readJson(run.environment, 'what the run ran on')) as Environment;
  const before = (await readJson(run.split, "the run's split")) as Split;
  const changed =
    corpus.fingerprint !== now.fingerprint
      ? 'clips were added, taken away or altered'
      : sidesOf(before) !== sidesOf(split) &&
        'its speakers, sentences or sexes are named otherwise, or other clips gave features, so the split is another';
  if (changed) {
    throw new RunError(
      `${now.root} has changed since ${run.path} was begun: ${changed}. Begin a new run, without --resume`,
    );
  }
}

function sidesOf({ train, validation, test }: Split): string {
  return JSON.stringify([train, validation, test]);
}
