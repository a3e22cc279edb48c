#!/usr/bin/env node
import { positiveNumber, resolveUserPath, runCommand } from '@ser/cli';
import { type Bundle, chooseBackend, type KnownVoice, loadBundle } from '@ser/models';
import { type Extractor, openExtractor } from '@ser/run';
import { Command, Option } from 'commander';
import type { Answer, AnswerWriter, Failure } from './answer.ts';
import { answerTable } from './answer-table.ts';
import { jsonLines } from './json-lines.ts';
import { addDeviceOptions, type DeviceOptions, pretrainedModel } from './options.ts';
import { type Input, learnVoiceFrom, predictFiles } from './predict-files.ts';
import { predictStream, STDIN } from './predict-stream.ts';

interface Flags extends DeviceOptions {
  model?: string;
  format?: 'json' | 'table';
  hop?: number;
  voice?: string;
}

/** Of a terminal that does not say how wide it is. */
const COLUMNS = 100;

const program = new Command('npx nx run evaluator:predict --')
  .description(
    'Says what emotion speech expresses, from a model bundle alone. Recordings longer than two of its windows\n' +
      'are heard window by window; "-" listens to WAV on standard input and answers as it comes.\n' +
      'Ends with 1 if a file could not be judged; its line then has the reason as "error".',
  )
  .argument('<files...>', 'audio files, folders of them, or - for standard input')
  .option('--model <folder>', 'model bundle, such as RUN/model (default: packages/models/pretrained/compact)')
  .addOption(
    new Option(
      '--format <format>',
      'JSON Lines, or a table with bars (default: a table on a terminal, else JSON)',
    ).choices(['json', 'table']),
  )
  .option(
    '--hop <seconds>',
    'of standard input: from one answer to the next (default: half a window)',
    positiveNumber,
  )
  .option(
    '--voice <path>',
    'other speech of the same speaker, a file or folder, half a minute or more, plain or with every emotion: a model\n' +
      'that gets to know voices answers better with it',
  );

addDeviceOptions(program).action(async (files: string[], flags: Flags) => {
  await runCommand((signal) => predict(files, flags, signal));
});

async function predict(files: string[], flags: Flags, signal: AbortSignal): Promise<void> {
  process.stderr.write(`${(await chooseBackend(flags)).line}\n`);
  const bundle = await loadBundle(
    flags.model === undefined ? pretrainedModel() : resolveUserPath(flags.model),
  );
  const extractor = await openExtractor(flags.device, flags.threads ?? null);
  const writer = openWriter(bundle.card.labels, flags.format);
  try {
    const voice =
      flags.voice === undefined
        ? undefined
        : await learnVoiceFrom(bundle, extractor, [inputOf(flags.voice)], signal);
    for await (const answer of answers(bundle, extractor, files, { hop: flags.hop, voice, signal })) {
      if ('error' in answer) process.exitCode = 1;
      writer.write(answer);
    }
  } finally {
    extractor.dispose();
    bundle.dispose();
  }
}

async function* answers(
  bundle: Bundle,
  extractor: Extractor,
  files: readonly string[],
  options: { hop: number | undefined; voice: KnownVoice | undefined; signal: AbortSignal },
): AsyncGenerator<Answer | Failure> {
  for (const file of files) {
    if (file === STDIN) yield* predictStream(bundle, extractor, process.stdin, options);
    else yield* predictFiles(bundle, extractor, [inputOf(file)], options);
  }
}

function inputOf(file: string): Input {
  return { shown: file, path: resolveUserPath(file) };
}

function openWriter(labels: readonly string[], format: Flags['format']): AnswerWriter {
  const { isTTY, columns = COLUMNS } = process.stdout;
  const print = (line: string) => process.stdout.write(`${line}\n`);
  return (format ?? (isTTY ? 'table' : 'json')) === 'table'
    ? answerTable(labels, columns, print)
    : jsonLines(labels, print);
}

await program.parseAsync();
