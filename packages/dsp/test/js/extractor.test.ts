import { createJsExtractor } from '../../src/index.ts';
import { describeContract } from '../support/contract.ts';
import { describeDefinitions } from '../support/definitions.ts';
import { describeGolden } from '../support/golden.ts';

describeGolden('The JavaScript extractor', async () => createJsExtractor());
describeDefinitions('The JavaScript extractor', async () => createJsExtractor());
describeContract('The JavaScript extractor', async () => createJsExtractor());

it('says where it runs', () => {
  expect(createJsExtractor().device).toEqual({ kind: 'js', name: 'JavaScript' });
});
