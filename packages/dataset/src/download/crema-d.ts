import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { claim } from '../claim.ts';
import { eachConcurrently } from '../concurrency.ts';
import { hashFile } from '../hash-file.ts';
import { INCOMPLETE } from '../incomplete.ts';
import { DatasetError } from '../types.ts';
import { readArchive } from './archive.ts';
import { onDisk } from './errors.ts';
import { downloadObjects, type LfsFile } from './lfs-download.ts';
import { parsePointer } from './lfs-pointer.ts';
import { type RetryPolicy, retrying } from './retry.ts';

/** CREMA-D's home. Its archive holds the tables and, for each recording, a Git LFS pointer. */
const REPOSITORY = 'https://github.com/CheyneyComputerScience/CREMA-D';

/** Its makers' own copy, for the days when GitHub's Git LFS is over its quota. */
const MIRROR = 'https://gitlab.com/cs-cooper-lab/crema-d-mirror';

/** The recordings, and of the tables and texts those that say something of them. */
const WANTED =
  /^(AudioWAV\/[\w-]+\.wav|processedResults\/[\w.-]+|LICENSE\.txt|(SentenceFilenames|VideoDemographics)\.csv)$/;

/** Files read at once to see what is there already. */
const CHECKED_AT_ONCE = 4;

export interface CremaDOptions {
  /** Folder that is to hold the corpus; made if need be. */
  out: string;
  /** A repository laid out like CREMA-D's on GitHub, instead of that one and its mirror. */
  url?: string;
  /** Repositories that are asked for what the first does not give. */
  mirrors?: readonly string[];
  /** Recordings fetched at once. Default 8. */
  concurrency?: number;
  retry?: RetryPolicy;
  signal?: AbortSignal;
  /** Called as recordings arrive, at most every 50 ms, and once at the end. */
  onProgress?: (progress: DownloadProgress) => void;
  /** Called with a sentence when a server is given up for the next one. */
  onNotice?: (text: string) => void;
}

/** Recordings and bytes that are there, and in all. */
export interface DownloadProgress {
  files: number;
  totalFiles: number;
  bytes: number;
  totalBytes: number;
}

export interface DownloadSummary {
  /** Absolute path of the corpus folder. */
  folder: string;
  /** Recordings in all. */
  files: number;
  /** Their size. */
  bytes: number;
  /** How many of them had to be fetched; the others were there. */
  fetched: number;
}

/**
 * Downloads CREMA-D: its tables, the list of its recordings, then the recordings by Git LFS. Each one is checked
 * against its SHA-256 before it takes its name. What is there and right is not fetched again, so the same call
 * goes on where another one stopped.
 *
 * @throws {DatasetError} if recordings are missing in the end, naming one; if the archive is none of CREMA-D's; if
 * no server gives anything; if a file can't be written; if another process downloads to the folder.
 */
export async function downloadCremaD(options: CremaDOptions): Promise<DownloadSummary> {
  const folder = resolve(options.out);
  const lock = join(folder, '.downloading');
  await onDisk(folder, () => mkdir(folder, { recursive: true }));
  const release = await onDisk(lock, () => claim(lock));
  if (!release) {
    throw new DatasetError(
      `another process downloads to ${folder}; wait for it. If none does, remove ${lock}`,
    );
  }
  try {
    return await completeFolder(folder, options);
  } finally {
    await release();
  }
}

async function completeFolder(folder: string, options: CremaDOptions): Promise<DownloadSummary> {
  const { url = REPOSITORY, concurrency = 8, retry, signal, onNotice = () => {} } = options;
  const { mirrors = options.url === undefined ? [MIRROR] : [] } = options;
  const [repository = '', ...others] = [url, ...mirrors].map((one) => one.replace(/(\.git)?\/*$/, ''));

  const marker = join(folder, INCOMPLETE);
  const archive = `${repository}/archive/HEAD.tar.gz`;
  const files = await retrying(() => readFileList(archive, folder, signal), retry, signal);
  if (files.length === 0) {
    throw new DatasetError(`${archive} points to no recordings in AudioWAV; is it CREMA-D's repository?`);
  }
  const progress = trackProgress(files, options.onProgress);
  const missing: LfsFile[] = [];
  await eachConcurrently(files, CHECKED_AT_ONCE, async (file) => {
    if (await isThere(file, signal)) progress.set(file, file.size);
    else missing.push(file);
  });
  // Not before: a whole corpus stays one where this can't begin.
  if (missing.length > 0) {
    await onDisk(marker, () => writeFile(marker, 'Run the download again to complete this corpus.\n'));
  }

  const failures = await downloadObjects(
    missing,
    [repository, ...others].map((one) => `${one}.git/info/lfs`),
    { concurrency, onBytes: progress.set, onNotice, ...(retry && { retry }), ...(signal && { signal }) },
  );
  const [first] = failures;
  if (first) {
    const [file, error] = first;
    throw new DatasetError(
      `${failures.size} of ${files.length} recordings could not be had, such as ${relative(folder, file.path)}: ` +
        `${error.message}; run the same command again to try for them`,
    );
  }
  await onDisk(marker, () => rm(marker, { force: true }));
  progress.end();
  const bytes = files.reduce((sum, file) => sum + file.size, 0);
  return { folder, files: files.length, bytes, fetched: missing.length };
}

/** Reads the archive: saves its tables and texts, and returns the recordings that it points to. */
async function readFileList(archive: string, folder: string, signal?: AbortSignal): Promise<LfsFile[]> {
  const files: LfsFile[] = [];
  await readArchive(archive, {
    wanted: (name) => WANTED.test(name),
    onFile: async (name, content) => {
      const path = join(folder, name);
      await onDisk(dirname(path), () => mkdir(dirname(path), { recursive: true }));
      const pointer = parsePointer(content);
      if (pointer) files.push({ ...pointer, path });
      else await save(path, content);
    },
    ...(signal && { signal }),
  });
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function save(path: string, content: Buffer): Promise<void> {
  const part = `${path}.part`;
  await onDisk(path, () => writeFile(part, content));
  await onDisk(path, () => rename(part, path));
}

async function isThere({ path, size, oid }: LfsFile, signal?: AbortSignal): Promise<boolean> {
  const entry = await stat(path).catch(() => undefined);
  return entry?.isFile() === true && entry.size === size && (await hashFile(path, signal)).sha256 === oid;
}

function trackProgress(files: readonly LfsFile[], onProgress: CremaDOptions['onProgress']) {
  const arrived = new Map<LfsFile, number>();
  const progress: DownloadProgress = {
    files: 0,
    totalFiles: files.length,
    bytes: 0,
    totalBytes: files.reduce((sum, file) => sum + file.size, 0),
  };
  let reported = 0;
  const set = (file: LfsFile, bytes: number) => {
    const before = arrived.get(file);
    arrived.set(file, bytes);
    progress.bytes += bytes - (before ?? 0);
    progress.files += Number(bytes === file.size) - Number(before === file.size);
    if (performance.now() - reported > 50) {
      reported = performance.now();
      onProgress?.({ ...progress });
    }
  };
  return { set, end: () => onProgress?.({ ...progress }) };
}
