import type { WindowAnswer } from '../shared/messages.ts';
import { element, fitCanvas, make } from './element.ts';
import { emotionName, labelColor, leader, percent } from './emotions.ts';

/** Live sound is kept this long. */
const MOST_WINDOWS = 2400;
const TABLE_ROWS = 500;

/** Answers over time: a picture, a slider through them, and a table. */
export class Timeline {
  readonly #section = element('timeline-section', HTMLElement);
  readonly #canvas = element('timeline', HTMLCanvasElement);
  readonly #cursor = element('cursor', HTMLElement);
  readonly #slider = element('window', HTMLInputElement);
  readonly #name = element('window-name', HTMLElement);
  readonly #table = element('windows', HTMLTableElement);
  readonly #context = this.#canvas.getContext('2d') as CanvasRenderingContext2D;
  readonly #onChoose: (chosen: WindowAnswer | undefined) => void;
  #labels: readonly string[] = [];
  #windows: WindowAnswer[] = [];

  /** @param onChoose told which window is looked at; of none, all are */
  constructor(onChoose: (chosen: WindowAnswer | undefined) => void) {
    this.#onChoose = onChoose;
    this.#slider.addEventListener('input', () => this.#choose(Number(this.#slider.value)));
    this.#table.parentElement?.parentElement?.addEventListener('toggle', () => this.#fillTable());
    new ResizeObserver(() => this.#draw()).observe(this.#canvas);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#draw());
  }

  clear(labels: readonly string[]): void {
    this.#labels = labels;
    this.#windows = [];
    this.#section.hidden = true;
    this.#refresh();
  }

  /** Takes the next window of live sound. */
  add(window: WindowAnswer): void {
    this.show([...this.#windows, window].slice(-MOST_WINDOWS));
  }

  show(windows: readonly WindowAnswer[]): void {
    this.#windows = [...windows];
    this.#section.hidden = windows.length < 2;
    this.#refresh();
  }

  /** Shows what is said at a time, as a player goes on. */
  follow(seconds: number): void {
    const at = this.#windows.findLastIndex(({ start }) => start <= seconds);
    if (at >= 0) this.#choose(at + 1);
  }

  #refresh(): void {
    this.#slider.max = String(this.#windows.length);
    // Who looks at a window goes on doing so while others come.
    this.#choose(Math.min(Number(this.#slider.value), this.#windows.length));
    this.#draw();
    this.#fillTable();
  }

  /** @param number of the window, from 1; 0 for all */
  #choose(number: number): void {
    const chosen = this.#windows[number - 1];
    this.#slider.value = String(number);
    this.#name.textContent = chosen ? times(chosen) : 'All windows';
    this.#slider.setAttribute('aria-valuetext', chosen ? this.#describe(chosen) : 'All windows');
    this.#cursor.hidden = chosen === undefined;
    if (chosen) {
      const [first, span] = this.#extent();
      this.#cursor.style.left = `${(100 * (chosen.start - first)) / span}%`;
      this.#cursor.style.width = `${(100 * (chosen.end - chosen.start)) / span}%`;
    }
    this.#onChoose(chosen);
  }

  /** Where the picture begins, and how long it lasts. */
  #extent(): [number, number] {
    const first = this.#windows[0]?.start ?? 0;
    return [first, Math.max(1e-3, (this.#windows.at(-1)?.end ?? 1) - first)];
  }

  /** Shares stacked, each window drawn about its middle, up to half way to its neighbours. */
  #draw(): void {
    fitCanvas(this.#canvas);
    const { width, height } = this.#canvas;
    this.#context.clearRect(0, 0, width, height);
    const [first, span] = this.#extent();
    const colors = this.#labels.map((_, i) => labelColor(i));
    const x = (seconds: number) => Math.round(((seconds - first) / span) * width);
    const middle = ({ start, end }: WindowAnswer) => (start + end) / 2;
    this.#windows.forEach((window, i) => {
      const [before, after] = [this.#windows[i - 1], this.#windows[i + 1]];
      const left = before ? x((middle(before) + middle(window)) / 2) : 0;
      const right = after ? x((middle(window) + middle(after)) / 2) : width;
      let y = height;
      window.probabilities.forEach((probability, label) => {
        this.#context.fillStyle = colors[label] as string;
        this.#context.fillRect(left, y - probability * height, right - left, probability * height);
        y -= probability * height;
      });
    });
    const leads = this.#windows.map(({ probabilities }) => leader(probabilities));
    const counts = this.#labels
      .map((label, i) => [emotionName(label), leads.filter((lead) => lead === i).length] as const)
      .filter(([, count]) => count > 0);
    this.#canvas.setAttribute(
      'aria-label',
      `Probabilities over ${span.toFixed(1)} seconds. ${counts.map(([name, n]) => `${name} leads ${n} of ${leads.length} windows`).join(', ')}.`,
    );
  }

  #describe(window: WindowAnswer): string {
    const first = leader(window.probabilities);
    return `${times(window)}: ${emotionName(this.#labels[first] ?? '')} ${percent(window.probabilities[first] ?? 0)}`;
  }

  /** Only while it is unfolded: live sound brings four rows a second. */
  #fillTable(): void {
    const details = this.#table.closest('details');
    if (!details?.open) return;
    const head = make('tr');
    head.append(...['Window', ...this.#labels.map(emotionName)].map((title) => make('th', title)));
    for (const cell of head.cells) cell.scope = 'col';
    const rows = this.#windows.slice(-TABLE_ROWS).map((window) => {
      const row = make('tr');
      const name = make('th', times(window));
      name.scope = 'row';
      row.append(name, ...window.probabilities.map((probability) => make('td', percent(probability))));
      return row;
    });
    this.#table.replaceChildren(head, ...rows);
  }
}

function times({ start, end }: WindowAnswer): string {
  return `${start.toFixed(1)}–${end.toFixed(1)} s`;
}
