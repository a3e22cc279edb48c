#!/usr/bin/env node
import { resolveUserPath, runCommand } from '@ser/cli';
import { Command, Option } from 'commander';
import { exportModel } from './export-model.ts';

const program = new Command('npx nx run evaluator:export --')
  .description(
    "Writes a model's network in a format that runs without this project, with its card as metadata. What goes in are\n" +
      "features by the card's recipe and normalisation.",
  )
  .requiredOption('--model <folder>', 'model bundle, such as RUN/model')
  .addOption(new Option('--format <format>', 'format of the file').choices(['onnx']).default('onnx'))
  .option('--out <file>', 'where it goes', 'model.onnx');

program.action(({ model, out }: { model: string; out: string }) =>
  runCommand(() => exportModel({ model: resolveUserPath(model), out: resolveUserPath(out) })),
);

await program.parseAsync();
