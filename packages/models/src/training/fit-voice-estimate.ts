import { EigenvalueDecomposition, Matrix, solve } from 'ml-matrix';
import type { RowStatistics } from '../row-statistics.ts';
import { traitsOf, type VoiceEstimate } from '../voice-estimate.ts';

/** Directions in which voices differ; more of them explain less than a hundredth of what is left. */
const DIRECTIONS = 8;

/** The ridge's penalty for each clip: what a single clip tells is believed by half or less. */
const PENALTY = 1;

/** The card keeps as many digits. */
const DIGITS = 6;

/**
 * Fits the regression by ridge (Hoerl & Kennard, 1970), then keeps the directions in which its answers differ most.
 *
 * @param clips for each clip of the training side, what is heard in it and what is known of its voice by all clips
 */
export function fitVoiceEstimate(
  clips: readonly { heard: RowStatistics; voice: RowStatistics }[],
): VoiceEstimate {
  const heard = new Matrix(clips.map((clip) => traitsOf(clip.heard)));
  const voices = new Matrix(clips.map((clip) => traitsOf(clip.voice)));
  const mean = heard.mean('column');
  // What never varies tells nothing.
  const std = heard.standardDeviation('column', { unbiased: false }).map((each) => (each > 1e-9 ? each : 1));
  const voice = voices.mean('column');
  heard.subRowVector(mean).divRowVector(std);
  voices.subRowVector(voice);

  const transposed = heard.transpose();
  const covariance = transposed.mmul(heard);
  const traits = heard.columns;
  const penalised = Matrix.add(covariance, Matrix.eye(traits, traits).mul(PENALTY * clips.length));
  const regression = solve(penalised, transposed.mmul(voices));
  const answers = regression.transpose().mmul(covariance).mmul(regression);
  // In ascending order of how far apart answers lie.
  const { eigenvectorMatrix } = new EigenvalueDecomposition(answers, { assumeSymmetric: true });
  const count = Math.min(DIRECTIONS, traits);
  const directions = eigenvectorMatrix.subMatrix(0, traits - 1, traits - count, traits - 1);
  return {
    heard: { mean: rounded(mean), std: rounded(std) },
    voice: rounded(voice),
    shows: regression.mmul(directions).transpose().to2DArray().map(rounded),
    directions: directions.transpose().to2DArray().map(rounded),
  };
}

function rounded(values: readonly number[]): number[] {
  return values.map((value) => Number(value.toPrecision(DIGITS)));
}
