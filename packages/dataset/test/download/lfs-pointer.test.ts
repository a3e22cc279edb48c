import { parsePointer } from '../../src/download/lfs-pointer.ts';

const OID = 'c6f94b2592487c7556bd86df7df6e8f4420d1b9c11414aeec9d8e5e640b51495';
const pointer = (text: string) => parsePointer(Buffer.from(text));

it('reads id and size', () => {
  expect(pointer(`version https://git-lfs.github.com/spec/v1\noid sha256:${OID}\nsize 72862\n`)).toEqual({
    oid: OID,
    size: 72862,
  });
});

it.each([
  ['audio', 'RIFF....WAVEfmt '],
  ['nothing', ''],
  ['another version', `version https://example.org/v2\noid sha256:${OID}\nsize 1\n`],
  ['no size', `version https://git-lfs.github.com/spec/v1\noid sha256:${OID}\n`],
  ['a short id', 'version https://git-lfs.github.com/spec/v1\noid sha256:abc\nsize 1\n'],
  [
    'a long file',
    `version https://git-lfs.github.com/spec/v1\noid sha256:${OID}\nsize 1\n${'x'.repeat(1024)}`,
  ],
])('tells %s from a pointer', (_, text) => {
  expect(pointer(text)).toBeUndefined();
});
