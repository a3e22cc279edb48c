/** A line of `metrics.jsonl`: what one epoch came to. */
export interface EpochRecord {
  /** From 1. */
  epoch: number;
  /** Mean over the training segments, while the weights moved. */
  loss: number;
  accuracy: number;
  /** At clip level. */
  validation: { loss: number; accuracy: number; uar: number };
  /** Whether no epoch before it had done better on the validation side. */
  best: boolean;
  /** Seconds of training, validation not counted. */
  seconds: number;
}
