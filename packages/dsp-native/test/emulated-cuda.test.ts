import { describeContract } from '../../dsp/test/support/contract.ts';
import { describeDefinitions } from '../../dsp/test/support/definitions.ts';
import { describeGolden } from '../../dsp/test/support/golden.ts';
import { createEmulated } from './support/emulated.ts';

const create = async () => createEmulated();

describeGolden('The CUDA engine, emulated,', create);
describeContract('The CUDA engine, emulated,', create);
describeDefinitions('The CUDA engine, emulated,', create);
