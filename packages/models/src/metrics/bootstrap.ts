import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { ModelError } from '../errors.ts';
import type { Prediction } from './prediction.ts';

/** Lower and upper bound. */
export type Interval = [number, number];

export interface BootstrapOptions {
  /** Default 1. */
  seed?: number;
  /** How many resamples. Default 2000. */
  resamples?: number;
  /** Share of resamples between the bounds. Default 0.95. */
  confidence?: number;
}

const DEFAULTS = { seed: 1, resamples: 2000, confidence: 0.95 };

/** What is drawn: speakers, whose clips hang together, or clips where a speaker is not known. */
export type BootstrapUnit = 'speaker' | 'clip';

export interface BootstrapIntervals {
  unit: BootstrapUnit;
  accuracy: Interval;
  uar: Interval;
}

export interface PairedComparison {
  unit: BootstrapUnit;
  accuracy: PairedDifference;
  uar: PairedDifference;
}

export interface PairedDifference {
  /** First minus second. */
  difference: number;
  interval: Interval;
  /** Share of resamples in which the first is better; ties count half. */
  firstBetter: number;
}

/**
 * Percentile bootstrap intervals (Efron & Tibshirani, 1993) over whole speakers: what would other speakers
 * from the same population have given? A class that a resample lacks is left out of its UAR.
 */
export function bootstrapIntervals(
  predictions: readonly Prediction[],
  labels: readonly string[],
  options: BootstrapOptions = {},
): BootstrapIntervals {
  const { seed, resamples, confidence } = { ...DEFAULTS, ...options };
  const unit = bootstrapUnit(predictions);
  const tallies = tallyUnits(predictions, labels, unit);
  const units = [...tallies.values()];
  const accuracy = new Float64Array(resamples);
  const uar = new Float64Array(resamples);
  const drawn = new Float64Array(2 * labels.length);
  forEachResample(units.length, resamples, seed, (picks, i) => {
    addUp(drawn, units, picks);
    accuracy[i] = accuracyOf(drawn);
    uar[i] = uarOf(drawn);
  });
  return { unit, accuracy: percentiles(accuracy, confidence), uar: percentiles(uar, confidence) };
}

/**
 * Compares two runs on the same clips: both are scored on the same resamples of speakers, so that what makes
 * a speaker hard for both cancels out.
 *
 * @throws {@link ModelError} if the two don't hold the same clips with the same labels
 */
export function pairedBootstrap(
  first: readonly Prediction[],
  second: readonly Prediction[],
  labels: readonly string[],
  options: BootstrapOptions = {},
): PairedComparison {
  requireSameClips(first, second);
  const { seed, resamples, confidence } = { ...DEFAULTS, ...options };
  const unit = bootstrapUnit(first);
  const firstTallies = tallyUnits(first, labels, unit);
  // The second run's units in the first one's order: the same pick is the same speaker.
  const byClip = new Map(second.map((prediction) => [prediction.clip, prediction]));
  const paired = first.map((one) => ({ ...one, predicted: (byClip.get(one.clip) as Prediction).predicted }));
  const units = [[...firstTallies.values()], [...tallyUnits(paired, labels, unit).values()]] as const;

  const differences = { accuracy: new Float64Array(resamples), uar: new Float64Array(resamples) };
  const drawn = [new Float64Array(2 * labels.length), new Float64Array(2 * labels.length)] as const;
  const difference = (score: (tally: Float64Array) => number) => score(drawn[0]) - score(drawn[1]);
  const draw = (picks: ArrayLike<number>) => {
    addUp(drawn[0], units[0], picks);
    addUp(drawn[1], units[1], picks);
  };
  forEachResample(units[0].length, resamples, seed, (picks, i) => {
    draw(picks);
    differences.accuracy[i] = difference(accuracyOf);
    differences.uar[i] = difference(uarOf);
  });
  draw(Uint32Array.from(units[0], (_, i) => i));
  const summary = (values: Float64Array, score: (tally: Float64Array) => number): PairedDifference => ({
    difference: difference(score),
    interval: percentiles(values, confidence),
    firstBetter: values.reduce((sum, value) => sum + (value > 0 ? 1 : value === 0 ? 0.5 : 0), 0) / resamples,
  });
  return {
    unit,
    accuracy: summary(differences.accuracy, accuracyOf),
    uar: summary(differences.uar, uarOf),
  };
}

/** Speakers, where they are named and several: one alone would be drawn again and again. */
function bootstrapUnit(predictions: readonly Prediction[]): BootstrapUnit {
  const speakers = new Set(predictions.map(({ speaker }) => speaker));
  return speakers.size > 1 && !speakers.has(undefined) ? 'speaker' : 'clip';
}

/**
 * Per unit and label, how many are right (the first half) and how many there are (the second): all that
 * accuracy and UAR need, so that a resample costs a few additions.
 */
function tallyUnits(
  predictions: readonly Prediction[],
  labels: readonly string[],
  unit: BootstrapUnit,
): Map<string, Float64Array> {
  const position = new Map(labels.map((label, i) => [label, i]));
  const tallies = new Map<string, Float64Array>();
  for (const prediction of predictions) {
    const key = prediction[unit] as string;
    let tally = tallies.get(key);
    if (!tally) {
      tally = new Float64Array(2 * labels.length);
      tallies.set(key, tally);
    }
    const label = position.get(prediction.label) as number;
    if (prediction.predicted === prediction.label) (tally[label] as number) += 1;
    (tally[labels.length + label] as number) += 1;
  }
  return tallies;
}

function forEachResample(
  units: number,
  resamples: number,
  seed: number,
  visit: (picks: Uint32Array, resample: number) => void,
): void {
  const random = xoroshiro128plus(seed);
  const picks = new Uint32Array(units);
  for (let resample = 0; resample < resamples; resample++) {
    for (let i = 0; i < units; i++) picks[i] = uniformInt(random, 0, units - 1);
    visit(picks, resample);
  }
}

function addUp(sums: Float64Array, units: readonly Float64Array[], picks: ArrayLike<number>): void {
  sums.fill(0);
  for (let i = 0; i < picks.length; i++) {
    const tally = units[picks[i] as number] as Float64Array;
    for (let j = 0; j < sums.length; j++) (sums[j] as number) += tally[j] as number;
  }
}

function accuracyOf(tally: Float64Array): number {
  const classes = tally.length / 2;
  let [right, all] = [0, 0];
  for (let i = 0; i < classes; i++) {
    right += tally[i] as number;
    all += tally[classes + i] as number;
  }
  return right / all;
}

function uarOf(tally: Float64Array): number {
  const classes = tally.length / 2;
  let [sum, occurring] = [0, 0];
  for (let i = 0; i < classes; i++) {
    const support = tally[classes + i] as number;
    if (support === 0) continue;
    sum += (tally[i] as number) / support;
    occurring++;
  }
  return sum / occurring;
}

/** The bounds between which the middle `confidence` of the values lie, interpolated linearly as numpy does. */
function percentiles(values: Float64Array, confidence: number): Interval {
  const sorted = values.toSorted();
  const at = (quantile: number) => {
    const position = quantile * (sorted.length - 1);
    const below = sorted[Math.floor(position)] as number;
    const above = sorted[Math.ceil(position)] as number;
    return below + (above - below) * (position % 1);
  };
  return [at((1 - confidence) / 2), at((1 + confidence) / 2)];
}

function requireSameClips(first: readonly Prediction[], second: readonly Prediction[]): void {
  const labels = new Map(second.map(({ clip, label }) => [clip, label]));
  const missing = first.find(({ clip, label }) => labels.get(clip) !== label);
  if (missing) {
    throw new ModelError(
      `the runs can't be compared clip by clip: ${missing.clip} (${missing.label}) is not in both; ` +
        'evaluate both on the same clips',
    );
  }
  if (first.length !== labels.size || second.length !== labels.size) {
    throw new ModelError(
      `the runs can't be compared clip by clip: ${first.length} clips against ${second.length}; ` +
        'evaluate both on the same clips',
    );
  }
}
