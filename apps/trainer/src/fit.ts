import { setImmediate } from 'node:timers/promises';
import type { Layout, NamedArrays, Trainer } from '@ser/models';
import { toInput } from '@ser/models';
import type { EpochRecord } from '@ser/run';
import { type BatchSource, readBatches, shuffleRows } from './batches.ts';
import type { CheckpointStore } from './checkpoint.ts';

export interface FitOptions {
  trainer: Trainer;
  layout: Layout;
  source: BatchSource;
  /** Rows of the store that are trained on. */
  rows: readonly number[];
  epochs: number;
  batchSize: number;
  /** Epochs without a better validation UAR before training ends. */
  patience: number;
  /** Whose weights are the result: those of the epoch with the best validation UAR, or of the last one. */
  keep: 'best' | 'last';
  seed: number;
  checkpoint: CheckpointStore;
  /** Judges the weights as they stand on the validation side. */
  validate: () => Promise<EpochRecord['validation']>;
  signal: AbortSignal;
  /** After each batch, with the sums over the epoch so far. */
  onStep: (epoch: number, done: number, batches: number, sums: EpochSums) => void;
  /** After each epoch, and once when a run goes on. */
  onHistory: (history: readonly EpochRecord[]) => Promise<void>;
}

export interface FitResult {
  /** Weights of the epoch that is kept. */
  weights: NamedArrays;
  history: EpochRecord[];
}

/** Sums over the batches of an epoch. */
export interface EpochSums {
  loss: number;
  correct: number;
  /** Segments. */
  seen: number;
  seconds: number;
}

/** Where a run stands: what `state.json` of a checkpoint holds beside the arrays. */
interface FitState {
  /** Batches of the running epoch that are done. */
  batch: number;
  running: EpochSums;
  /** The epochs that are over. */
  history: EpochRecord[];
}

/** Seconds between checkpoints within an epoch. */
const CHECKPOINT_INTERVAL_S = 120;

/**
 * Trains until the epochs are over, or validation UAR has not risen for `patience` of them.
 *
 * The order of an epoch follows from seed and epoch, dropout from seed and step, so a run that goes on from a
 * checkpoint reaches the same weights as one that was never stopped. When the signal aborts, the state is
 * saved after the running step and the signal's reason is thrown.
 */
export async function fit(options: FitOptions): Promise<FitResult> {
  const { trainer, layout, source, rows, batchSize, checkpoint, signal } = options;
  const batches = Math.ceil(rows.length / batchSize);
  const { state, best: saved } = await restore(options);
  let best = saved;

  const save = () => {
    const files = { [`step-${stepOf(state, batches)}`]: trainer.state() };
    const bestEpoch = bestOf(state.history)?.epoch;
    return checkpoint.save(
      state,
      bestEpoch === undefined ? files : { ...files, [`best-${bestEpoch}`]: best },
    );
  };

  while (state.history.length < options.epochs && sinceBest(state.history) < options.patience) {
    const epoch = state.history.length;
    const order = shuffleRows(rows, options.seed, epoch).slice(state.batch * batchSize);
    let lastStep = performance.now();
    let lastSave = lastStep;
    for await (const batch of readBatches(source, order, batchSize, epoch)) {
      const inputs = toInput(layout, source.shape, batch.values);
      const step = stepOf(state, batches);
      const { loss, correct } = await trainer.step(inputs, batch.targets, step);
      inputs.dispose();
      if (!Number.isFinite(loss)) {
        throw new Error(`the loss is ${loss} at step ${step}; try a smaller --learning-rate`);
      }
      const now = performance.now();
      const { running } = state;
      running.loss += loss * batch.size;
      running.correct += correct;
      running.seen += batch.size;
      running.seconds += (now - lastStep) / 1000;
      state.batch++;
      lastStep = now;
      options.onStep(epoch, state.batch, batches, running);
      // A step in plain JavaScript never yields: let signals in.
      await setImmediate();
      if (signal.aborted || now - lastSave > CHECKPOINT_INTERVAL_S * 1000) {
        await save();
        lastSave = performance.now();
      }
      signal.throwIfAborted();
    }

    const { loss, correct, seen, seconds } = state.running;
    const validation = await trainer.withAverage(options.validate);
    const isBest = isBetter(validation, bestOf(state.history)?.validation);
    if (isBest) best = trainer.weights();
    state.history.push({
      epoch: epoch + 1,
      loss: loss / seen,
      accuracy: correct / seen,
      validation,
      best: isBest,
      seconds,
    });
    state.batch = 0;
    state.running = noSums();
    await save();
    await options.onHistory(state.history);
    signal.throwIfAborted();
  }
  return { weights: options.keep === 'last' ? trainer.weights() : best, history: state.history };
}

/** The state of the last checkpoint, with the trainer set to it, or that of a fresh run. */
async function restore({ trainer, checkpoint, rows, batchSize, onHistory }: FitOptions) {
  const fresh: FitState = { batch: 0, running: noSums(), history: [] };
  if (!checkpoint.exists()) return { state: fresh, best: {} };
  const { state, files } = await checkpoint.load();
  const saved = state as FitState;
  trainer.restore(files[`step-${stepOf(saved, Math.ceil(rows.length / batchSize))}`] ?? {});
  await onHistory(saved.history);
  return { state: saved, best: files[`best-${bestOf(saved.history)?.epoch}`] ?? {} };
}

/** Steps done in the whole run. */
function stepOf({ history, batch }: FitState, batches: number): number {
  return history.length * batches + batch;
}

function noSums(): EpochSums {
  return { loss: 0, correct: 0, seen: 0, seconds: 0 };
}

function bestOf(history: readonly EpochRecord[]): EpochRecord | undefined {
  return history.findLast(({ best }) => best);
}

function sinceBest(history: readonly EpochRecord[]): number {
  return history.length - (bestOf(history)?.epoch ?? history.length);
}

/** By UAR; small validation sides tie often, and then the lower loss is better. */
function isBetter(one: EpochRecord['validation'], best: EpochRecord['validation'] | undefined): boolean {
  if (!best) return true;
  return one.uar > best.uar || (one.uar === best.uar && one.loss < best.loss);
}
