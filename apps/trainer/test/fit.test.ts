import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chooseBackend, type Trainer } from '@ser/models';
import { CheckpointStore } from '../src/checkpoint.ts';
import { type FitOptions, fit } from '../src/fit.ts';

beforeAll(() => chooseBackend({ backend: 'cpu' }));

const folder = mkdtempSync(join(tmpdir(), 'fit-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A trainer whose one weight is how many steps it has taken, one an epoch. */
function countingTrainer(): Trainer {
  let steps = 0;
  const weights = () => ({ steps: Float32Array.of(steps) });
  return {
    step: async () => {
      steps++;
      return { loss: 1, correct: 0 };
    },
    state: weights,
    restore: (state) => {
      steps = state.steps?.[0] ?? 0;
    },
    withAverage: (work) => work(),
    weights,
    setWeights: () => {},
    dispose: () => {},
  };
}

/** The validation UAR of four epochs. */
const UARS = [0.5, 0.9, 0.7, 0.6];

async function keptEpoch(name: string, keep: FitOptions['keep']) {
  let epoch = 0;
  const shape = { frames: 1, width: 1 };
  const options: FitOptions = {
    trainer: countingTrainer(),
    layout: 'time-major',
    source: {
      segments: { labelOf: () => 'SAD', read: async () => Float32Array.of(1) },
      shape,
      labels: ['SAD'],
      seed: 1,
    },
    rows: [0],
    epochs: UARS.length,
    batchSize: 1,
    patience: 10,
    keep,
    seed: 1,
    checkpoint: new CheckpointStore(join(folder, name)),
    validate: async () => ({ loss: 1, accuracy: 0, uar: UARS[epoch++] as number }),
    signal: new AbortController().signal,
    onStep: () => {},
    onHistory: async () => {},
  };
  const first = await fit(options);
  // A run that is over already comes to the same.
  const again = await fit({ ...options, trainer: countingTrainer() });
  expect(again.weights).toEqual(first.weights);
  expect(first.history.map(({ best }) => best)).toEqual([true, true, false, false]);
  return first.weights.steps?.[0];
}

it('keeps the epoch with the best validation UAR, or the last one', async () => {
  expect(await keptEpoch('best', 'best')).toBe(2);
  expect(await keptEpoch('last', 'last')).toBe(4);
});
