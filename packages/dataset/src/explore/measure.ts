import { type FeatureExtractor, trackPitch } from '@ser/dsp';
import type { DecodedAudio } from '../audio/decoded-audio.ts';

/** What is measured of a recording's sound. */
export interface Measures {
  /** Of its speech, in dB RMS below full scale; missing where the recording is silent. */
  loudness?: number;
  /** Median fundamental frequency of its voiced frames, in Hz; missing where too few are voiced. */
  pitch?: number;
  /** How many of its samples stand near full scale in runs of {@link SHORTEST_RUN} or more. */
  clippedSamples: number;
}

/** Levels are taken over frames of this length. */
const FRAME_SECONDS = 0.025;
/** A recording is silent if no frame passes this power, -60 dB of full scale. */
const SILENT = 1e-6;
/** Frames count as speech down to this share of the loudest one's power, -30 dB. */
const FAINTEST_SPEECH = 1e-3;

/**
 * Clipping stands out by samples that stay near full scale; a peak that only touches it is none. Within 0.1 dB, since
 * lossy coding unsettles what was clipped before it.
 */
const SHORTEST_RUN = 3;
const FULL_SCALE = 10 ** (-0.1 / 20);

/** Enough for voices; the time that pitch takes goes with the square of the rate. */
const PITCH_RATE = 4000;
/** Pitch is looked for up to 500 Hz, a quarter of this. */
const SLOWEST_RATE = 2000;
/** Voiced frames that a median takes: a tenth of a second. */
const FEWEST_VOICED = 5;

export async function measureClip(audio: DecodedAudio, extractor: FeatureExtractor): Promise<Measures> {
  const { samples, sampleRate } = audio;
  const clippedSamples = countClipped(samples);
  const loudness = speechLevel(samples, Math.ceil(FRAME_SECONDS * sampleRate));
  if (loudness === undefined) return { clippedSamples };
  const pitch = await medianPitch(audio, extractor);
  return { loudness, ...(pitch !== undefined && { pitch }), clippedSamples };
}

/** The level of the frames that are speech, in dB; undefined if the clip is silent. */
function speechLevel(samples: Float32Array, frameLength: number): number | undefined {
  const powers: number[] = [];
  for (let start = 0; start < samples.length; start += frameLength) {
    const end = Math.min(samples.length, start + frameLength);
    let sum = 0;
    for (let i = start; i < end; i++) sum += samples[i]! * samples[i]!;
    powers.push(sum / (end - start));
  }
  const loudest = powers.reduce((most, power) => Math.max(most, power), 0);
  if (loudest <= SILENT) return undefined;
  const speech = powers.filter((power) => power >= FAINTEST_SPEECH * loudest);
  return 10 * Math.log10(speech.reduce((sum, power) => sum + power, 0) / speech.length);
}

async function medianPitch(
  { samples, sampleRate }: DecodedAudio,
  extractor: FeatureExtractor,
): Promise<number | undefined> {
  const clip = { samples, offsets: Uint32Array.of(0, samples.length), sampleRate };
  if (sampleRate < SLOWEST_RATE) return undefined;
  const slow = sampleRate > PITCH_RATE ? await extractor.resample(clip, PITCH_RATE) : clip;
  const voiced = trackPitch(slow.samples as Float32Array, slow.sampleRate)
    .filter((pitch) => pitch > 0)
    .sort();
  return voiced.length < FEWEST_VOICED ? undefined : voiced[voiced.length >> 1];
}

function countClipped(samples: Float32Array): number {
  let clipped = 0;
  let run = 0;
  for (let i = 0; i <= samples.length; i++) {
    if (i < samples.length && Math.abs(samples[i]!) >= FULL_SCALE) {
      run++;
    } else {
      if (run >= SHORTEST_RUN) clipped += run;
      run = 0;
    }
  }
  return clipped;
}
