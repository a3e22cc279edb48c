import type { BundleCard } from './bundle/card.ts';
import { RowStatistics } from './row-statistics.ts';

/** What is known of a speaker's voice by other speech of theirs, for each of the card's speeds in turn. */
export type KnownVoice = readonly HeardVoice[];

/** What speech at one speed tells of a voice; no one needs to say what it expresses. */
export interface HeardVoice {
  /** Of rows of features. */
  bands: RowStatistics;
  /** Of the model's answers, as centred log-ratios; a row a window. */
  answers: RowStatistics;
}

/** A voice of which nothing has been heard yet. */
export function unheardVoice({
  speeds,
  input,
  labels,
}: Pick<BundleCard, 'speeds' | 'input' | 'labels'>): KnownVoice {
  return speeds.map(() => ({
    bands: new RowStatistics(input.width),
    answers: new RowStatistics(labels.length),
  }));
}
