export interface DecodedAudio {
  /** Mono: the mean of all channels. Full scale is [-1, 1]; 16-bit integers count as `value / 32768`. */
  samples: Float32Array;
  /** Hz */
  sampleRate: number;
  /** How many channels the file has. */
  channels: number;
  /** `samples.length / sampleRate` */
  seconds: number;
  format: AudioFormat;
}

export type AudioFormat = 'wav' | 'flac' | 'mp3' | 'vorbis' | 'opus';
