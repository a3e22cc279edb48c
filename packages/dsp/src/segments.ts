import { flag, integer, object, oneOf, positive } from './checks.ts';
import { DspError } from './contract.ts';
import { checkRate } from './options.ts';
import type { SegmentOptions } from './recipe.ts';

/** A piece of a clip: `samples` stand from the clip's sample `start` on; negative where zeros come first. */
export interface Segment {
  start: number;
  samples: Float32Array;
}

/** How clips of one rate are cut. */
export interface SegmentPlan {
  /** Samples in a segment; the most there are where the last one is not padded. */
  length: number;
  /**
   * Where the segments of a clip of `clipLength` samples start. What lies before the clip's first sample or after its
   * last is zero. None for an empty clip, and none for one shorter than an 'equalise' piece.
   */
  starts(clipLength: number): number[];
  /** Samples in the segment that starts at `start`: fewer than `length` where it ends with its clip, unpadded. */
  lengthAt(start: number, clipLength: number): number;
}

/** A segment is no longer than this many samples: three hours and more of speech. */
const LONGEST = 2 ** 28;

/**
 * Cuts one clip. Segments that need no zeros are views of `samples`. Throws a {@link DspError} that names the option at
 * fault.
 */
export function cutSegments(samples: Float32Array, sampleRate: number, options: SegmentOptions): Segment[] {
  const { starts, lengthAt } = planSegments(options, sampleRate);
  return starts(samples.length).map((start) => {
    const length = lengthAt(start, samples.length);
    if (start >= 0 && start + length <= samples.length) {
      return { start, samples: samples.subarray(start, start + length) };
    }
    const padded = new Float32Array(length);
    copySegment(samples, start, padded);
    return { start, samples: padded };
  });
}

/** Writes to `target`, which holds zeros, the samples that stand from `start` on. */
export function copySegment(samples: Float32Array, start: number, target: Float32Array): void {
  const from = Math.max(0, start);
  target.set(samples.subarray(from, start + target.length), from - start);
}

/** The plan for clips of `sampleRate` Hz. Throws a {@link DspError} that names the option at fault. */
export function planSegments(options: SegmentOptions, sampleRate: number): SegmentPlan {
  checkSegmentOptions(options);
  checkRate('sampleRate', sampleRate);
  switch (options.kind) {
    case 'equalise': {
      const { samples } = options;
      const dropped = options.dropFirst ? 1 : 0;
      return {
        length: samples - dropped,
        starts: (clipLength) => evenly(Math.floor(clipLength / samples), samples, dropped),
        lengthAt: () => samples - dropped,
      };
    }
    case 'whole': {
      const length = secondsToSamples('seconds', options.seconds, sampleRate);
      return {
        length,
        // Towards zero, so that an odd sample is cropped or padded at the end; + 0 turns -0 into 0.
        starts: (clipLength) => (clipLength === 0 ? [] : [Math.trunc((clipLength - length) / 2) + 0]),
        lengthAt: () => length,
      };
    }
    case 'window': {
      const length = secondsToSamples('seconds', options.seconds, sampleRate);
      const hop = secondsToSamples('hopSeconds', options.hopSeconds, sampleRate);
      return {
        length,
        starts: (clipLength) => {
          if (clipLength === 0) return [];
          return evenly(1 + Math.ceil(Math.max(0, clipLength - length) / hop), hop, 0);
        },
        lengthAt: (start, clipLength) =>
          options.pad === false ? Math.min(length, clipLength - start) : length,
      };
    }
  }
}

/** Checks segment options read from elsewhere. Throws a {@link DspError} that names the option at fault. */
export function checkSegmentOptions(value: unknown): SegmentOptions {
  const kind = oneOf('segments.kind', object('segments', value).kind, ['equalise', 'whole', 'window']);
  const options = object(`segments of kind '${kind}'`, value, ['kind', ...FIELDS[kind]]);
  if (kind === 'equalise') {
    const dropFirst = options.dropFirst !== undefined && flag('segments.dropFirst', options.dropFirst);
    integer('segments.samples', options.samples, dropFirst ? 2 : 1, LONGEST);
    return value as SegmentOptions;
  }
  const seconds = positive('segments.seconds', options.seconds);
  if (kind === 'window') {
    const hopSeconds = positive('segments.hopSeconds', options.hopSeconds);
    if (hopSeconds > seconds) {
      throw new DspError(
        `segments.hopSeconds is ${hopSeconds}, but beyond segments.seconds, which is ${seconds}, samples would be lost.`,
      );
    }
    if (options.pad !== undefined) flag('segments.pad', options.pad);
  }
  return value as SegmentOptions;
}

const FIELDS = {
  equalise: ['samples', 'dropFirst'],
  whole: ['seconds'],
  window: ['seconds', 'hopSeconds', 'pad'],
};

function secondsToSamples(name: string, seconds: number, sampleRate: number): number {
  const samples = Math.round(seconds * sampleRate);
  if (samples < 1 || samples > LONGEST) {
    throw new DspError(
      `segments.${name} is ${seconds}, which is ${samples} samples at ${sampleRate} Hz: it must be from 1 to ${LONGEST}.`,
    );
  }
  return samples;
}

function evenly(count: number, step: number, first: number): number[] {
  return Array.from({ length: count }, (_, i) => first + i * step);
}
