import { fitVoiceEstimate, type Normalisation, TOLD_ROWS } from '@ser/models';
import type { Version } from './segments.ts';

/**
 * The normalisation that a trained network is asked with: as the one that it met in training, but a stranger's voice is
 * guessed from the clip, and the guess counts for more. Networks that trained with a voice half known and half wrong
 * do best with one that is nearly right.
 *
 * @param heard the corpus as it is heard
 * @param clips of the training side
 */
export function learnVoices(
  normalisation: Normalisation,
  heard: readonly Version[],
  clips: readonly string[],
): Normalisation {
  if (normalisation.kind !== 'voice') return normalisation;
  const wanted = new Set(clips);
  const pairs = heard.flatMap(({ store, voices }) => {
    const firstRows = new Map<string, number>();
    for (const [row, { clip }] of store.rows.entries()) {
      if (wanted.has(clip) && !firstRows.has(clip)) firstRows.set(clip, row);
    }
    return voices
      ? Array.from(firstRows.values(), (row) => ({
          heard: voices.of(row, 'stranger'),
          voice: voices.of(row, 'all'),
        }))
      : [];
  });
  return { ...normalisation, rows: TOLD_ROWS, estimate: fitVoiceEstimate(pairs) };
}
