import { loadCorpus } from '../../src/corpora/load.ts';
import type { Corpus } from '../../src/types.ts';
import { write } from './clip-files.ts';
import { wavBytes } from './wav-bytes.ts';

const LABELS = ['ANG', 'DIS', 'FEA', 'HAP', 'NEU', 'SAD'];

/** A corpus with CREMA-D's names, a tone for each clip; clip i lasts `seconds[i]` at `sampleRates[i]`. */
export async function madeCorpus(
  root: string,
  seconds: readonly number[],
  sampleRates: readonly number[] = [],
): Promise<Corpus> {
  for (const [i, duration] of seconds.entries()) {
    const sampleRate = sampleRates[i] ?? 16_000;
    const hertz = 100 + 10 * i;
    const samples = Array.from({ length: Math.round(duration * sampleRate) }, (_, n) =>
      Math.round(8000 * Math.sin((2 * Math.PI * hertz * n) / sampleRate)),
    );
    await write(root, clipName(i), wavBytes(samples, { sampleRate }));
  }
  return loadCorpus(root);
}

export function clipName(i: number): string {
  return `${1001 + i}_IEO_${LABELS[i % 6]}_HI.wav`;
}
