import type { BundleCard } from './bundle/card.ts';
import { RowStatistics } from './row-statistics.ts';

/** What is known of a speaker's voice by other speech of theirs; no one needs to say what that expresses. */
export interface KnownVoice {
  /** Of rows of features. */
  bands: RowStatistics;
  /** Of the model's answers, as centred log-ratios; a row a window. */
  answers: RowStatistics;
}

/** A voice of which nothing has been heard yet. */
export function unheardVoice({ input, labels }: Pick<BundleCard, 'input' | 'labels'>): KnownVoice {
  return { bands: new RowStatistics(input.width), answers: new RowStatistics(labels.length) };
}
