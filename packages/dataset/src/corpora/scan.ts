import { readdir, realpath, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { isInside } from '../inside.ts';
import { DatasetError, type Problem } from '../types.ts';

/** Audio that can be read, by extension in lower case. */
export const AUDIO_EXTENSIONS: readonly string[] = ['.wav', '.flac', '.mp3', '.ogg', '.oga', '.opus'];

export function isAudioFile(file: string): boolean {
  return AUDIO_EXTENSIONS.includes(extname(file).toLowerCase());
}

export interface ScanOptions {
  /** Follow symbolic links out of the folder. Default false. */
  allowOutside?: boolean;
  signal?: AbortSignal;
}

/**
 * Every audio file below `root`, as paths below it with `/` between the parts, sorted. Hidden files and folders
 * are passed over, macOS's `._*` among them.
 *
 * @throws {DatasetError} if a symbolic link leaves the folder, unless `allowOutside` is set.
 */
export async function scanAudioFiles(
  root: string,
  { allowOutside = false, signal }: ScanOptions = {},
): Promise<{ files: string[]; skipped: Problem[] }> {
  const files: string[] = [];
  const skipped: Problem[] = [];
  const realRoot = await realpath(root);

  /** `real` is the folder's own path without links, `above` those of the folders it was reached through. */
  const scan = async (folder: string, real: string, above: readonly string[]): Promise<void> => {
    signal?.throwIfAborted();
    for (const entry of await readdir(real, { withFileTypes: true })) {
      if (entry.name.startsWith('.')) continue;
      const file = folder + entry.name;
      const target = entry.isSymbolicLink() ? await follow(file) : join(real, entry.name);
      if (target === undefined) continue;
      const kind = entry.isSymbolicLink() ? await stat(target) : entry;
      if (kind.isDirectory()) {
        const inLoop = target === real || above.includes(target);
        if (!inLoop) await scan(`${file}/`, target, [...above, real]);
      } else if (isAudioFile(file)) {
        if (kind.isFile()) files.push(file);
        else skipped.push({ path: join(root, file), reason: 'is no regular file' });
      }
    }
  };

  const follow = async (link: string): Promise<string | undefined> => {
    const path = join(root, link);
    const target = await realpath(path).catch(() => undefined);
    if (target === undefined) {
      if (isAudioFile(link)) skipped.push({ path, reason: 'is a symbolic link to nothing' });
    } else if (!allowOutside && !isInside(realRoot, target)) {
      throw new DatasetError(
        `${path} is a symbolic link that leaves the corpus folder; set allowOutside (--allow-outside) if you trust where it leads`,
      );
    }
    return target;
  };

  await scan('', realRoot, []);
  return { files: files.sort(), skipped };
}
