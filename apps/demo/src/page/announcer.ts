/** Milliseconds between two sentences: a screen reader must come to an end. */
const PAUSE = 4000;

/** Tells those who can't see the bars who leads; not every move of them. */
export class Announcer {
  readonly #region: HTMLElement;
  #last = '';
  #next = 0;

  constructor(region: HTMLElement) {
    this.#region = region;
  }

  /** Says a sentence if `topic` is another than the last one's, and not too soon after it. */
  follow(topic: string, sentence: string): void {
    const now = performance.now();
    if (topic === this.#last || now < this.#next) return;
    this.#last = topic;
    this.#next = now + PAUSE;
    this.#region.textContent = sentence;
  }

  /** Says a sentence at once. */
  say(sentence: string): void {
    this.#last = '';
    this.#next = performance.now() + PAUSE;
    this.#region.textContent = sentence;
  }
}
