import fc from 'fast-check';
import { DIMENSIONS, PROSODY, type Prosody } from '../../src/demo-corpus/prosody.ts';

/** Any voice that a take may have. */
export const anyVoice = fc.record(
  Object.fromEntries(
    DIMENSIONS.map((name) => {
      const [min, max] = PROSODY[name].limits;
      return [name, fc.double({ min, max, noNaN: true })];
    }),
  ),
) as fc.Arbitrary<Prosody>;
