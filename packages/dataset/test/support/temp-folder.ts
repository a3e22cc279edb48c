import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A fresh folder for every test of a file, removed after it; call the result to get its path. */
export function useTempFolder(): () => string {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(await realpath(tmpdir()), 'ser-dataset-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  return () => folder;
}
