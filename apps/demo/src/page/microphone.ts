import captureUrl from '../worker/capture.ts?worker&url';

/** A microphone that is listened to. */
export interface Microphone {
  /** Of its samples, in Hz. */
  sampleRate: number;
  /** Samples come through it, and `null` at the end. */
  port: MessagePort;
  stop(): Promise<void>;
}

/**
 * Asks for the microphone: only ever on a click. Its own processing is switched off, since the model learned from plain
 * recordings.
 *
 * @throws with a sentence for the user if there is none, or it is refused
 */
export async function openMicrophone(): Promise<Microphone> {
  if (!navigator.mediaDevices) throw new Error('This browser lets pages listen on https and localhost only.');
  const stream = await navigator.mediaDevices
    .getUserMedia({
      audio: { channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: false },
    })
    .catch((error: DOMException) => {
      throw new Error(REASONS[error.name] ?? `The microphone can’t be opened: ${error.message}.`);
    });
  const silence = () => {
    for (const track of stream.getTracks()) track.stop();
  };
  let context: AudioContext | undefined;
  try {
    context = new AudioContext();
    return await capture(stream, context, silence);
  } catch (error) {
    silence();
    await context?.close();
    throw error;
  }
}

/** @param silence ends the stream */
async function capture(stream: MediaStream, context: AudioContext, silence: () => void): Promise<Microphone> {
  await context.audioWorklet.addModule(captureUrl);
  await context.resume();
  const node = new AudioWorkletNode(context, 'capture', { numberOfOutputs: 0 });
  const { port1, port2 } = new MessageChannel();
  node.port.postMessage({ worker: port1 }, [port1]);
  context.createMediaStreamSource(stream).connect(node);
  return {
    sampleRate: context.sampleRate,
    port: port2,
    async stop() {
      node.port.postMessage({ stop: true });
      silence();
      // The audio thread must come round once more to pass the end on.
      await new Promise((resolve) => setTimeout(resolve, 100));
      await context.close();
    },
  };
}

const REASONS: Record<string, string> = {
  NotAllowedError:
    'The microphone was refused. Allow it for this page in the browser’s address bar, and click again.',
  NotFoundError: 'There is no microphone. Plug one in, or open a recording.',
  NotReadableError: 'The microphone is in use elsewhere. Close the other program, and click again.',
};
