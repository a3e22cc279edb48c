import {
  type AudioBatch,
  checkBatch,
  checkFinite,
  DspError,
  frameCount,
  frameOffsets,
} from '../src/index.ts';

describe('frameCount', () => {
  it('counts as librosa does', () => {
    // The notebook's segments: 55 frames.
    expect(frameCount(27_958, 2048, 512, true)).toBe(55);
    expect(frameCount(27_958, 512, 160, false)).toBe(172);
    expect(frameCount(1, 2048, 512, true)).toBe(1);
    expect(frameCount(512, 2048, 512, true)).toBe(2);
    // An odd frame is lengthened by one sample less than its length.
    expect(frameCount(10, 5, 1, true)).toBe(10);
    expect(frameCount(10, 4, 1, true)).toBe(11);
  });

  it('is 0 for an empty clip, and for one that an uncentred frame does not fit into', () => {
    expect(frameCount(0, 2048, 512, true)).toBe(0);
    expect(frameCount(2047, 2048, 512, false)).toBe(0);
    expect(frameCount(2048, 2048, 512, false)).toBe(1);
  });
});

it('frameOffsets sums the clips’ frames', () => {
  const batch: AudioBatch = {
    samples: new Float32Array(100),
    offsets: Uint32Array.of(0, 30, 30, 100),
    sampleRate: 8000,
  };
  const offsets = frameOffsets(batch, { frameLength: 10, hopLength: 5, center: false });
  expect([...offsets]).toEqual([0, 5, 5, 18]);
});

it('frameOffsets refuses more rows than 32 bits count', () => {
  // Offsets alone decide, so that no such samples are needed.
  const batch = { offsets: Uint32Array.of(0, 2 ** 32 - 1), sampleRate: 8000 } as AudioBatch;
  expect(() => frameOffsets(batch, { frameLength: 2, hopLength: 1, center: true })).toThrow(
    'hand over fewer clips',
  );
});

it('checkBatch takes arrays from another realm', () => {
  const foreign = (name: string, length: number) =>
    new Proxy({}, { get: (_, key) => (key === Symbol.toStringTag ? name : key === 'length' ? length : 0) });
  const batch = { samples: foreign('Float32Array', 4), offsets: foreign('Uint32Array', 2), sampleRate: 8000 };
  expect(() => checkBatch(batch as AudioBatch)).not.toThrow();
});

it('checkFinite looks at the part it is told to', () => {
  const samples = Float32Array.of(0, Number.NaN, 0);
  expect(() => checkFinite(samples, 3)).toThrow(
    new DspError('Sample 1 of clip 3 is NaN: samples must be finite.'),
  );
  expect(() => checkFinite(samples, 3, 2)).not.toThrow();
  expect(() => checkFinite(samples, 3, 0, 1)).not.toThrow();
});
