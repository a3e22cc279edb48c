import { createProgress } from '@ser/cli';
import { type FeatureStore, formatAudit, type Split } from '@ser/dataset';
import {
  aggregateClips,
  type CardDetails,
  chooseAbstention,
  confusionMatrix,
  coolLogits,
  coolProbabilities,
  createTrainer,
  type EvaluationMetrics,
  type Figures,
  fitNormalisation,
  fitTemperature,
  type PredictionRecord,
  predictLabels,
  roundWeights,
  saveBundle,
  scores,
} from '@ser/models';
import {
  besideLines,
  describeEnvironment,
  type Environment,
  figuresLine,
  inputShapeOf,
  judgementMetrics,
  judgeRows,
  predictRows,
  type RunDirectory,
  RunError,
  readJson,
  rowsOfSides,
  Voices,
  withAges,
  writeEvaluation,
  writeJson,
  writeRunReport,
  writeText,
} from '@ser/run';
import { drawAcquaintance } from './acquaintance.ts';
import type { BatchSource } from './batches.ts';
import { CheckpointStore } from './checkpoint.ts';
import { epochLine, stepNote } from './console.ts';
import { fit } from './fit.ts';
import type { Stage } from './prepare.ts';

/**
 * One training, from split to judged bundle, in a run directory of its own. It goes on where a checkpoint in
 * the directory left off.
 */
export async function trainFold(
  stage: Stage,
  split: Split,
  run: RunDirectory,
  signal: AbortSignal,
): Promise<void> {
  const { config, architecture, backend, corpus, store } = stage;
  const { labels } = corpus;
  const rows = rowsOfSides(store, split);
  const checkpoint = new CheckpointStore(run.checkpoint);
  const environment = describeEnvironment(backend, stage.extractor, corpus, store);
  if (checkpoint.exists()) await checkSameGround(run, environment);
  await writeJson(run.environment, environment);
  await writeJson(run.split, split);
  await writeJson(run.config, config);
  console.log(formatAudit(split));

  const { recipe } = architecture;
  const shape = inputShapeOf(store);
  const normalisation = await fitNormalisation(
    architecture.normalisation,
    store.width,
    readEach(store, rows.train),
  );
  const model = architecture.build({ ...shape, classes: labels.length, seed: config.seed });
  console.log(`model ${architecture.name}: ${model.countParams().toLocaleString('en')} parameters`);
  const trainer = createTrainer(model, {
    steps: config.epochs * Math.ceil(rows.train.length / config.batchSize),
    ...architecture.training,
    learningRate: config.learningRate,
  });
  const input = { ...shape, layout: architecture.layout };
  const predictor = { card: { name: run.name, recipe, input, normalisation }, model };
  let voices: Voices | undefined;
  let normalisationOf: BatchSource['normalisationOf'];
  if (normalisation.kind === 'voice') {
    const known = await Voices.read(store);
    voices = known;
    normalisationOf = (row, seed) => drawAcquaintance(normalisation, known, row, seed);
  } else {
    normalisationOf = () => normalisation;
  }
  const strangers = voices && { voiceOf: (row: number) => voices.of(row, 'stranger') };
  const { augmentation } = architecture.training;

  const progress = createProgress('epoch', 'batches');
  const { weights, history } = await fit({
    ...config,
    trainer,
    layout: architecture.layout,
    source: {
      store,
      shape,
      normalisationOf,
      labels,
      ...(augmentation && { augmentation }),
      seed: config.seed,
    },
    rows: rows.train,
    checkpoint,
    signal,
    validate: async () => {
      const records = await predictRows(predictor, store, rows.validation, strangers);
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
  const judge = (rows: readonly number[]) =>
    judgeRows(predictor, store, rows, { signal, ...(voices && { voices }) });
  const unseen = await judge(rows.validation);
  const temperature = fitTemperature(Object.values(unseen).flat(), labels);
  coolLogits(model, temperature);
  // Before it is judged: the figures are of the weights that are saved.
  roundWeights(model);
  const abstain = chooseAbstention(
    predictLabels(aggregateClips(coolProbabilities(unseen.stranger, temperature)), labels),
  );

  const judgement = withAges(await judge(rows.test), corpus.clips);
  const metrics = judgementMetrics(judgement, { split: config.split, labels, clips: corpus.clips });
  await saveBundle(run.model, model, {
    name: run.name,
    architecture: architecture.name,
    labels,
    recipe,
    input,
    normalisation,
    corpus: {
      name: corpus.name,
      fingerprint: corpus.fingerprint,
      synthetic: corpus.synthetic,
      licence: corpus.licence ?? null,
      citation: corpus.citation ?? null,
    },
    split: config.split,
    figures: cardFigures(metrics),
    abstain,
    licence: null,
    seed: config.seed,
    created: new Date().toISOString(),
  });
  await writeEvaluation(run.evaluation, metrics, judgement, corpus.clips);
  await writeRunReport(run);
  console.log(
    `best epoch ${history.findLast(({ best }) => best)?.epoch} of ${history.length}; test side: ${figuresLine(metrics)}`,
  );
  for (const line of besideLines(metrics)) console.log(line);
  trainer.dispose();
  model.dispose();
}

/** Refuses to go on with other clips, and says so where another backend will round differently. */
async function checkSameGround(run: RunDirectory, now: Environment): Promise<void> {
  const before = (await readJson(run.environment, 'what the run ran on')) as Environment;
  if (before.corpus.fingerprint !== now.corpus.fingerprint) {
    throw new RunError(
      `${now.corpus.root} has changed since ${run.path} was begun: clips were added, taken away or altered. ` +
        'Begin a new run, without --resume',
    );
  }
  if (before.backend.name !== now.backend.name) {
    console.log(
      `begun on the backend ${before.backend.name}, goes on on ${now.backend.name}: weights will not be those of one backend`,
    );
  }
}

/** The figures as a card has them; those of known voices by names of their own. */
function cardFigures({ knownVoice = {}, ...stranger }: EvaluationMetrics): CardDetails['figures'] {
  const named = ({ uar, accuracy, macroF1, ece, ci }: Figures, prefix: string) => ({
    [`${prefix}uar`]: { value: uar, interval: ci.uar },
    [`${prefix}accuracy`]: { value: accuracy, interval: ci.accuracy },
    [`${prefix}macroF1`]: { value: macroF1, interval: null },
    [`${prefix}ece`]: { value: ece, interval: null },
  });
  const known = Object.entries(knownVoice).map(([name, figures]) => named(figures, `voice/${name}/`));
  return Object.assign(named(stranger, ''), ...known);
}

/** The values of some rows, one at a time. */
async function* readEach(store: FeatureStore, rows: readonly number[]): AsyncGenerator<Float32Array> {
  for (const row of rows) yield store.read(row);
}

/** Mean negative logarithm of the true label's probability, in nats. */
function crossEntropy(records: readonly PredictionRecord[], labels: readonly string[]): number {
  const losses = records.map(
    ({ label, probabilities }) => -Math.log(Math.max(probabilities[labels.indexOf(label)] ?? 0, 1e-12)),
  );
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}
