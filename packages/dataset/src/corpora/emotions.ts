import { EMOTIONS } from '../types.ts';

export type Emotion = (typeof EMOTIONS)[number];

/** What corpora and people call each emotion, in lower case. */
const NAMES: Record<Emotion, readonly string[]> = {
  ANG: ['ang', 'anger', 'angry'],
  DIS: ['dis', 'disgust', 'disgusted'],
  FEA: ['fea', 'fear', 'fearful', 'afraid'],
  HAP: ['hap', 'happy', 'happiness', 'joy'],
  NEU: ['neu', 'neutral'],
  SAD: ['sad', 'sadness'],
  SUR: ['sur', 'surprise', 'surprised', 'ps', 'pleasant surprise', 'pleasantly surprised'],
  CAL: ['cal', 'calm'],
  BOR: ['bor', 'bored', 'boredom'],
};

const CODES = new Map(EMOTIONS.flatMap((code) => NAMES[code].map((name) => [name, code])));

/** The code of a label that people write: 'angry', 'Anger' and 'ANG' are ANG; any other label stays as it is. */
export function labelOf(name: string): string {
  const key = name.trim().toLowerCase().replaceAll(/[_-]/g, ' ');
  return CODES.get(key) ?? name.trim();
}

/** The labels that occur, in {@link EMOTIONS} order, others after them by name. */
export function sortLabels(labels: Iterable<string>): string[] {
  const order = (label: string) => {
    const index = (EMOTIONS as readonly string[]).indexOf(label);
    return index < 0 ? EMOTIONS.length : index;
  };
  return [...new Set(labels)].sort((a, b) => order(a) - order(b) || (a < b ? -1 : 1));
}
