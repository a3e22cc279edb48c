/** Labels as people read them, by the corpora's codes. Others stand as they are. */
const NAMES: Record<string, string> = {
  ANG: 'Anger',
  BOR: 'Boredom',
  CAL: 'Calm',
  DIS: 'Disgust',
  FEA: 'Fear',
  HAP: 'Happiness',
  NEU: 'Neutral',
  SAD: 'Sadness',
  SUR: 'Surprise',
};

export function emotionName(label: string): string {
  return NAMES[label] ?? label;
}

/** How many colours `style.css` has for labels, as `--label-0` and so on. */
const COLORS = 8;

/** The colour of the i-th label, as it is in the theme of the moment. */
export function labelColor(i: number): string {
  return getComputedStyle(document.documentElement)
    .getPropertyValue(`--label-${i % COLORS}`)
    .trim();
}

export function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

/** Position of the largest value. */
export function leader(probabilities: readonly number[]): number {
  return probabilities.indexOf(Math.max(...probabilities));
}
