/** What Git LFS keeps of a file: its content's SHA-256 and size. */
export interface LfsObject {
  /** SHA-256 in 64 hexadecimal digits. */
  oid: string;
  /** Bytes. */
  size: number;
}

/** Pointers are small text files; the specification puts the limit at 1024 bytes. */
export const MAX_POINTER_BYTES = 1024;

/**
 * Reads a Git LFS pointer file (github.com/git-lfs/git-lfs/blob/main/docs/spec.md).
 *
 * @returns undefined if the content is no pointer.
 */
export function parsePointer(content: Uint8Array): LfsObject | undefined {
  if (content.length >= MAX_POINTER_BYTES) return undefined;
  const text = Buffer.from(content.buffer, content.byteOffset, content.length).toString('utf8');
  if (!text.startsWith('version https://git-lfs.github.com/spec/v1\n')) return undefined;
  const oid = /^oid sha256:([0-9a-f]{64})$/m.exec(text)?.[1];
  const size = /^size (\d+)$/m.exec(text)?.[1];
  return oid && size ? { oid, size: Number(size) } : undefined;
}
