import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { wavBytes } from './wav-bytes.ts';

/** Writes a tiny WAV file under each name, all of different content. */
export async function writeClips(root: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await write(root, name, wavBytes(Buffer.from(name), { kind: 'u8', sampleRate: 8000 }));
  }
}

export async function write(root: string, name: string, content: string | Uint8Array): Promise<void> {
  const path = join(root, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}
