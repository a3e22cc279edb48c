import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { isInside } from '../inside.ts';
import { type Clip, DatasetError, type Problem } from '../types.ts';
import { readTable } from './csv.ts';
import { labelOf } from './emotions.ts';
import { withoutExtension } from './naming.ts';
import { AUDIO_EXTENSIONS, isAudioFile } from './scan.ts';

/** The manifest's name where the corpus is given as a folder. */
export const MANIFEST = 'manifest.csv';

const SEXES = new Map<string, 'female' | 'male'>([
  ['female', 'female'],
  ['f', 'female'],
  ['male', 'male'],
  ['m', 'male'],
]);

/**
 * Reads a table of clips: the columns `path` and `label`, and as far as known `speaker`, `sentence`, `sex`, `age`
 * and `level`; any others are ignored. Paths count from the manifest's folder. A row that can't be used is told
 * of by its line.
 *
 * @throws {DatasetError} if it is no such table, or if a path leaves its folder, by `..`, as an absolute path or
 * through a symbolic link, unless `allowOutside` is set.
 */
export async function readManifest(
  manifest: string,
  allowOutside: boolean,
): Promise<{ clips: Clip[]; skipped: Problem[] }> {
  const root = dirname(manifest);
  const realRoot = await realpath(root);
  const text = await readFile(manifest, 'utf8');
  const clips: Clip[] = [];
  const skipped: Problem[] = [];
  const paths = new Map<string, string>();
  for (const { line, cells } of readTable(text, manifest, ['path', 'label'])) {
    const path = resolve(root, cells.path);
    const refuse = (reason: string) =>
      skipped.push({ path, reason: `line ${line} of the manifest: ${reason}` });
    const leaves = () =>
      new DatasetError(
        `${manifest}, line ${line}: ${cells.path} leaves the manifest's folder; set allowOutside (--allow-outside) if you trust it`,
      );

    if (!cells.path) {
      refuse('the path is empty');
      continue;
    }
    if (!allowOutside && !isInside(root, path)) throw leaves();
    const real = await realpath(path).catch(() => undefined);
    if (real === undefined || !(await stat(real)).isFile()) {
      refuse('there is no such file');
      continue;
    }
    if (!allowOutside && !isInside(realRoot, real)) throw leaves();
    if (!isAudioFile(path)) {
      refuse(`no audio file by its extension (${AUDIO_EXTENSIONS.join(' ')})`);
      continue;
    }
    const details = readDetails(cells);
    if (typeof details === 'string') {
      refuse(details);
      continue;
    }
    const id = idOf(root, path);
    const twin = paths.get(id);
    if (twin) {
      throw new DatasetError(
        twin === path
          ? `${manifest}, line ${line}: ${cells.path} is listed twice`
          : `${manifest}, line ${line}: ${twin} and ${path} differ in their extension only, so both would be clip ${id}`,
      );
    }
    paths.set(id, path);
    clips.push({ id, path, ...details });
  }
  return { clips, skipped };
}

/** The clip's fields, or what is wrong with them. */
function readDetails(cells: Partial<Record<string, string>>): Omit<Clip, 'id' | 'path'> | string {
  const { label, speaker, sentence, sex, age, level } = cells;
  if (!label) return 'the label is empty';
  const details: Omit<Clip, 'id' | 'path'> = { label: labelOf(label) };
  if (speaker) details.speaker = speaker;
  if (sentence) details.sentence = sentence;
  if (level) details.level = level;
  if (sex) {
    const known = SEXES.get(sex.toLowerCase());
    if (!known) return `sex "${sex}" is neither female nor male; leave it empty if unknown`;
    details.sex = known;
  }
  if (age) {
    const years = Number(age);
    if (!(years > 0 && years < 150)) return `age "${age}" is no number of years; leave it empty if unknown`;
    details.age = years;
  }
  return details;
}

function idOf(root: string, path: string): string {
  const way = relative(root, path);
  return withoutExtension((isAbsolute(way) ? path : way).split(sep).join('/'));
}
