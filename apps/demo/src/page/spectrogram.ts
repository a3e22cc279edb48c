import { COLOR_MAP } from '@ser/report/color-map';
import type { MelRows } from '../shared/messages.ts';
import { fitCanvas } from './element.ts';

/** What lies this far below the loudest is dark: 80 dB, in natural logarithms of power. */
const RANGE = 8 * Math.LN10;
/** Seconds that the picture shows of live sound. */
const LIVE_SECONDS = 8;
/** Silence between loud sounds doesn't light up: the scale begins here and only rises. */
const FAINTEST_PEAK = Math.log(1e-3);

/** A mel spectrogram: rolls on with live sound, or shows a whole recording. */
export class Spectrogram {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  /** A pixel a value, the newest column last; drawn stretched. */
  readonly #pixels = document.createElement('canvas');
  readonly #low: HTMLElement;
  readonly #high: HTMLElement;
  #peak = FAINTEST_PEAK;

  /** @param low where its lowest frequency is written, and `high` its highest */
  constructor(canvas: HTMLCanvasElement, low: HTMLElement, high: HTMLElement) {
    this.#canvas = canvas;
    this.#low = low;
    this.#high = high;
    this.#context = canvas.getContext('2d') as CanvasRenderingContext2D;
    new ResizeObserver(() => this.#draw()).observe(canvas);
  }

  /** @param range lowest and highest frequency in Hz */
  setRange([low, high]: readonly [number, number]): void {
    this.#low.textContent = `${Math.round(low)} Hz`;
    this.#high.textContent = `${(high / 1000).toFixed(1)} kHz`;
  }

  clear(): void {
    this.#pixels.width = 0;
    this.#peak = FAINTEST_PEAK;
    this.#draw();
    this.#describe('nothing heard yet');
  }

  /** New rows of live sound come in at the right. */
  push(rows: MelRows): void {
    const columns = Math.round(LIVE_SECONDS / rows.hopSeconds);
    const added = Math.min(columns, rows.values.length / rows.bands);
    if (added === 0) return;
    const pixels = this.#resize(columns, rows.bands);
    this.#follow(rows);
    pixels.globalCompositeOperation = 'copy';
    pixels.drawImage(this.#pixels, -added, 0);
    pixels.putImageData(this.#paint(rows, added), columns - added, 0);
    this.#draw();
    this.#describe(`the last ${LIVE_SECONDS} seconds of the microphone`);
  }

  show(rows: MelRows, name: string, seconds: number): void {
    if (rows.values.length === 0) return;
    this.#peak = FAINTEST_PEAK;
    this.#follow(rows);
    // Wider than that a canvas may not be.
    const columns = Math.max(1, Math.min(8192, rows.values.length / rows.bands));
    this.#resize(columns, rows.bands).putImageData(this.#paint(rows, columns), 0, 0);
    this.#draw();
    this.#describe(`${seconds.toFixed(1)} seconds of ${name}`);
  }

  #resize(columns: number, bands: number): CanvasRenderingContext2D {
    const pixels = this.#pixels.getContext('2d') as CanvasRenderingContext2D;
    if (this.#pixels.width !== columns || this.#pixels.height !== bands) {
      this.#pixels.width = columns;
      this.#pixels.height = bands;
      pixels.fillStyle = `rgb(${COLOR_MAP[0]?.join()})`;
      pixels.fillRect(0, 0, columns, bands);
    }
    return pixels;
  }

  #follow({ values }: MelRows): void {
    for (const value of values) if (value > this.#peak) this.#peak = value;
  }

  /** The last `columns` rows, averaged down to as many where there are more; low bands at the bottom. */
  #paint({ values, bands }: MelRows, columns: number): ImageData {
    const image = new ImageData(columns, bands);
    const rows = values.length / bands;
    for (let column = 0; column < columns; column++) {
      const from = Math.floor((column * rows) / columns);
      const to = Math.max(from + 1, Math.floor(((column + 1) * rows) / columns));
      for (let band = 0; band < bands; band++) {
        let sum = 0;
        for (let row = from; row < to; row++) sum += values[row * bands + band] as number;
        const shade = 1 + (sum / (to - from) - this.#peak) / RANGE;
        const color = COLOR_MAP[Math.round(255 * Math.min(1, Math.max(0, shade)))] as readonly number[];
        const at = 4 * ((bands - 1 - band) * columns + column);
        image.data.set(color, at);
        image.data[at + 3] = 255;
      }
    }
    return image;
  }

  #draw(): void {
    fitCanvas(this.#canvas);
    const { width, height } = this.#canvas;
    this.#context.fillStyle = `rgb(${COLOR_MAP[0]?.join()})`;
    this.#context.fillRect(0, 0, width, height);
    if (this.#pixels.width > 0) this.#context.drawImage(this.#pixels, 0, 0, width, height);
  }

  #describe(what: string): void {
    this.#canvas.setAttribute('aria-label', `Mel spectrogram: ${what}`);
  }
}
