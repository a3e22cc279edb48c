import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeAudioFile, scanAudioFiles } from '@ser/dataset';
import { type Bundle, type KnownVoice, learnVoice, predictRecording } from '@ser/models';
import { type Extractor, RunError } from '@ser/run';
import type { Answer, Failure } from './answer.ts';

/** A file or folder: as the user wrote it, and where it is. */
export interface Input {
  shown: string;
  path: string;
}

/** What the model says of files, and of audio files below folders, one after the other. */
export async function* predictFiles(
  bundle: Bundle,
  extractor: Extractor,
  inputs: readonly Input[],
  options: { voice: KnownVoice | undefined; signal: AbortSignal },
): AsyncGenerator<Answer | Failure> {
  const { signal } = options;
  const failure = (file: string) => (error: Error) => {
    signal.throwIfAborted();
    return { file, error: error.message };
  };
  for (const input of inputs) {
    const files = await filesOf(input).catch(failure(input.shown));
    if ('error' in files) {
      yield files;
      continue;
    }
    for (const file of files) {
      signal.throwIfAborted();
      yield await predictFile(bundle, extractor, file, options).catch(failure(file.shown));
    }
  }
}

async function predictFile(
  bundle: Bundle,
  extractor: Extractor,
  { shown, path }: Input,
  options: { voice: KnownVoice | undefined; signal: AbortSignal },
): Promise<Answer> {
  const audio = await decodeAudioFile(path, { signal: options.signal });
  const { windows, ...answer } = await predictRecording(bundle, extractor, audio, options);
  return {
    file: shown,
    ...answer,
    seconds: audio.seconds,
    ...(windows.length > 0 && { windows: windows.map((window) => ({ ...window, span: window })) }),
  };
}

/** What the speech in files, and below folders, tells of its speaker's voice. Rejects for a file that can't be read. */
export async function learnVoiceFrom(
  bundle: Bundle,
  extractor: Extractor,
  inputs: readonly Input[],
  signal: AbortSignal,
): Promise<KnownVoice> {
  async function* recordings() {
    for (const input of inputs) {
      for (const { path } of await filesOf(input)) yield await decodeAudioFile(path, { signal });
    }
  }
  return learnVoice(bundle, extractor, recordings(), signal);
}

/** The file that is named, or the audio files below the folder. */
async function filesOf(input: Input): Promise<Input[]> {
  const isFolder = await stat(input.path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
  if (!isFolder) return [input];
  const { files } = await scanAudioFiles(input.path, {});
  if (files.length === 0) throw new RunError(`${input.shown} holds no audio files`);
  return files.map((file) => ({ shown: join(input.shown, file), path: join(input.path, file) }));
}
