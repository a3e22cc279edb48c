/** Runs on the audio thread: hands what the microphone hears to the worker, channels averaged, a piece at a time. */

// Neither DOM nor WebWorker types know the audio thread.
declare abstract class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

/** Some 40 ms at 48 kHz. */
const PIECE = 2048;

class Capture extends AudioWorkletProcessor {
  #piece = new Float32Array(PIECE);
  #filled = 0;
  #worker: MessagePort | undefined;

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<{ worker?: MessagePort; stop?: true }>) => {
      if (data.worker) this.#worker = data.worker;
      if (data.stop) this.#worker?.postMessage(null);
    };
  }

  process([channels = []]: Float32Array[][]): boolean {
    const length = channels[0]?.length ?? 0;
    for (let i = 0; i < length; i++) {
      let sum = 0;
      for (const channel of channels) sum += channel[i] as number;
      this.#piece[this.#filled++] = sum / channels.length;
      if (this.#filled === PIECE) this.#send();
    }
    return true;
  }

  #send(): void {
    this.#worker?.postMessage(this.#piece, [this.#piece.buffer]);
    this.#piece = new Float32Array(PIECE);
    this.#filled = 0;
  }
}

registerProcessor('capture', Capture);
