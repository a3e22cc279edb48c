import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { CORPUS_KINDS, defaultCorpus, workspaceRoot } from '@ser/dataset';
import { findArchitectures } from '@ser/models';
import { z } from 'zod';
import { RunError } from './errors.ts';

/** Everything that decides a run; `config.json` holds it complete, defaults too. */
const schema = z.strictObject({
  /** 'demo', or the absolute path of a corpus folder or manifest. */
  corpus: z.string().min(1),
  /** Naming rule of the corpus. */
  kind: z.enum(CORPUS_KINDS),
  /** Whether a corpus may point to files outside its folder. */
  allowOutside: z.boolean(),
  /** Whether one unusable clip ends the run. */
  strict: z.boolean(),
  /** At most so many clips, balanced over labels and speakers; null for all. */
  limit: z.int().positive().nullable(),
  /** Architecture, or several joined by '+' that answer together. */
  model: z.string(),
  split: z.enum(['segment', 'clip', 'speaker', 'speaker-sentence']),
  /** 1 for a single split, more for cross-validation. */
  folds: z.int().positive(),
  /** Whether there is no test side, so that its clips train too: for a model to give away once its figures are known. */
  final: z.boolean(),
  /** Networks an architecture, each trained from a seed of its own; all answer together. */
  members: z.int().positive().max(16),
  epochs: z.int().positive(),
  batchSize: z.int().positive(),
  learningRate: z.number().positive(),
  /** Epochs without a better validation UAR before the run stops early. */
  patience: z.int().positive(),
  /** Whether the weights of the epoch with the best validation UAR are kept, or the last one's. */
  keep: z.enum(['best', 'last']),
  seed: z
    .int()
    .nonnegative()
    .max(2 ** 31 - 1),
  /** Where features are computed. */
  device: z.enum(['auto', 'cpu', 'cuda']),
  /** What runs the network. */
  backend: z.enum(['auto', 'native', 'tensorflow', 'cpu']),
  /** Threads for features and network; null for one a core. */
  threads: z.int().positive().nullable(),
  /** What the model's card says of its licence; null for nothing. */
  licence: z.string().min(1).nullable(),
  /** Folder that keeps computed features from run to run. */
  cache: z.string().min(1),
});

export type RunConfig = z.infer<typeof schema>;
export type RunOptions = { [K in keyof RunConfig]?: RunConfig[K] | undefined };

/** A configuration file's options: any part of {@link RunConfig}, as JSON. Its paths count from its own folder. */
export async function readConfigFile(path: string): Promise<RunOptions> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new RunError(`can't read the configuration file ${path}: ${(error as Error).message}`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new RunError(`${path} is not JSON: ${(error as Error).message}`);
  }
  const options = check(schema.partial(), value, path) as RunOptions;
  const { corpus, cache } = options;
  return {
    ...options,
    ...(corpus !== undefined && corpus !== 'demo' && { corpus: resolve(dirname(path), corpus) }),
    ...(cache !== undefined && { cache: resolve(dirname(path), cache) }),
  };
}

/** Options, the stronger first, over the architecture's defaults. */
export function resolveConfig(...layers: RunOptions[]): RunConfig {
  const given: RunOptions = {};
  for (const layer of layers.toReversed()) {
    for (const [key, value] of Object.entries(layer)) {
      if (value !== undefined) Object.assign(given, { [key]: value });
    }
  }
  const model = given.model ?? 'tiny';
  const [{ training }] = findArchitectures(model);
  const defaults: RunConfig = {
    corpus: given.corpus ?? defaultCorpus(),
    kind: 'auto',
    allowOutside: false,
    strict: false,
    limit: null,
    model,
    split: 'speaker',
    folds: 1,
    final: false,
    members: 1,
    epochs: training.epochs,
    batchSize: training.batchSize,
    learningRate: training.learningRate,
    patience: training.patience,
    keep: training.keep ?? 'best',
    seed: 1,
    device: 'auto',
    backend: 'auto',
    threads: null,
    licence: null,
    cache: join(workspaceRoot(), 'data', 'features'),
  };
  const config = check(schema, { ...defaults, ...given }, 'configuration');
  if (config.final && config.folds > 1) {
    throw new RunError(
      'a final model has no test side, and each of the folds has one: leave out --final or --folds',
    );
  }
  return config;
}

/** The configuration that a run directory holds. */
export function parseConfig(value: unknown, path: string): RunConfig {
  // Runs that were begun before there was a choice kept the best epoch, and had a test side.
  return check(schema, { keep: 'best', final: false, ...(value as object) }, path);
}

function check<T>(type: z.ZodType<T>, value: unknown, where: string): T {
  const result = type.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  if (issue?.code === 'unrecognized_keys') {
    const known = Object.keys(schema.shape).join(', ');
    throw new RunError(`${where}: unknown option ${issue.keys.join(', ')}; known are ${known}`);
  }
  throw new RunError(`${where}: ${issue?.path.join('.') || 'value'}: ${issue?.message}`);
}
