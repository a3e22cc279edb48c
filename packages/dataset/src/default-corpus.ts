import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The workspace's folder, found from where this module stands; `data/` and `runs/` are below it. */
export function workspaceRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'nx.json'))) {
    const parent = dirname(folder);
    if (parent === folder) return process.cwd();
    folder = parent;
  }
  return folder;
}

/** Folder of the corpus that a command names: the made one for 'demo', else the path itself. */
export function corpusFolder(corpus: string): string {
  return corpus === 'demo' ? join(workspaceRoot(), 'data', 'demo') : corpus;
}

/** The corpus of a command that names none: CREMA-D where it has been downloaded, else the demo corpus. */
export function defaultCorpus(): string {
  const cremaD = join(workspaceRoot(), 'data', 'crema-d');
  return existsSync(cremaD) ? cremaD : 'demo';
}
