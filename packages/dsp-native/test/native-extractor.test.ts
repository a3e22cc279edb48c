import { describeContract } from '../../dsp/test/support/contract.ts';
import { describeGolden } from '../../dsp/test/support/golden.ts';
import { createExtractor } from '../src/index.ts';

describe.each([1, 2, 5])('with threads: %i', (threads) => {
  describeGolden('The native extractor', () => createExtractor({ device: 'cpu', threads }));
  describeContract('The native extractor', () => createExtractor({ device: 'cpu', threads }));
});
