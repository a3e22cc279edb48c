import { describeContract } from '../../dsp/test/support/contract.ts';
import { describeDefinitions } from '../../dsp/test/support/definitions.ts';
import { describeGolden } from '../../dsp/test/support/golden.ts';
import { createExtractor } from '../src/index.ts';
import { loadAddon } from '../src/load-addon.ts';
import { NativeExtractor } from '../src/native-extractor.ts';

const create = () => createExtractor({ device: 'cuda' });
const whyNot = reasonAgainstCuda();

if (whyNot) {
  it.skip(`needs a GPU. ${whyNot}`, () => {});
  it('CUDA is refused with a reason', async () => {
    await expect(create()).rejects.toMatchObject({
      name: 'DspError',
      message: expect.stringMatching(/^CUDA is not available: .+\.$/) as string,
    });
  });
} else {
  describeGolden('The CUDA extractor', create);
  describeContract('The CUDA extractor', create);
  describeDefinitions('The CUDA extractor', create);
}

function reasonAgainstCuda(): string | undefined {
  try {
    new NativeExtractor(loadAddon('cuda'), 'cuda', 1).dispose();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
