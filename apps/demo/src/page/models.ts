import type { ModelSource } from '../shared/messages.ts';
import { element, make } from './element.ts';

/** Where the build puts its bundles. */
const MODELS = new URL('models/', document.baseURI);

/** The choice of models: those of this site, and one that the user has opened. */
export class ModelPicker {
  readonly #select = element('model', HTMLSelectElement);
  readonly #input = element('bundle', HTMLInputElement);
  #own: ModelSource | undefined;

  /** @param onChoose told of the model to open */
  constructor(onChoose: (source: ModelSource) => void) {
    this.#select.addEventListener('change', () => {
      const chosen = this.chosen();
      if (chosen) onChoose(chosen);
    });
    this.#input.addEventListener('change', async () => {
      const picked = [...(this.#input.files ?? [])];
      this.#input.value = '';
      if (picked.length === 0) return;
      const files = await Promise.all(
        picked.map(async (file) => [file.name, await file.arrayBuffer()] as const),
      );
      this.#own = { kind: 'files', name: 'your own model', files: Object.fromEntries(files) };
      this.#select.querySelector('[value=""]')?.remove();
      this.#select.append(new Option('Your own model', '', true, true));
      onChoose(this.#own);
    });
  }

  /** Lists the models of this site; false where there are none. */
  async load(): Promise<boolean> {
    const response = await fetch(new URL('index.json', MODELS));
    if (!response.ok)
      throw new Error(`The list of models can’t be fetched: the server answered ${response.status}.`);
    const models = (await response.json()) as { name: string; title: string }[];
    this.#select.replaceChildren(
      ...models.map(({ name, title }) => {
        const option = make('option', title);
        option.value = name;
        return option;
      }),
    );
    return models.length > 0;
  }

  chosen(): ModelSource | undefined {
    const { value } = this.#select;
    return value === '' ? this.#own : { kind: 'site', url: new URL(value, MODELS).href };
  }
}
