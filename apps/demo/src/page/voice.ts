import { element, fitCanvas } from './element.ts';

/** Heard this long, a voice is well known. */
const WELL_KNOWN = 30;

/** What the model knows of the voice at the microphone, for models that get to know voices. */
export class VoiceView {
  readonly #known = element('voice-known', HTMLElement);
  readonly #stranger = element('voice-none', HTMLElement);
  readonly #seconds = element('voice-seconds', HTMLElement);
  readonly #meter = element('voice-meter', HTMLElement);
  readonly #canvas = element('voice-bands', HTMLCanvasElement);
  readonly #context = this.#canvas.getContext('2d') as CanvasRenderingContext2D;
  #average: readonly number[] = [];
  #own: readonly number[] = [];

  /** @param onForget told when the user wants the voice forgotten */
  constructor(onForget: () => void) {
    element('forget', HTMLButtonElement).addEventListener('click', onForget);
    new ResizeObserver(() => this.#draw()).observe(this.#canvas);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#draw());
  }

  /** @param average mean of each band over all voices, or null where the model knows none by itself */
  open(average: readonly number[] | null): void {
    this.#known.hidden = average === null;
    this.#stranger.hidden = average !== null;
    this.#average = average ?? [];
  }

  show(seconds: number, mean: readonly number[]): void {
    this.#own = mean;
    const share = Math.min(1, seconds / WELL_KNOWN);
    this.#seconds.textContent =
      seconds === 0
        ? 'Nobody heard yet: the model takes the speaker for an average one.'
        : `${seconds.toFixed(0)} s heard${share < 1 ? `; after some ${WELL_KNOWN} s it knows the voice well` : ': the voice is well known'}.`;
    this.#meter.style.setProperty('--share', String(share));
    this.#known.dataset.seconds = String(seconds);
    this.#draw();
  }

  /** Two lines over the bands, low to high: the average voice, and this one. */
  #draw(): void {
    fitCanvas(this.#canvas);
    const { width, height } = this.#canvas;
    this.#context.clearRect(0, 0, width, height);
    const values = [...this.#average, ...this.#own];
    if (values.length === 0) return;
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const style = getComputedStyle(document.documentElement);
    const line = (bands: readonly number[], color: string, dash: number[]) => {
      this.#context.strokeStyle = style.getPropertyValue(color);
      this.#context.lineWidth = 2 * devicePixelRatio;
      this.#context.setLineDash(dash.map((length) => length * devicePixelRatio));
      this.#context.beginPath();
      bands.forEach((value, i) => {
        const x = (i / (bands.length - 1)) * width;
        const y = height * (0.95 - (0.9 * (value - low)) / (high - low || 1));
        this.#context.lineTo(x, y);
      });
      this.#context.stroke();
    };
    line(this.#average, '--muted', [5, 4]);
    line(this.#own, '--accent', []);
  }
}
