import { make } from './element.ts';
import { emotionName, leader, percent } from './emotions.ts';

/** A bar a label, the leading one marked. */
export class Bars {
  readonly #list: HTMLElement;
  #rows: { row: HTMLElement; fill: HTMLElement; value: HTMLElement }[] = [];

  constructor(list: HTMLElement) {
    this.#list = list;
  }

  setLabels(labels: readonly string[]): void {
    this.#rows = labels.map((label, i) => {
      const row = make('li');
      const fill = make('span', '', 'fill');
      fill.style.background = `var(--label-${i % 8})`;
      const track = make('span', '', 'track');
      track.append(fill);
      const value = make('span', '–', 'value');
      row.dataset.label = label;
      row.append(make('span', emotionName(label), 'name'), track, value);
      return { row, fill, value };
    });
    this.#list.replaceChildren(...this.#rows.map(({ row }) => row));
  }

  show(probabilities: readonly number[]): void {
    const first = leader(probabilities);
    this.#rows.forEach(({ row, fill, value }, i) => {
      const probability = probabilities[i] ?? 0;
      fill.style.transform = `scaleX(${probability})`;
      value.textContent = percent(probability);
      row.dataset.probability = String(probability);
      row.classList.toggle('leading', i === first);
    });
  }

  /** Nobody speaks: the last answer stays, but pale. */
  dim(quiet: boolean): void {
    this.#list.classList.toggle('quiet', quiet);
  }

  clear(): void {
    for (const { row, fill, value } of this.#rows) {
      fill.style.transform = 'scaleX(0)';
      value.textContent = '–';
      delete row.dataset.probability;
      row.classList.remove('leading');
    }
  }
}
