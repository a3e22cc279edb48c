import { createExtractor } from '@ser/dsp-native';

const extractor = await createExtractor({ device: 'cpu', threads: 2 });
await extractor.zcrEnergy({
  samples: new Int16Array(8000),
  offsets: Uint32Array.of(0, 8000),
  sampleRate: 8000,
});
console.log('done');
