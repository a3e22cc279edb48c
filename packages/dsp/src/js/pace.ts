import type { CallOptions } from '../contract.ts';

/** How long the event loop is kept waiting, in ms; an abort is honoured within 50. */
const TURN = 15;
const BETWEEN_REPORTS = 50;

/**
 * Keeps a long call polite. Inner loops ask {@link due} as often as they like and, where it is true, await
 * {@link rest}: timers, input and aborts get their turn, and progress is reported.
 */
export class Pace {
  readonly #signal: AbortSignal | undefined;
  readonly #onProgress: CallOptions['onProgress'];
  readonly #total: number;
  #done = 0;
  #reported = 0;
  #lastRest = performance.now();
  #lastReport = performance.now();

  /** Throws the signal's reason if it is aborted already. */
  constructor(total: number, call: CallOptions = {}) {
    this.#signal = call.signal;
    this.#onProgress = call.onProgress;
    this.#total = total;
    this.#throwIfAborted();
  }

  get due(): boolean {
    return performance.now() - this.#lastRest >= TURN;
  }

  async rest(): Promise<void> {
    await nextTurn();
    this.#lastRest = performance.now();
    this.#throwIfAborted();
    const isNews = this.#done > this.#reported && this.#done < this.#total;
    if (isNews && this.#lastRest - this.#lastReport >= BETWEEN_REPORTS) {
      this.#lastReport = this.#lastRest;
      this.#reported = this.#done;
      this.#onProgress?.(this.#done, this.#total);
    }
  }

  clipDone(): void {
    this.#done++;
  }

  /** The last report, `done === total`. */
  finish(): void {
    this.#onProgress?.(this.#total, this.#total);
  }

  #throwIfAborted(): void {
    if (this.#signal?.aborted) throw this.#signal.reason;
  }
}

/** Resolves once the event loop has come round. Unlike timers, messages aren't held back in hidden browser tabs. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
