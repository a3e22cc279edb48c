import { createHash } from 'node:crypto';
import type { CorpusFaults } from '@ser/report';
import type { DecodedAudio } from '../audio/decoded-audio.ts';
import type { Clip } from '../types.ts';
import type { Measures } from './measure.ts';

/** Gathers recordings that a model should perhaps not learn from. */
export class FaultCollector {
  readonly #bySound = new Map<string, Clip[]>();
  readonly #silent: Clip[] = [];
  readonly #clipped: { clip: Clip; share: number }[] = [];

  add(clip: Clip, audio: DecodedAudio, { loudness, clippedSamples }: Measures): void {
    if (clippedSamples > 0) this.#clipped.push({ clip, share: clippedSamples / audio.samples.length });
    // Silent recordings resemble each other; once is enough to name them.
    if (loudness === undefined) {
      this.#silent.push(clip);
      return;
    }
    const sound = digest(audio);
    const same = this.#bySound.get(sound);
    if (same) same.push(clip);
    else this.#bySound.set(sound, [clip]);
  }

  /** The worst clipped first, all else in the corpus's order. */
  get faults(): Omit<CorpusFaults, 'examples'> {
    return {
      duplicates: this.#duplicates.map((clips) => clips.map(({ id, label }) => ({ id, label }))),
      silent: this.#silent.map(({ id, label }) => ({ id, label })),
      clipped: this.#clipped
        .sort((a, b) => b.share - a.share)
        .map(({ clip: { id, label }, share }) => ({ id, label, share })),
    };
  }

  /** At most `most` clips of each kind to show; one of each group of duplicates. */
  examples(most: number): Clip[] {
    const kinds = [
      this.#duplicates.map(([first]) => first as Clip),
      this.#silent,
      this.#clipped.toSorted((a, b) => b.share - a.share).map(({ clip }) => clip),
    ];
    return [...new Set(kinds.flatMap((clips) => clips.slice(0, most)))];
  }

  get #duplicates(): Clip[][] {
    return [...this.#bySound.values()].filter((clips) => clips.length > 1);
  }
}

/** The same for the same samples at the same rate, whatever the file around them. */
function digest({ samples, sampleRate }: DecodedAudio): string {
  const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
  return createHash('sha256').update(`${sampleRate}\0`).update(bytes).digest('base64');
}
