import { existsSync, readFileSync } from 'node:fs';
import { basename, delimiter, dirname, join, resolve } from 'node:path';
import { parseCard } from '@ser/models/browser';
import type { Plugin } from 'vite';

/** The files of a model bundle. */
const FILES = ['card.json', 'model.json', 'weights.bin'];

/**
 * Copies model bundles into the page and lists them in `models/index.json`, by name and title: those that are named, else a
 * standard one. Visitors load all of them, so as to have them offline.
 *
 * @param standard bundle folder
 * @param named bundle folders, as in PATH; relative ones count from where the user stands
 */
export function bundles(standard: string, named: string | undefined): Plugin {
  return {
    name: 'ser:bundles',
    apply: 'build',
    generateBundle() {
      const folders = findBundles(standard, named);
      if (folders.length === 0) {
        this.warn(
          `no model in the page: there is none in ${standard}. Train one (npx nx run trainer:train) and build with ` +
            'SER_MODELS=runs/NAME/model; visitors can open bundles of their own',
        );
      }
      const models = folders.map((folder) => {
        const name = nameOf(folder);
        for (const file of FILES) {
          this.emitFile({
            type: 'asset',
            fileName: `models/${name}/${file}`,
            source: readFileSync(join(folder, file)),
          });
        }
        return { name, title: `${name}${describe(join(folder, 'card.json'))}` };
      });
      this.emitFile({
        type: 'asset',
        fileName: 'models/index.json',
        source: `${JSON.stringify(models)}\n`,
      });
    },
  };
}

function findBundles(standard: string, named: string | undefined): string[] {
  if (named) {
    const here = process.env.INIT_CWD ?? process.cwd();
    return named.split(delimiter).map((path) => {
      const folder = resolve(here, path);
      const missing = FILES.find((file) => !existsSync(join(folder, file)));
      if (missing) throw new Error(`SER_MODELS: ${folder} is no model bundle: it has no ${missing}`);
      return folder;
    });
  }
  return existsSync(join(standard, 'card.json')) ? [standard] : [];
}

/** What helps to choose among models. */
function describe(path: string): string {
  const { figures, corpus } = parseCard(readFileSync(path, 'utf8'), path);
  const uar = figures.uar ? `, UAR ${figures.uar.value.toFixed(2)}` : '';
  return `${uar}${corpus.synthetic ? ', made speech only' : ''}`;
}

/** A run's bundle is named after the run: `runs/NAME/model`. */
function nameOf(folder: string): string {
  return basename(folder) === 'model' ? basename(dirname(folder)) : basename(folder);
}
