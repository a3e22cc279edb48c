import {
  type AnswerNormalisation,
  aggregateClips,
  type BundleCard,
  chooseAbstention,
  coolAnswers,
  coolLogits,
  coolProbabilities,
  fitAnswers,
  fitTemperature,
  predictLabels,
} from '@ser/models';
import { adjustJudgement, NEUTRAL, type RawJudgement } from '@ser/run';
import type * as tf from '@tensorflow/tfjs';

/** What a model's card says of how its answers are to be taken. */
export interface Calibration {
  /** What answers to known voices are held against; null where it can know none. */
  answers: AnswerNormalisation | null;
  abstain: BundleCard['abstain'];
}

/**
 * Makes a trained model as sure as it is right, for strangers and for known voices. Its logits are cooled in place.
 *
 * @param said what it said of the validation side
 */
export function calibrate(model: tf.LayersModel, said: RawJudgement, labels: readonly string[]): Calibration {
  const asTheyAre = adjustJudgement(said, null);
  const raw = asTheyAre.all ? fitAnswers(asTheyAre.all, NEUTRAL) : null;
  const unseen = adjustJudgement(said, raw);
  const temperature = fitTemperature(unseen.stranger, labels);
  coolLogits(model, temperature);
  const answers = raw && {
    ...coolAnswers(raw, temperature),
    sharpness: temperature / fitTemperature(unseen.all ?? unseen.stranger, labels),
  };
  const abstain = chooseAbstention(
    predictLabels(aggregateClips(coolProbabilities(unseen.stranger, temperature)), labels),
  );
  return { answers, abstain };
}
