#!/usr/bin/env node
import { join } from 'node:path';
import { createProgress, integer, resolveUserPath, runCommand } from '@ser/cli';
import { Command, Option } from 'commander';
import { workspaceRoot } from '../default-corpus.ts';
import { type CremaDOptions, type DownloadProgress, downloadCremaD } from '../download/crema-d.ts';

const MEGABYTE = 1e6;

interface Flags extends Pick<CremaDOptions, 'url' | 'concurrency'> {
  out?: string;
}

const program = new Command('npx nx run dataset:download --')
  .description(
    'Downloads a corpus, every recording checked against its SHA-256. Run it again to go on where it stopped.\n\n' +
      'CREMA-D is about 600 MB, under the Open Database License; LICENSE.txt in its folder has the terms.',
  )
  .addOption(new Option('--corpus <name>', 'which corpus').choices(['crema-d']).default('crema-d'))
  .option('--out <folder>', 'where it goes (default: data/crema-d, where other commands find it)')
  .option('--concurrency <count>', 'recordings fetched at once', integer(1), 8)
  .option('--url <address>', "another copy of the corpus's repository on GitHub");

program.action((flags: Flags) => runCommand((signal) => main(flags, signal)));
await program.parseAsync();

async function main({ out, ...flags }: Flags, signal: AbortSignal): Promise<void> {
  const progress = createProgress('download', 'MB');
  const rate = measureRate();
  try {
    const { folder, files, fetched } = await downloadCremaD({
      ...flags,
      out: out === undefined ? join(workspaceRoot(), 'data', 'crema-d') : resolveUserPath(out),
      signal,
      onProgress: (now) => {
        const done = Math.floor(now.bytes / MEGABYTE);
        const total = Math.floor(now.totalBytes / MEGABYTE);
        progress.update(done, total, `${now.files}/${now.totalFiles} files, ${rate(now)} MB/s`);
      },
      onNotice: (text) => {
        progress.stop();
        process.stderr.write(`${text}\n`);
      },
    });
    progress.stop();
    const there = files - fetched;
    process.stdout.write(
      `${folder}: ${files} recordings, all as the repository names them${there > 0 ? ` (${there} were there)` : ''}\n`,
    );
  } finally {
    progress.stop();
  }
}

/** Megabytes a second since the first call; what was there before it does not count. */
function measureRate(): (progress: DownloadProgress) => string {
  let first: { bytes: number; time: number } | undefined;
  return ({ bytes }) => {
    const time = performance.now();
    first ??= { bytes, time };
    const seconds = Math.max((time - first.time) / 1000, 0.1);
    return ((bytes - first.bytes) / MEGABYTE / seconds).toFixed(1);
  };
}
