import { cpus } from 'node:os';
import { DspError } from '@ser/dsp';
import { noise } from '../../dsp/test/support/signals.ts';
import { createExtractor } from '../src/index.ts';
import { loadAddon } from '../src/load-addon.ts';

jest.mock('../src/load-addon.ts', () => ({
  loadAddon: jest.fn(jest.requireActual('../src/load-addon.ts').loadAddon),
}));

describe('createExtractor', () => {
  it('takes the native engine by itself and says why not CUDA', async () => {
    const extractor = await createExtractor();
    expect(extractor.device).toEqual({
      kind: 'cpu',
      name: cpus()[0]?.model.trim(),
      threads: expect.any(Number),
      simd: expect.stringMatching(/^(avx512|avx2|baseline)$/),
      reason: expect.stringMatching(/^CUDA is not available: /),
    });
    extractor.dispose();
  });

  it('has as many threads as asked for', async () => {
    const extractor = await createExtractor({ device: 'cpu', threads: 3 });
    expect(extractor.device).toMatchObject({ kind: 'cpu', threads: 3 });
    expect(extractor.device.reason).toBeUndefined();
    extractor.dispose();
  });

  it('gives the JavaScript extractor for device js', async () => {
    expect((await createExtractor({ device: 'js' })).device).toEqual({ kind: 'js', name: 'JavaScript' });
  });

  it('refuses CUDA with the reason', async () => {
    await expectDspError(createExtractor({ device: 'cuda' }), 'CUDA is not available: ');
  });

  it.each([0, 1025, 1.5, Number.NaN, '2'])('refuses threads: %p', async (threads) => {
    await expectDspError(createExtractor({ threads: threads as number }), `threads is ${threads}`);
  });

  it('refuses a device and an option that there is not', async () => {
    await expectDspError(createExtractor({ device: 'gpu' as 'cpu' }), 'device is gpu');
    await expectDspError(createExtractor({ thread: 2 } as object), 'There is no option thread');
  });
});

describe('without a native addon', () => {
  const reason = 'The native addon is missing: build it.';
  beforeEach(() => {
    jest.mocked(loadAddon).mockImplementation(() => {
      throw new DspError(reason);
    });
  });

  it('auto falls back to JavaScript and says why', async () => {
    const extractor = await createExtractor();
    expect(extractor.device).toEqual({ kind: 'js', name: 'JavaScript', reason });
    const batch = { samples: noise(3000), offsets: Uint32Array.of(0, 3000), sampleRate: 22_050 };
    expect((await extractor.melSpectrogram(batch)).offsets).toEqual(Uint32Array.of(0, 6));
  });

  it('an explicit cpu is refused with the reason', async () => {
    await expectDspError(createExtractor({ device: 'cpu' }), reason);
  });
});

async function expectDspError(call: Promise<unknown>, message: string): Promise<void> {
  await expect(call).rejects.toMatchObject({
    name: 'DspError',
    message: expect.stringContaining(message) as string,
  });
}
