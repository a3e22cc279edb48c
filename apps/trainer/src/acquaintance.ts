import { deriveSeed, type FixedNormalisation, normalisationFor, type VoiceNormalisation } from '@ser/models';
import { NEUTRAL, type Voices } from '@ser/run';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/**
 * Shares of the draws in which a voice is known by all of its clips, by one to ten others, or by as many neutral ones;
 * else it is a stranger's.
 */
const KNOWN = { all: 0.4, some: 0.2, neutral: 0.1 };

/**
 * The normalisation of a row in training, by a voice that is known more or less: a model that meets both learns to do
 * with either.
 *
 * @param seed what is drawn follows from it
 */
export function drawAcquaintance(
  normalisation: VoiceNormalisation,
  voices: Voices,
  row: number,
  seed: number,
): FixedNormalisation {
  const random = xoroshiro128plus(deriveSeed(seed, 'voice'));
  const draw = uniformFloat64(random);
  if (draw < KNOWN.all) return normalisationFor(normalisation, voices.of(row, 'all'));
  if (draw < KNOWN.all + KNOWN.some + KNOWN.neutral) {
    const others = uniformInt(random, 1, 10);
    const label = draw < KNOWN.all + KNOWN.some ? undefined : NEUTRAL;
    return normalisationFor(normalisation, voices.withOthers(row, others, deriveSeed(seed, 'others'), label));
  }
  return normalisationFor(normalisation, voices.of(row, 'stranger'));
}
