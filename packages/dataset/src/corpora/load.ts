import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { INCOMPLETE } from '../incomplete.ts';
import { type Clip, type Corpus, DatasetError, type Problem } from '../types.ts';
import { readCorpusFile } from './corpus-file.ts';
import { detectRule } from './detect.ts';
import { sortLabels } from './emotions.ts';
import { fingerprint } from './fingerprint.ts';
import { folders } from './folders.ts';
import { limitClips } from './limit.ts';
import { MANIFEST, readManifest } from './manifest.ts';
import { type NamingRule, withoutExtension } from './naming.ts';
import { CORPUS_RULES } from './rules.ts';
import { AUDIO_EXTENSIONS, type ScanOptions, scanAudioFiles } from './scan.ts';

export type CorpusKind = 'auto' | (typeof CORPUS_RULES)[number]['kind'] | 'folders' | 'manifest';

/** Every value of the option `kind`. */
export const CORPUS_KINDS: readonly CorpusKind[] = [
  'auto',
  ...CORPUS_RULES.map((rule) => rule.kind),
  'folders',
  'manifest',
];

export interface LoadOptions extends ScanOptions {
  /** How the corpus tells its labels. Default 'auto': by its files; a `manifest.csv` in the folder goes first. */
  kind?: CorpusKind;
  /** Take files outside the folder, which a manifest or a symbolic link leads to. Default false: an error. */
  allowOutside?: boolean;
  /** Make it an error if any file has to be left out. Default false: they are told of in `skipped`. */
  strict?: boolean;
  /** Take only so many clips, even over labels and speakers; the same ones for the same seed. */
  limit?: number;
  /** Default 0. */
  seed?: number;
  /** Called as the clips' contents are read, at most every 50 ms, and once at the end. */
  onProgress?: (done: number, total: number) => void;
}

/** What a folder or a manifest holds. */
interface Found {
  name: string;
  licence?: string;
  citation?: string;
  clips: Clip[];
  skipped: Problem[];
}

/**
 * Finds the clips of a corpus and what its files say of them.
 *
 * @param root the corpus folder, or a manifest (`.csv`) itself.
 * @throws {DatasetError} if there is no such folder, if it holds no clip or follows no known rule, if two files
 * are the same recording, or if a path leads out of it. The message names the file and says what to do.
 */
export async function loadCorpus(root: string, options: LoadOptions = {}): Promise<Corpus> {
  const { kind = 'auto', strict = false, limit, seed = 0 } = options;
  if (!CORPUS_KINDS.includes(kind)) {
    throw new DatasetError(`kind: "${kind}" is none of ${CORPUS_KINDS.join(', ')}`);
  }
  const { folder, manifest } = await locate(resolve(root), kind);
  const found: Found = manifest
    ? { name: basename(folder), ...(await readManifest(manifest, options.allowOutside ?? false)) }
    : await readFolder(folder, kind, options);
  const { name, licence, citation, clips, skipped } = found;

  const [first] = skipped;
  if (clips.length === 0) {
    const why = first ? `: ${first.path} ${first.reason}` : '';
    throw new DatasetError(`${manifest ?? folder} holds no clip that can be used${why}`);
  }
  if (strict && first) {
    throw new DatasetError(
      `${skipped.length} files of ${folder} would be left out, which strict (--strict) forbids; the first: ${first.path}: ${first.reason}`,
    );
  }
  clips.sort((a, b) => (a.id < b.id ? -1 : 1));
  const taken = limit === undefined ? clips : limitClips(clips, limit, seed);
  return {
    name,
    root: folder,
    synthetic: false,
    ...(licence && { licence }),
    ...(citation && { citation }),
    ...(await readCorpusFile(folder)),
    labels: sortLabels(taken.map((clip) => clip.label)),
    clips: taken,
    skipped,
    fingerprint: await fingerprint(taken, options),
  };
}

/** The corpus folder, and the manifest if labels are to come from one. */
async function locate(path: string, kind: CorpusKind): Promise<{ folder: string; manifest?: string }> {
  const entry = await stat(path).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'ENOENT' ? 'there is no such corpus folder' : error.message;
    throw new DatasetError(`${path}: ${why}`, { cause: error });
  });
  if (!entry.isDirectory()) {
    const isManifest = path.toLowerCase().endsWith('.csv') && (kind === 'auto' || kind === 'manifest');
    if (isManifest) return { folder: dirname(path), manifest: path };
    throw new DatasetError(`${path} is a file; a corpus is a folder of audio files or a manifest (.csv)`);
  }
  const names = await readdir(path);
  if (names.length === 0) throw new DatasetError(`${path} is empty`);
  if (names.includes(INCOMPLETE)) {
    throw new DatasetError(
      `${path} has been downloaded in part only: run the download again, or delete ${INCOMPLETE} in it to make do with what is there`,
    );
  }
  if (kind === 'auto' ? names.includes(MANIFEST) : kind === 'manifest') {
    const manifest = join(path, MANIFEST);
    if (!names.includes(MANIFEST)) throw new DatasetError(`${path} holds no ${MANIFEST}`);
    return { folder: path, manifest };
  }
  return { folder: path };
}

async function readFolder(folder: string, kind: CorpusKind, options: ScanOptions): Promise<Found> {
  const { files, skipped } = await scanAudioFiles(folder, options);
  if (files.length === 0) {
    throw new DatasetError(`${folder} holds no audio files (${AUDIO_EXTENSIONS.join(' ')})`);
  }
  const rules: readonly NamingRule[] = [...CORPUS_RULES, folders];
  const rule = rules.find((one) => one.kind === kind) ?? detectRule(folder, files, CORPUS_KINDS.slice(1));
  const renderings = files.filter((file) => rule.folder && file.startsWith(`${rule.folder}/`));

  const clips: Clip[] = [];
  const paths = new Map<string, string>();
  for (const file of renderings.length > 0 ? renderings : files) {
    const path = join(folder, file);
    const named = rule.parse(file) ?? { reason: `is not named as in ${rule.kind}, such as ${rule.example}` };
    if ('reason' in named) {
      skipped.push({ path, reason: named.reason });
      continue;
    }
    const { recording, ...clip } = named;
    const twin = paths.get(recording);
    if (twin) {
      throw new DatasetError(
        `${twin} and ${path} are both the recording ${recording}: remove one, or name a folder that holds it once`,
      );
    }
    paths.set(recording, path);
    clips.push({ id: withoutExtension(file), path, ...clip });
  }
  await rule.complete?.(clips, folder);
  return {
    name: rule === folders ? basename(folder) : rule.kind,
    ...(rule.licence && { licence: rule.licence }),
    ...(rule.citation && { citation: rule.citation }),
    clips,
    skipped,
  };
}
