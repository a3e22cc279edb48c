/** Reading WAV, without Node: the same samples in a browser as everywhere else. */
export { AudioError } from './audio/audio-error.ts';
export { checkAudio } from './audio/check-audio.ts';
export type { DecodedAudio } from './audio/decoded-audio.ts';
export { readWav } from './audio/wav.ts';
