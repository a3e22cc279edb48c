import type { FeatureRecipe } from '@ser/dsp';
import { z } from 'zod';
import { LAYOUTS } from '../architectures/layout.ts';
import { ModelError } from '../errors.ts';

export const CARD_FILE = 'card.json';
export const MODEL_FILE = 'model.json';
export const WEIGHTS_FILE = 'weights.bin';

/** The version of the card's format; a reader takes its own only. */
const FORMAT = 1;

const melOptions = z.strictObject({
  fftSize: z.int().positive().exactOptional(),
  hopLength: z.int().positive().exactOptional(),
  winLength: z.int().positive().exactOptional(),
  window: z.enum(['hann', 'hamming', 'blackman', 'rectangular']).exactOptional(),
  center: z.boolean().exactOptional(),
  padMode: z.enum(['constant', 'reflect']).exactOptional(),
  melBands: z.int().positive().exactOptional(),
  fMin: z.number().nonnegative().exactOptional(),
  fMax: z.number().positive().exactOptional(),
  melScale: z.enum(['slaney', 'htk']).exactOptional(),
  norm: z.literal('slaney').nullable().exactOptional(),
  power: z.number().positive().exactOptional(),
  output: z.enum(['power', 'db', 'log']).exactOptional(),
});

const segmentOptions = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('equalise'),
    samples: z.int().positive(),
    dropFirst: z.boolean().exactOptional(),
  }),
  z.strictObject({ kind: z.literal('whole'), seconds: z.number().positive() }),
  z.strictObject({
    kind: z.literal('window'),
    seconds: z.number().positive(),
    hopSeconds: z.number().positive(),
    pad: z.boolean().exactOptional(),
  }),
]);

const recipe: z.ZodType<FeatureRecipe> = z.strictObject({
  features: z.enum(['mel', 'wave']),
  sampleRate: z.int().positive(),
  segments: segmentOptions,
  mel: melOptions.exactOptional(),
});

const voiceEstimate = z
  .strictObject({
    heard: z.strictObject({ mean: z.array(z.number()), std: z.array(z.number().positive()) }),
    voice: z.array(z.number()),
    shows: z.array(z.array(z.number())),
    directions: z.array(z.array(z.number())),
  })
  .refine(
    ({ heard, voice, shows, directions }) =>
      shows.length === directions.length &&
      [heard.mean, heard.std, ...shows, ...directions].every(({ length }) => length === voice.length),
    { message: 'must have as many values everywhere' },
  );

const normalisation = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('band'), mean: z.array(z.number()), std: z.array(z.number().positive()) }),
  z.strictObject({
    kind: z.literal('voice'),
    mean: z.array(z.number()),
    std: z.array(z.number().positive()),
    rows: z.number().positive(),
    estimate: voiceEstimate.exactOptional(),
  }),
]);

const answerFigures = z.strictObject({ mean: z.array(z.number()), spread: z.number().nonnegative() });

const figure = z.strictObject({
  value: z.number(),
  /** 95 % bootstrap interval, where there is one. */
  interval: z.tuple([z.number(), z.number()]).nullable(),
});

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in lower-case hexadecimal');

const schema = z
  .strictObject({
    format: z.literal(FORMAT),
    name: z.string().min(1),
    architecture: z.string().min(1),
    /** In output order. */
    labels: z.array(z.string().min(1)).min(2),
    /** The road from samples to features; its `sampleRate` is the model's. */
    recipe,
    /** Speeds at which a recording is heard, pitch and all; the answer is the mean over them. */
    speeds: z.array(z.number().positive()).min(1).default([1]),
    /** What a segment's features come to, and how they enter the network. */
    input: z.strictObject({
      frames: z.int().positive(),
      width: z.int().positive(),
      layout: z.enum(LAYOUTS),
    }),
    normalisation,
    /** What its answers to a known voice are held against; null where they are taken as they are. */
    answers: z
      .strictObject({
        mixed: answerFigures,
        plain: answerFigures,
        windows: z.number().positive(),
        sharpness: z.number().positive(),
      })
      .nullable()
      .default(null),
    /** What it was trained on, by whose leave; figures of a synthetic corpus say nothing of people. */
    corpus: z.strictObject({
      name: z.string(),
      fingerprint: z.string(),
      synthetic: z.boolean(),
      licence: z.string().nullable().default(null),
      citation: z.string().nullable().default(null),
    }),
    /** The kind of split that the figures come from. */
    split: z.string(),
    /** The side that they are of. A final model has no test side: they are of the voices that chose its temperature. */
    side: z.enum(['test', 'validation']).default('test'),
    /** By name: accuracy, uar, macroF1, ece. */
    figures: z.record(z.string(), figure),
    /** When it had better not answer, by the validation side; null where nobody chose. */
    abstain: z
      .strictObject({ below: z.number(), coverage: z.number(), accuracy: z.number() })
      .nullable()
      .default(null),
    /** Of the model; null where nobody said. */
    licence: z.string().nullable(),
    seed: z.int(),
    created: z.iso.datetime(),
    /** SHA-256 of the bundle's other files. */
    files: z.strictObject({ [MODEL_FILE]: sha256, [WEIGHTS_FILE]: sha256 }),
  })
  .refine(
    ({ normalisation, input }) => normalisation.kind === 'none' || normalisation.mean.length === input.width,
    { path: ['normalisation'], message: 'must have a mean for each value of a row' },
  )
  .refine(
    ({ normalisation }) =>
      normalisation.kind === 'none' || normalisation.mean.length === normalisation.std.length,
    { path: ['normalisation'], message: 'must have as many deviations as means' },
  )
  .refine(
    ({ normalisation, input }) =>
      normalisation.kind !== 'voice' ||
      normalisation.estimate === undefined ||
      normalisation.estimate.voice.length === 2 * input.width,
    { path: ['normalisation', 'estimate'], message: 'must have two traits for each value of a row' },
  )
  .refine(
    ({ answers, labels }) =>
      answers === null || [answers.mixed, answers.plain].every(({ mean }) => mean.length === labels.length),
    { path: ['answers'], message: 'must have a mean for each label' },
  );

/** `card.json`: everything that it takes to use the model, and to judge whether to. */
export type BundleCard = z.infer<typeof schema>;

/** What the trainer says of a model; saving adds the rest. */
export type CardDetails = Omit<BundleCard, 'format' | 'files'>;

export function completeCard(details: CardDetails, files: BundleCard['files']): BundleCard {
  return checkCard({ format: FORMAT, ...details, files }, CARD_FILE);
}

/**
 * @param where the file, for the error
 * @throws {@link ModelError} that names the file and the first entry at fault
 */
export function parseCard(text: string, where: string): BundleCard {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ModelError(`${where} is not whole JSON: it was cut short or altered; copy the model again`);
  }
  return checkCard(value, where);
}

function checkCard(value: unknown, where: string): BundleCard {
  const format = (value as { format?: unknown } | null)?.format;
  if (typeof format === 'number' && format > FORMAT) {
    throw new ModelError(`${where} has format ${format}; this version reads format ${FORMAT}: update it`);
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new ModelError(`${where} is not a model's card: ${issue?.path.join('.') || 'it'}: ${issue?.message}`);
}
