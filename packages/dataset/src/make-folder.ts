import { access, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a folder, and those above it that are missing. `mkdir` with `recursive` would do, but in Node 20 it runs for
 * ever where a file system refuses with ENOENT, as /proc does.
 */
export async function makeFolder(path: string): Promise<void> {
  const parent = dirname(path);
  if (!(await exists(parent))) await makeFolder(parent);
  try {
    await mkdir(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
