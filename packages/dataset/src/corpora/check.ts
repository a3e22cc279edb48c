import { type Corpus, DatasetError } from '../types.ts';

/**
 * Refuses a corpus that nothing can be learnt from.
 *
 * @throws {DatasetError} if all of its clips have one label.
 */
export function checkTrainable(corpus: Pick<Corpus, 'root' | 'labels' | 'clips'>): void {
  if (corpus.labels.length < 2) {
    throw new DatasetError(
      `${corpus.root}: all ${corpus.clips.length} clips have the label ${corpus.labels[0]}; a model needs at least two classes`,
    );
  }
}
