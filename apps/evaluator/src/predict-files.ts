import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeAudioFile, scanAudioFiles } from '@ser/dataset';
import { type Bundle, chooseBackend, loadBundle, predictAudio } from '@ser/models';
import { type Extractor, openExtractor, type RunConfig } from '@ser/run';

export interface PredictOptions {
  /** Bundle folder. */
  model: string;
  /** Files and folders: as the user wrote them, and where they are. */
  inputs: readonly { shown: string; path: string }[];
  backend: RunConfig['backend'];
  device: RunConfig['device'];
  threads: number | null;
  signal: AbortSignal;
  /** Takes each line of output. */
  write: (line: string) => void;
}

/** One JSON line a file; resolves to how many could not be judged. */
export async function predictFiles(options: PredictOptions): Promise<number> {
  const { backend, device, threads, signal } = options;
  process.stderr.write(`${(await chooseBackend({ backend, device })).line}\n`);
  const bundle = await loadBundle(options.model);
  const extractor = await openExtractor(device, threads);
  let failed = 0;
  try {
    for await (const { shown, path } of expand(options.inputs)) {
      signal.throwIfAborted();
      const answer = await predictFile(bundle, extractor, path, signal).catch((error: Error) => {
        signal.throwIfAborted();
        failed++;
        return { error: error.message };
      });
      options.write(JSON.stringify({ file: shown, ...answer }));
    }
  } finally {
    extractor.dispose();
    bundle.dispose();
  }
  return failed;
}

async function predictFile(bundle: Bundle, extractor: Extractor, path: string, signal: AbortSignal) {
  const audio = await decodeAudioFile(path, { signal });
  const { label, labels, probabilities } = await predictAudio(bundle, extractor, audio, signal);
  return {
    label,
    probabilities: Object.fromEntries(labels.map((name, i) => [name, Number(probabilities[i]?.toFixed(4))])),
    seconds: Number(audio.seconds.toFixed(3)),
  };
}

/** The files themselves, and the audio files below folders. */
async function* expand(inputs: PredictOptions['inputs']): AsyncGenerator<{ shown: string; path: string }> {
  for (const input of inputs) {
    const isFolder = await stat(input.path).then(
      (entry) => entry.isDirectory(),
      () => false,
    );
    if (!isFolder) {
      yield input;
      continue;
    }
    const { files } = await scanAudioFiles(input.path, {});
    for (const file of files) yield { shown: join(input.shown, file), path: join(input.path, file) };
  }
}
