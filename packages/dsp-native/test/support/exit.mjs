import { createExtractor } from '@ser/dsp-native';
import { longBatch } from './long-batch.mjs';

const extractor = await createExtractor({ device: 'cpu', threads: 3 });
extractor.melSpectrogram(longBatch, { hopLength: 64, melBands: 16 });
extractor.mfcc(longBatch);
setTimeout(() => {
  console.log('exiting');
  process.exit(7);
}, 20);
