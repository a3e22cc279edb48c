import { createProgress } from '@ser/cli';
import { type FeatureStore, formatAudit, type SideName, type Split } from '@ser/dataset';
import { deriveSeed, fitNormalisation, joinNetworks, roundWeights, saveBundle } from '@ser/models';
import {
  adjustJudgement,
  besideLines,
  describeEnvironment,
  type Environment,
  figuresLine,
  inputShapeOf,
  judgedSide,
  judgementMetrics,
  judgeRaw,
  type RunDirectory,
  readJson,
  rowsOfSides,
  withAges,
  writeEvaluation,
  writeJson,
  writeRunReport,
} from '@ser/run';
import type * as tf from '@tensorflow/tfjs';
import { calibrate } from './calibrate.ts';
import { cardFigures } from './card-figures.ts';
import { CheckpointStore } from './checkpoint.ts';
import { learnVoices } from './learn-voices.ts';
import type { Stage } from './prepare.ts';
import { trainNetwork } from './train-network.ts';

/**
 * One model, from split to judged bundle, in a run directory of its own. It goes on where a checkpoint in
 * the directory left off.
 */
export async function trainFold(
  stage: Stage,
  split: Split,
  run: RunDirectory,
  signal: AbortSignal,
): Promise<void> {
  const { config, architectures, backend, corpus, trained, heard } = stage;
  const [architecture] = architectures;
  const [{ store }] = trained;
  const { labels } = corpus;
  const rows = rowsOfSides(store, split);
  const environment = describeEnvironment(backend, stage.extractor, corpus, store);
  if (new CheckpointStore(run.checkpoint).exists()) await tellOfAnotherBackend(run, environment);
  await writeJson(run.environment, environment);
  await writeJson(run.split, split);
  await writeJson(run.config, config);
  console.log(formatAudit(split));

  const shape = inputShapeOf(store);
  const inTraining = await fitNormalisation(
    architecture.normalisation,
    store.width,
    readEach(store, rows.train),
  );
  const ground = { rows, shape, normalisation: inTraining };
  const planned = planNetworks(stage);
  const networks: tf.LayersModel[] = [];
  for (const [i, { architecture, seed }] of planned.entries()) {
    if (planned.length > 1) console.log(`network ${i + 1} of ${planned.length}`);
    networks.push(await trainNetwork(stage, architecture, ground, run.member(i), seed, signal));
  }
  const model = networks.length === 1 ? (networks[0] as tf.LayersModel) : await joinNetworks(networks);

  const { recipe, speeds = [1] } = architecture;
  const input = { ...shape, layout: architecture.layout };
  const normalisation = learnVoices(inTraining, heard, split.train);
  const judge = (side: SideName) => {
    const predictor = { card: { name: run.name, recipe, input, normalisation, answers: null }, model };
    const hearings = heard.map((version) => ({
      ...version,
      rows: rowsOfSides(version.store, split)[side],
    }));
    const progress = createProgress(`${side} side`, 'segments');
    return judgeRaw(predictor, hearings, true, {
      signal,
      onProgress: (done, total) => progress.update(done, total),
    }).finally(() => progress.stop());
  };
  const { answers, abstain } = calibrate(model, await judge('validation'), labels);
  // Before it is judged: the figures are of the weights that are saved.
  roundWeights(model);

  const side = judgedSide(split);
  const judgement = withAges(adjustJudgement(await judge(side), answers), corpus.clips);
  const figures = judgementMetrics(judgement, { split: config.split, labels, clips: corpus.clips });
  const metrics = { ...figures, ...(side === 'validation' && { trainedOn: figures.count }) };
  await saveBundle(run.model, model, {
    name: run.name,
    architecture: config.model,
    labels,
    recipe,
    speeds: [...speeds],
    input,
    normalisation,
    answers,
    corpus: {
      name: corpus.name,
      fingerprint: corpus.fingerprint,
      synthetic: corpus.synthetic,
      licence: corpus.licence ?? null,
      citation: corpus.citation ?? null,
    },
    split: config.split,
    side,
    figures: cardFigures(metrics),
    abstain,
    licence: config.licence,
    seed: config.seed,
    created: new Date().toISOString(),
  });
  await writeEvaluation(run.evaluation, metrics, judgement, corpus.clips);
  await writeRunReport(run);
  console.log(`${side} side${side === 'validation' ? ', which calibrated it' : ''}: ${figuresLine(metrics)}`);
  for (const line of besideLines(metrics)) console.log(line);
  for (const network of new Set([...networks, model])) network.dispose();
}

/** The networks that answer together. The first one of an architecture is the one that its run alone would train. */
function planNetworks({ architectures, config: { members, seed } }: Stage) {
  return architectures.flatMap((architecture) =>
    Array.from({ length: members }, (_, member) => ({
      architecture,
      seed: member === 0 ? seed : deriveSeed(seed, `member ${member}`),
    })),
  );
}

/** Says so where a run goes on on a backend that will round differently. */
async function tellOfAnotherBackend(run: RunDirectory, { backend }: Environment): Promise<void> {
  const before = ((await readJson(run.environment, 'what the run ran on')) as Environment).backend;
  if (before.name !== backend.name) {
    console.log(
      `begun on the backend ${before.name}, goes on on ${backend.name}: weights will not be those of one backend`,
    );
  }
}

/** The values of some rows, one at a time. */
async function* readEach(store: FeatureStore, rows: readonly number[]): AsyncGenerator<Float32Array> {
  for (const row of rows) yield store.read(row);
}
