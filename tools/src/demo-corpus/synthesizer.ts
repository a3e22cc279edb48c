import { Antiresonator, BandPass, Resonator } from './filters.ts';
import { Glottis } from './glottis.ts';
import type { PitchTracks } from './pitch.ts';
import type { Prosody } from './prosody.ts';
import type { Random } from './random.ts';
import { FRAME_SECONDS, type Tracks } from './tracks.ts';

/** Samples a second, CREMA-D's. */
export const SAMPLE_RATE = 16_000;

const FRAME_SAMPLES = SAMPLE_RATE * FRAME_SECONDS;
/** Formants move on this often, in samples: in larger steps they click. */
const TUNING_SAMPLES = 10;
/** Formants above the third stand still, in Hz; those beyond {@link HIGHEST_FORMANT} after scaling are left out. */
const UPPER_FORMANTS = [3400, 4400, 5400, 6400, 7400];
const HIGHEST_FORMANT = 7600;
/** -3 dB widths of all formants, in Hz. */
const BANDWIDTHS = [70, 100, 150, 220, 300, 380, 450, 500];
/** Nasal resonance, and where the nasal zero goes when the velum opens, in Hz. */
const NASAL = { pole: 270, zero: 450, bandwidth: 100 };
/** Amplitude of consonants' aspiration against voicing. */
const ASPIRATION = 0.16;

/**
 * A formant synthesizer after D. H. Klatt (JASA 67, 1980): the voice and its breath go through a cascade of
 * resonators, the vocal tract; noise made in the mouth goes around it through a filter of its own.
 * Gives samples of the order of ±1 for an average voice.
 */
export function synthesize(
  tracks: Tracks,
  pitch: PitchTracks,
  voice: Prosody,
  formantScale: number,
  random: Random,
): Float64Array {
  const samples = new Float64Array(tracks.frames * FRAME_SAMPLES);
  const glottis = new Glottis(voice, SAMPLE_RATE, random);
  const scale = formantScale * (1 + voice.formants / 100);
  const moving = [0, 1, 2].map(() => new Resonator(SAMPLE_RATE));
  const upper = UPPER_FORMANTS.filter((frequency) => frequency * scale <= HIGHEST_FORMANT).map(
    (frequency, k) => {
      const resonator = new Resonator(SAMPLE_RATE);
      resonator.tune(frequency * scale, BANDWIDTHS[k + 3] as number);
      return resonator;
    },
  );
  const tract = [...moving, ...upper];
  const nasalPole = new Resonator(SAMPLE_RATE);
  const nasalZero = new Antiresonator(SAMPLE_RATE);
  const constriction = new BandPass(SAMPLE_RATE);
  nasalPole.tune(NASAL.pole, NASAL.bandwidth);

  const breath = 10 ** (voice.breath / 20);
  // An open glottis damps the first formant.
  const damping = Math.max(0.7, 1 + 3 * (voice.openQuotient - 0.6));
  const effort = voice.loudness - 0.4 * voice.emphasis;
  const amplitudes = tracks.voicing.map(
    (voicing, frame) => voicing * 10 ** ((effort + voice.emphasis * (tracks.stress[frame] as number)) / 20),
  );
  // Turbulence follows the loudness, but less than the voice does.
  const turbulenceGain = 10 ** (voice.loudness / 25);

  for (let frame = 0; frame < tracks.frames; frame++) {
    const ahead = frame + 1 < tracks.frames ? frame + 1 : frame;
    const at = (track: Float64Array) => track[frame] as number;
    const step = (track: Float64Array) => ((track[ahead] as number) - at(track)) / FRAME_SAMPLES;
    nasalZero.tune(NASAL.pole + (NASAL.zero - NASAL.pole) * at(tracks.nasality), NASAL.bandwidth);
    constriction.tune(at(tracks.noiseFrequency), at(tracks.noiseBandwidth));

    const voicing = at(amplitudes);
    const voicingStep = step(amplitudes);
    const aspiration = at(tracks.aspiration) * ASPIRATION * turbulenceGain;
    const band = at(tracks.band) * turbulenceGain;
    const flat = at(tracks.flat) * turbulenceGain;
    const frequency = at(pitch.frequency);
    const frequencyStep = step(pitch.frequency);
    const creak = at(pitch.creak);
    const voiced = at(tracks.voicing) > 0.05;

    for (let k = 0; k < FRAME_SAMPLES; k++) {
      if (k % TUNING_SAMPLES === 0) {
        for (const [formant, resonator] of moving.entries()) {
          const track = tracks.formants[formant] as Float64Array;
          const width = (BANDWIDTHS[formant] as number) * (formant === 0 ? damping : 1);
          resonator.tune((at(track) + k * step(track)) * scale, width);
        }
      }
      const noise = random.noise();
      const pulse = glottis.next(frequency + k * frequencyStep, creak);
      const gate = voiced && !glottis.open ? 0.4 : 1;
      const amplitude = voicing + k * voicingStep;
      let x = amplitude * pulse + (amplitude * breath + aspiration) * gate * noise;
      x = nasalZero.next(nasalPole.next(x));
      for (const resonator of tract) x = resonator.next(x);
      samples[frame * FRAME_SAMPLES + k] = x + gate * (band * constriction.next(noise) + flat * noise);
    }
  }
  return samples;
}
