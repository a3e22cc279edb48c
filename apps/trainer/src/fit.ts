import { setImmediate } from 'node:timers/promises';
import type { EpochRecord } from '@ser/run';
import { type BatchSource, readBatches, shuffleRows } from './batches.ts';
import type { CheckpointStore, NamedArrays } from './checkpoint.ts';

/** The part of a network that the loop drives. */
export interface Learner {
  /** One optimizer step; `step` counts from 0 over the whole run. */
  step(values: Float32Array, classes: Int32Array, step: number): Promise<{ loss: number; correct: number }>;
  /** Everything that later steps depend on. */
  state(): NamedArrays;
  restore(state: NamedArrays): void;
  /** Weights alone, as they stand. */
  weights(): NamedArrays;
}

export interface FitOptions {
  learner: Learner;
  source: BatchSource;
  /** Rows of the store that are trained on. */
  rows: readonly number[];
  epochs: number;
  batchSize: number;
  patience: number;
  seed: number;
  checkpoint: CheckpointStore;
  /** Judges the weights as they stand on the validation side. */
  validate: () => Promise<{ loss: number; accuracy: number; uar: number }>;
  signal: AbortSignal;
  onStep: (epoch: number, batch: number, batches: number, loss: number, accuracy: number) => void;
  onEpoch: (history: readonly EpochRecord[], best: boolean) => Promise<void>;
}

/** Where a run stands: what `state.json` of a checkpoint holds beside the arrays. */
interface FitState {
  /** Epochs that are over. */
  epoch: number;
  /** Batches of the running epoch that are done. */
  batch: number;
  /** Sums over those batches. */
  running: { loss: number; correct: number; seen: number; seconds: number };
  history: EpochRecord[];
  bestEpoch: number;
}

/** Seconds between checkpoints within an epoch. */
const CHECKPOINT_INTERVAL_S = 120;

/**
 * Trains until the epochs are over or validation UAR has not risen for `patience` of them.
 *
 * The order of an epoch follows from seed and epoch, dropout from seed and step, so a run that goes on from a
 * checkpoint reaches the same weights as one that was never stopped. When the signal aborts, the state is
 * saved after the running step and the signal's reason is thrown.
 *
 * @returns the weights of the best epoch, and the history
 */
export async function fit(
  options: FitOptions,
): Promise<{ best: NamedArrays; history: EpochRecord[]; bestEpoch: number }> {
  const { learner, source, rows, batchSize, seed, checkpoint, signal } = options;
  const batches = Math.ceil(rows.length / batchSize);
  let state: FitState = { epoch: 0, batch: 0, running: noSums(), history: [], bestEpoch: -1 };
  let best: NamedArrays = {};

  if (checkpoint.exists()) {
    const saved = await checkpoint.load();
    state = saved.state as FitState;
    learner.restore(saved.files[`step-${state.epoch * batches + state.batch}`] ?? {});
    best = saved.files[`best-${state.bestEpoch}`] ?? {};
  }

  const save = () =>
    checkpoint.save(state, {
      [`step-${state.epoch * batches + state.batch}`]: learner.state(),
      ...(state.bestEpoch >= 0 && { [`best-${state.bestEpoch}`]: best }),
    });

  while (state.epoch < options.epochs && !outOfPatience(state, options.patience)) {
    const order = shuffleRows(rows, seed, state.epoch).slice(state.batch * batchSize);
    let since = performance.now();
    let saved = since;
    for await (const batch of readBatches(source, order, batchSize)) {
      const step = state.epoch * batches + state.batch;
      const { loss, correct } = await learner.step(batch.values, batch.classes, step);
      if (!Number.isFinite(loss)) {
        throw new Error(`the loss is ${loss} after step ${step}; try a smaller --learning-rate`);
      }
      const { running } = state;
      running.loss += loss * batch.size;
      running.correct += correct;
      running.seen += batch.size;
      running.seconds += (performance.now() - since) / 1000;
      since = performance.now();
      state.batch++;
      options.onStep(
        state.epoch,
        state.batch,
        batches,
        running.loss / running.seen,
        running.correct / running.seen,
      );
      // A step in plain JavaScript never yields: let signals and timers in.
      await setImmediate();
      if (signal.aborted || since - saved > CHECKPOINT_INTERVAL_S * 1000) {
        await save();
        saved = performance.now();
        signal.throwIfAborted();
      }
    }

    const validation = await options.validate();
    const { loss, correct, seen, seconds } = state.running;
    const record = {
      epoch: state.epoch + 1,
      loss: loss / seen,
      accuracy: correct / seen,
      validation,
      seconds,
    };
    const isBest = betterThan(record, state.history[state.bestEpoch]);
    if (isBest) {
      state.bestEpoch = state.epoch;
      best = learner.weights();
    }
    state.history.push(record);
    state.epoch++;
    state.batch = 0;
    state.running = noSums();
    await save();
    await options.onEpoch(state.history, isBest);
    signal.throwIfAborted();
  }
  return { best, history: state.history, bestEpoch: state.bestEpoch };
}

function noSums(): FitState['running'] {
  return { loss: 0, correct: 0, seen: 0, seconds: 0 };
}

/** By UAR; small validation sides tie often, and then the lower loss is better. */
function betterThan(record: EpochRecord, best: EpochRecord | undefined): boolean {
  if (!best) return true;
  const gain = record.validation.uar - best.validation.uar;
  return gain > 0 || (gain === 0 && record.validation.loss < best.validation.loss);
}

function outOfPatience({ epoch, bestEpoch }: FitState, patience: number): boolean {
  return bestEpoch >= 0 && epoch - 1 - bestEpoch >= patience;
}
