import type { Clip } from '../../src/types.ts';

export const LABELS = ['ANG', 'DIS', 'FEA', 'HAP', 'NEU', 'SAD'];

/** As in a small CREMA-D: every speaker says every sentence in every label; every other speaker is female. */
export function madeClips({ speakers = 10, sentences = 5, labels = LABELS } = {}): Clip[] {
  const clips: Clip[] = [];
  for (let s = 0; s < speakers; s++) {
    for (let t = 0; t < sentences; t++) {
      for (const label of labels) {
        const speaker = `speaker-${String(s).padStart(3, '0')}`;
        const sentence = `sentence-${t}`;
        const id = `${speaker}/${sentence}-${label}`;
        const sex = s % 2 === 0 ? 'female' : 'male';
        clips.push({ id, path: `/${id}.wav`, label, speaker, sentence, sex });
      }
    }
  }
  return clips;
}
