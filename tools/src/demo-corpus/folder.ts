import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** `corpus.json`: what makes a folder a finished demo corpus. The corpus loader reads name, synthetic and licence. */
export interface DemoManifest {
  name: 'demo';
  synthetic: true;
  licence: 'CC0-1.0';
  generator: { version: number; seed: number; speakers: number; sentences: number };
  clips: number;
  note: string;
}

export const MANIFEST = 'corpus.json';
export const DEMOGRAPHICS = 'VideoDemographics.csv';
export const AUDIO = 'AudioWAV';

/** Names that only the demo corpus has: CREMA-D's actors end at 1091. */
const CLIP_NAME = /^9\d{3}_[A-Z]{3}_[A-Z]{3}_[A-Z]{2}\.wav$/;
/** Work folders that nobody has written to for this long belong to runs that were killed. */
const ABANDONED_AFTER_MS = 10 * 60 * 1000;

/** A folder or option that can't be used; the message names it and says what to do. */
export class DemoCorpusError extends Error {
  override name = 'DemoCorpusError';
}

/** Throws where something stands that is no folder. */
export async function assertFolder(root: string): Promise<void> {
  const found = await stat(root).catch(ignoring('ENOENT'));
  if (found && !found.isDirectory()) {
    throw new DemoCorpusError(`${root} is a file; name a folder with --out.`);
  }
}

/** Whether just this corpus stands in the folder, whole. */
export async function isFinished(root: string, generator: DemoManifest['generator']): Promise<boolean> {
  const manifest = await readManifest(root);
  if (!manifest) return false;
  const same = (Object.keys(generator) as (keyof typeof generator)[]).every(
    (key) => manifest.generator?.[key] === generator[key],
  );
  return same && (await list(join(root, AUDIO))).length === manifest.clips;
}

/** Throws unless the folder is missing, empty, or holds a demo corpus, whole or not, and nothing else. */
export async function assertReplaceable(root: string): Promise<void> {
  const entries = await list(root);
  if (entries.length === 0) return;
  const clips = await list(join(root, AUDIO));
  const strangers = [
    ...entries.filter((entry) => ![MANIFEST, DEMOGRAPHICS, AUDIO].includes(entry)),
    ...clips.filter((clip) => !CLIP_NAME.test(clip)).map((clip) => join(AUDIO, clip)),
  ];
  const ours = entries.includes(MANIFEST) ? await readManifest(root) : clips.length > 0;
  if (ours && strangers.length === 0) return;
  const why = strangers[0]
    ? `it holds ${strangers[0]}, which this command did not make`
    : 'it is not a demo corpus';
  throw new DemoCorpusError(
    `${root} will not be replaced: ${why}. Name another folder with --out, or move this one away.`,
  );
}

/** Puts a made corpus in the place of whatever {@link assertReplaceable} let pass; if it can't, that comes back. */
export async function moveIntoPlace(made: string, root: string): Promise<void> {
  const previous = `${made}-old`;
  await rename(root, previous).catch(ignoring('ENOENT'));
  try {
    await rename(made, root);
  } catch (error) {
    await rename(previous, root).catch(() => undefined);
    throw error;
  } finally {
    await rm(previous, { recursive: true, force: true });
  }
}

const workFolderPrefix = (root: string) => `${root}.partial-`;

/** A new folder to make a corpus in, beside its place, so that it gets there in one step. */
export async function makeWorkFolder(root: string): Promise<string> {
  const folder = workFolderPrefix(root) + randomUUID().slice(0, 8);
  await mkdir(folder, { recursive: true });
  return folder;
}

/** Removes the work folders of runs that were killed. */
export async function removeAbandoned(root: string): Promise<void> {
  const prefix = basename(workFolderPrefix(root));
  for (const entry of await list(dirname(root))) {
    if (!entry.startsWith(prefix)) continue;
    const folder = join(dirname(root), entry);
    const touched = await Promise.all(
      [folder, join(folder, AUDIO)].map((path) =>
        stat(path).then(
          ({ mtimeMs }) => mtimeMs,
          () => 0,
        ),
      ),
    );
    if (Date.now() - Math.max(...touched) > ABANDONED_AFTER_MS)
      await rm(folder, { recursive: true, force: true });
  }
}

/** The folder's manifest, if it has one and it is a demo corpus's. */
async function readManifest(root: string): Promise<Partial<DemoManifest> | undefined> {
  const text = await readFile(join(root, MANIFEST), 'utf8').catch(ignoring('ENOENT'));
  if (text === undefined) return undefined;
  try {
    const manifest = JSON.parse(text) as Partial<DemoManifest> | null;
    return manifest?.name === 'demo' && manifest.synthetic === true ? manifest : undefined;
  } catch {
    return undefined;
  }
}

/** Names in a folder; none where there is no folder. */
const list = async (folder: string): Promise<string[]> =>
  (await readdir(folder).catch(ignoring('ENOENT'))) ?? [];

const ignoring = (code: string) => (error: NodeJS.ErrnoException) => {
  if (error.code !== code) throw error;
  return undefined;
};
