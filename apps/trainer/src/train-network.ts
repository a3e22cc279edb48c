import { createProgress } from '@ser/cli';
import type { SideName } from '@ser/dataset';
import {
  type Architecture,
  aggregateClips,
  confusionMatrix,
  createTrainer,
  type FeatureShape,
  type Normalisation,
  type PredictionRecord,
  predictLabels,
  scores,
} from '@ser/models';
import { predictRows, type RunDirectory, writeText } from '@ser/run';
import type * as tf from '@tensorflow/tfjs';
import { CheckpointStore } from './checkpoint.ts';
import { epochLine, stepNote } from './console.ts';
import { fit } from './fit.ts';
import type { Stage } from './prepare.ts';
import { TrainingSegments } from './segments.ts';

/** What the networks of one model have in common. */
export interface Ground {
  rows: Record<SideName, number[]>;
  shape: FeatureShape;
  normalisation: Normalisation;
}

/**
 * Trains one network, and writes `metrics.jsonl` and checkpoints on the way.
 *
 * @returns the network of the epoch that is kept
 */
export async function trainNetwork(
  { config, corpus: { labels }, trained }: Stage,
  architecture: Architecture,
  ground: Ground,
  run: RunDirectory,
  seed: number,
  signal: AbortSignal,
): Promise<tf.LayersModel> {
  const { recipe, layout, training } = architecture;
  const { rows, shape, normalisation } = ground;
  const [{ store, voices }] = trained;
  const model = architecture.build({ ...shape, classes: labels.length, seed });
  console.log(`model ${architecture.name}: ${model.countParams().toLocaleString('en')} parameters`);
  const trainer = createTrainer(model, {
    steps: config.epochs * Math.ceil(rows.train.length / config.batchSize),
    ...training,
    learningRate: config.learningRate,
  });
  const card = { name: run.name, recipe, input: { ...shape, layout }, normalisation, answers: null };
  const predictor = { card, model };
  const strangers = voices && { voiceOf: (row: number) => voices.of(row, 'stranger') };

  const progress = createProgress('epoch', 'batches');
  const { weights, history } = await fit({
    ...config,
    seed,
    trainer,
    layout,
    source: {
      segments: new TrainingSegments(trained, normalisation),
      shape,
      labels,
      ...(training.augmentation && { augmentation: training.augmentation }),
      seed,
    },
    rows: rows.train,
    checkpoint: new CheckpointStore(run.checkpoint),
    signal,
    validate: async () => {
      progress.stop();
      const judging = createProgress('validation side', 'segments');
      const records = await predictRows(predictor, store, rows.validation, {
        ...strangers,
        onProgress: (done, total) => judging.update(done, total),
      }).finally(() => judging.stop());
      const clips = predictLabels(aggregateClips(records), labels);
      const { accuracy, uar } = scores(confusionMatrix(clips, labels));
      return { loss: crossEntropy(clips, labels), accuracy, uar };
    },
    onStep: (epoch, done, batches, sums) =>
      progress.update(done, batches, stepNote(epoch, config.epochs, sums)),
    onHistory: async (history) => {
      progress.stop();
      await writeText(run.metrics, history.map((record) => `${JSON.stringify(record)}\n`).join(''));
      const last = history.at(-1);
      if (last) console.log(epochLine(last, config.epochs));
    },
  }).finally(() => progress.stop());
  trainer.setWeights(weights);
  trainer.dispose();
  const best = history.findLast(({ best }) => best)?.epoch;
  console.log(`best epoch ${best} of ${history.length}${config.keep === 'last' ? '; the last is kept' : ''}`);
  return model;
}

/** Mean negative logarithm of the true label's probability, in nats. */
function crossEntropy(records: readonly PredictionRecord[], labels: readonly string[]): number {
  const losses = records.map(
    ({ label, probabilities }) => -Math.log(Math.max(probabilities[labels.indexOf(label)] ?? 0, 1e-12)),
  );
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}
