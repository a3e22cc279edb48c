import { resolve } from 'node:path';

/**
 * A path as the user means it: relative paths count from where the user stands. Nx runs commands from the
 * workspace root; npm and npx leave the user's own folder in `INIT_CWD`.
 */
export function resolveUserPath(path: string): string {
  return resolve(process.env.INIT_CWD ?? process.cwd(), path);
}
