import { checkRecipe, DspError, type FeatureRecipe, PRESETS } from '../src/index.ts';

const mel: FeatureRecipe = {
  features: 'mel',
  sampleRate: 16_000,
  segments: { kind: 'window', seconds: 2, hopSeconds: 1 },
  mel: { fftSize: 512, norm: null },
};
const wave: FeatureRecipe = {
  features: 'wave',
  sampleRate: 22_050,
  segments: { kind: 'equalise', samples: 27_959, dropFirst: true },
};

describe('checkRecipe', () => {
  it.each(Object.entries(PRESETS))('takes the preset %s, there and back through JSON', (_, preset) => {
    expect(checkRecipe(JSON.parse(JSON.stringify(preset)))).toEqual(preset);
  });

  it('takes what it gave', () => {
    expect(checkRecipe(checkRecipe(mel))).toEqual(mel);
    expect(checkRecipe(wave)).toEqual(wave);
  });

  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'The recipe is undefined'],
    ['text', '{}', "The recipe is '{}'"],
    ['an unknown field', { ...mel, feature: 'mel' }, "The recipe can't have 'feature': known are features, "],
    ['unknown features', { ...mel, features: 'mfcc' }, "features is 'mfcc'"],
    ['no rate', { ...mel, sampleRate: undefined }, 'sampleRate is undefined'],
    ['no segments', { ...mel, segments: undefined }, 'segments is undefined'],
    ['no mel options', { ...mel, mel: null }, 'mel is null'],
    ['a wrong mel option', { ...mel, mel: { fftSize: 1 } }, 'fftSize is 1'],
    ['an unknown mel option', { ...mel, mel: { bands: 64 } }, "mel can't have 'bands'"],
    ['a second rate', { ...mel, mel: { sampleRate: 16_000 } }, "mel can't have 'sampleRate'"],
    ['an fMax beyond its rate', { ...mel, mel: { fMax: 8001 } }, 'fMax is 8001'],
    ['mel options for waves', { ...wave, mel: {} }, "mel is given, but features is 'wave'"],
    [
      'segments too short to reflect',
      { ...mel, segments: { kind: 'equalise', samples: 1024 }, mel: { padMode: 'reflect' } },
      'A segment has 1024 samples, which is too short for mel.fftSize, 2048.',
    ],
    [
      'uneven segments that would have to be reflected',
      {
        ...mel,
        segments: { kind: 'window', seconds: 2, hopSeconds: 1, pad: false },
        mel: { padMode: 'reflect' },
      },
      'segments.pad is false',
    ],
    [
      'a pad that is no flag',
      { ...mel, segments: { kind: 'window', seconds: 2, hopSeconds: 1, pad: 0 } },
      'segments.pad is 0',
    ],
    [
      'segments without a frame',
      { ...mel, segments: { kind: 'equalise', samples: 511 }, mel: { fftSize: 512, center: false } },
      'A segment has 511 samples',
    ],
  ])('refuses %s', (_, value, message) => {
    expect(() => checkRecipe(value)).toThrow(DspError);
    expect(() => checkRecipe(value)).toThrow(message);
  });
});
