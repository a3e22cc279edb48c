#!/usr/bin/env node
import { dirname } from 'node:path';
import { createProgress, integer, resolveUserPath, runCommand } from '@ser/cli';
import { createExtractor } from '@ser/dsp-native';
import { corpusReport } from '@ser/report';
import { Command, Option } from 'commander';
import { writeAtomically } from '../atomic.ts';
import { CORPUS_KINDS, type CorpusKind, loadCorpus } from '../corpora/index.ts';
import { surveyCorpus } from '../explore/survey.ts';
import { makeFolder } from '../make-folder.ts';
import { DatasetError } from '../types.ts';
import { namedCorpus } from './named-corpus.ts';

interface Flags {
  corpus?: string;
  kind: CorpusKind;
  limit?: number;
  allowOutside?: boolean;
  out?: string;
}

const program = new Command('npx nx run dataset:explore --')
  .description(
    'Writes a page on a corpus: classes, speakers, lengths, loudness, pitch, faulty recordings, and clips to play.',
  )
  .option('--corpus <folder>', "corpus folder or manifest.csv, or 'demo' (default: data/crema-d, else demo)")
  .addOption(
    new Option('--kind <kind>', 'naming rule of the corpus').choices([...CORPUS_KINDS]).default('auto'),
  )
  .option('--limit <clips>', 'take at most so many clips, balanced over labels and speakers', integer(1))
  .option('--allow-outside', 'take clips that a manifest or link names outside the corpus folder')
  .option('--out <file>', 'the page (default: NAME.html where you stand)');

program.action(async (flags: Flags) => {
  await runCommand((signal) => explore(flags, signal));
});

async function explore({ corpus: named, kind, limit, allowOutside, out }: Flags, signal: AbortSignal) {
  const root = namedCorpus(named);
  const reading = createProgress('corpus', 'clips');
  const progress = createProgress('survey', 'clips');
  const extractor = await createExtractor({ device: 'auto' });
  try {
    const corpus = await loadCorpus(root, {
      kind,
      signal,
      onProgress: (done, total) => reading.update(done, total),
      ...(limit !== undefined && { limit }),
      ...(allowOutside && { allowOutside }),
    });
    reading.stop();
    console.log(`corpus ${corpus.name}: ${corpus.clips.length} clips  (${corpus.root})`);
    const report = await surveyCorpus(corpus, extractor, {
      signal,
      onProgress: (done, total) => progress.update(done, total),
    });
    const page = resolveUserPath(out ?? `${corpus.name}.html`);
    await writePage(page, corpusReport(report));
    progress.stop();
    console.log(
      `${(report.seconds / 60).toFixed(1)} minutes of speech, ${report.skipped.length} files left out\npage    ${page}`,
    );
  } finally {
    reading.stop();
    progress.stop();
    extractor.dispose();
  }
}

async function writePage(path: string, html: string): Promise<void> {
  try {
    await makeFolder(dirname(path));
    await writeAtomically(path, (file) => file.writeFile(html));
  } catch (error) {
    throw new DatasetError(`can't write ${path}: ${(error as Error).message}`);
  }
}

await program.parseAsync();
