import { createJsExtractor } from '../../src/index.ts';
import { describeGolden } from '../support/golden.ts';

describeGolden('JavaScript', async () => createJsExtractor());
