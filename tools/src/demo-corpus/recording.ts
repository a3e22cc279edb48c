import type { Random } from './random.ts';
import type { Room } from './speakers.ts';

const { abs, round } = Math;

/** Level of the average neutral voice, as a factor on the synthesizer's samples; about CREMA-D's -34 dB of full scale. */
const GAIN = 0.05;
/** A clip that would pass this is recorded at a lower gain instead. */
const HIGHEST_PEAK = 0.95;
/** Low end of the microphone in Hz: it passes no DC. */
const MICROPHONE_LOW_CORNER = 70;

/** What a speaker's room and microphone make of a voice: 16-bit samples. */
export function record(voice: Float64Array, room: Room, sampleRate: number, random: Random): Int16Array {
  const gain = GAIN * 10 ** (room.gain / 20);
  const heard = voice.map((sample) => gain * sample);
  for (const [delay, amplitude] of room.reflections)
    addEcho(heard, voice, delay * sampleRate, gain * amplitude);

  // Noise of RMS 1: white is 1/√3; low-passed by a pole p it is √((1 - p) / (1 + p)) of that.
  const noisePole = 0.97 * (1 - room.noiseColour);
  const noiseGain =
    10 ** (room.noiseFloor / 20) * Math.sqrt(3) * Math.sqrt((1 + noisePole) / (1 - noisePole));
  const treblePole = Math.exp((-2 * Math.PI * room.microphoneCorner) / sampleRate);
  const bassPole = Math.exp((-2 * Math.PI * MICROPHONE_LOW_CORNER) / sampleRate);
  let noise = 0;
  let treble = 0;
  let bass = 0;
  let peak = 0;
  for (let n = 0; n < heard.length; n++) {
    noise += (1 - noisePole) * (random.noise() - noise);
    treble += (1 - treblePole) * ((heard[n] as number) + noiseGain * noise - treble);
    bass += (1 - bassPole) * (treble - bass);
    const sample = treble - bass;
    heard[n] = sample;
    if (abs(sample) > peak) peak = abs(sample);
  }

  const scale = 32767 * Math.min(1, HIGHEST_PEAK / peak);
  const samples = new Int16Array(heard.length);
  for (let n = 0; n < heard.length; n++) samples[n] = round((heard[n] as number) * scale);
  return samples;
}

/** Adds the sound to what is heard, later by this many samples. */
function addEcho(heard: Float64Array, sound: Float64Array, delay: number, amplitude: number): void {
  const first = Math.round(delay);
  for (let n = first; n < heard.length; n++) {
    heard[n] = (heard[n] as number) + amplitude * (sound[n - first] as number);
  }
}
