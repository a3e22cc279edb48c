import { describeContract } from '../../dsp/test/support/contract.ts';
import { describeDefinitions } from '../../dsp/test/support/definitions.ts';
import { describeGolden } from '../../dsp/test/support/golden.ts';
import { createExtractor } from '../src/index.ts';
import { simdLevels } from './support/simd-levels.ts';

jest.setTimeout(30_000);

describe.each([1, 2, 5])('with threads: %i', (threads) => {
  describeGolden('The native extractor', () => createExtractor({ device: 'cpu', threads }));
  describeContract('The native extractor', () => createExtractor({ device: 'cpu', threads }));
});

describe.each(simdLevels())('with simd: %s', (simd) => {
  describeGolden('The native extractor', () => createExtractor({ device: 'cpu', threads: 2, simd }));
  describeDefinitions('The native extractor', () => createExtractor({ device: 'cpu', threads: 2, simd }));
});
