export { AudioError } from './audio-error.ts';
export { decodeAudio, decodeAudioFile } from './decode.ts';
export type { AudioFormat, DecodedAudio } from './decoded-audio.ts';
export { encodeWav } from './encode-wav.ts';
export { readWavStream, type WavStream } from './wav-stream.ts';
