import { AudioError } from './audio-error.ts';
import type { DecodedAudio } from './decoded-audio.ts';

/** Far beyond what microphones and converters do; a header that says otherwise is damaged. */
const LOWEST_RATE = 1_000;
const HIGHEST_RATE = 768_000;

/** Float files may overshoot full scale, or count as 32-bit integers do; more would overflow the features. */
const LARGEST_SAMPLE = 2 ** 31;

/** @throws AudioError naming the recording, unless it has samples, all of them numbers around ±1, at a rate that can be */
export function checkAudio(
  { samples, sampleRate }: Pick<DecodedAudio, 'samples' | 'sampleRate'>,
  name: string,
): void {
  if (samples.length === 0) throw new AudioError(name, 'it holds no samples');
  if (sampleRate < LOWEST_RATE || sampleRate > HIGHEST_RATE) {
    throw new AudioError(name, `its sampling rate of ${sampleRate} Hz can't be right`);
  }
  for (let i = 0; i < samples.length; i++) {
    const sample = samples[i] as number;
    if (Math.abs(sample) <= LARGEST_SAMPLE) continue;
    throw new AudioError(name, `its sample ${i} is ${sample}; samples are numbers around ±1`);
  }
}
