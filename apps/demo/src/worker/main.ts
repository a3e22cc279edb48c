import { checkAudio, readWav } from '@ser/dataset/wav';
import { createJsExtractor } from '@ser/dsp';
import type { Bundle, Recording } from '@ser/models/browser';
import { config } from 'zod';
import type { FromWorker, ToWorker } from '../shared/messages.ts';
import { startBackend } from './backend.ts';
import { hearFile } from './file.ts';
import { LiveListener } from './live.ts';
import { describeModel, openModel } from './model.ts';
import { Voice } from './voice.ts';

// The page's policy forbids code made of strings, which zod would try.
config({ jitless: true });

const extractor = createJsExtractor();
let bundle: Bundle | undefined;
let voice: Voice | undefined;
/** What listens to the microphone, while it is open. */
let listener: LiveListener | undefined;

const tell = (message: FromWorker) => postMessage(message);

/** What is asked for is done in turn: a model is not taken away while it listens. */
let queue: Promise<void> = Promise.resolve();
function enqueue(doing: (FromWorker & { type: 'failed' })['doing'], work: () => Promise<void>): void {
  queue = queue.then(work).catch((error: Error) => tell({ type: 'failed', doing, message: error.message }));
}

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  switch (data.type) {
    case 'open':
      return enqueue('opening', () => open(data));
    case 'listen':
      return listen(data.port, data.sampleRate);
    case 'forget':
      return enqueue('listening', async () => (listener ?? voice)?.forget());
    case 'file':
      return enqueue('reading', () => hear(data.name, readWav(new Uint8Array(data.bytes), data.name)));
    case 'recording':
      return enqueue('reading', () => hear(data.name, data));
  }
});

async function open({ source, backend: wanted }: ToWorker & { type: 'open' }): Promise<void> {
  bundle?.dispose();
  bundle = undefined;
  const started = await startBackend(wanted);
  bundle = await openModel(source, extractor);
  voice = new Voice(bundle, tell);
  tell({ type: 'opened', facts: describeModel(bundle), ...started });
  voice.report();
}

function listen(port: MessagePort, sampleRate: number): void {
  let pending: Float32Array[] = [];
  enqueue('listening', async () => {
    const { bundle, voice } = ready();
    listener = new LiveListener(bundle, extractor, sampleRate, voice, tell);
  });
  port.onmessage = ({ data }: MessageEvent<Float32Array | null>) => {
    if (data === null) {
      pending = [];
      port.close();
      return enqueue('listening', async () => {
        listener = undefined;
        tell({ type: 'stopped' });
      });
    }
    pending.push(data);
    if (pending.length > 1) return;
    enqueue('listening', async () => {
      const pieces = pending;
      // Where the work takes longer than the sound, what came meanwhile is taken at once.
      pending = [];
      if (pieces.length > 0) await listener?.push(pieces);
    });
  };
}

async function hear(name: string, recording: Recording): Promise<void> {
  checkAudio(recording, name);
  await hearFile(ready().bundle, extractor, name, recording, tell);
}

function ready(): { bundle: Bundle; voice: Voice } {
  if (!bundle || !voice) throw new Error('no model is open: choose one first');
  return { bundle, voice };
}
