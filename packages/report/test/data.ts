import type { CorpusReport, RunReport } from '../src/index.ts';

export const LABELS = ['ANG', 'DIS', 'FEA', 'HAP', 'NEU', 'SAD'];

/** Text that breaks out of markup where it isn't escaped, and what XML can't carry at all. */
export const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src="https://example.com/x" onerror="alert(1)">',
  "' onload='alert(1)",
  ']]> & &amp; {b} {a|rich} $1',
  '__proto__',
  'toString',
  'style="font-family:x;" class="y" font-family:z;',
  'nul \u0000 bell \u0007 lone \ud800 end \uffff',
  'two\nlines\tand tabs',
  'long '.repeat(400),
];

export function byLabel<T>(value: (label: string, i: number) => T, labels = LABELS): Record<string, T> {
  return Object.fromEntries(labels.map((label, i) => [label, value(label, i)]));
}

const CONFUSION = [
  [204, 11, 18, 12, 12, 3],
  [30, 145, 31, 14, 34, 8],
  [14, 12, 124, 52, 50, 7],
  [26, 13, 10, 146, 32, 31],
  [16, 31, 7, 6, 184, 14],
  [34, 16, 26, 8, 15, 160],
];

/** A run as a trainer and an evaluator leave it. */
export function sampleRun(): RunReport {
  const side = (clips: number, speakers: number) => ({
    clips,
    speakers,
    sentences: 12,
    segments: 4 * clips,
    labels: byLabel((_, i) => Math.floor(clips / 6) - i),
  });
  return {
    name: 'mel-compact-speaker',
    created: '2025-11-22 10:52 UTC',
    model: { name: 'mel-compact', parameters: 412_358, description: 'Four convolutional blocks.' },
    corpus: {
      name: 'crema-d',
      synthetic: false,
      clips: 7441,
      labels: LABELS,
      licence: 'ODbL 1.0',
      skipped: [{ path: 'AudioWAV/1076_MTI_SAD_XX.wav', reason: 'The clip is silent.' }],
    },
    split: {
      kind: 'speaker',
      seed: 7,
      fold: 0,
      folds: 5,
      audit: {
        sides: { train: side(5240, 64), validation: side(656, 8), test: side(1545, 19) },
        shared: { speakers: 0, clips: 0, sentences: 12 },
        leftOut: 0,
      },
    },
    history: Array.from({ length: 12 }, (_, i) => ({
      epoch: i + 1,
      loss: 1.8 * 0.9 ** i,
      accuracy: 0.2 + 0.045 * i,
      validation: { loss: 1.8 * 0.94 ** i, accuracy: 0.2 + 0.035 * i, uar: 0.19 + 0.035 * i },
      learningRate: 0.001,
      seconds: 8.25,
    })),
    bestEpoch: 11,
    evaluation: {
      level: 'clip',
      accuracy: 0.6189,
      uar: 0.6192,
      macroF1: 0.6164,
      ece: 0.047,
      labels: LABELS,
      confusion: structuredClone(CONFUSION),
      perClass: byLabel((_, i) => ({ precision: 0.6, recall: 0.5 + i / 50, f1: 0.55, support: 255 + i })),
      ci: { uar: [0.586, 0.65], accuracy: [0.588, 0.649] },
      groups: {
        sex: {
          female: { uar: 0.643, accuracy: 0.64, support: 780 },
          male: { uar: 0.594, accuracy: 0.59, support: 776 },
        },
        speaker: Object.fromEntries(
          Array.from({ length: 19 }, (_, i) => [
            `10${i + 10}`,
            { uar: 0.45 + ((i * 7) % 19) / 60, accuracy: 0.5, support: 82 },
          ]),
        ),
      },
      reliability: Array.from({ length: 10 }, (_, i) => ({
        confidence: (i + 0.5) / 10,
        accuracy: Math.max(0, (i + 0.5) / 10 - 0.05),
        count: i < 2 ? 0 : 100 + i,
      })),
      segment: { accuracy: 0.56, uar: 0.559, macroF1: 0.554 },
    },
    config: { epochs: 12, seed: 7, split: { kind: 'speaker', folds: 5 }, augment: ['noise', 'shift'] },
    environment: { node: '20.20.2', cpu: { threads: 8 } },
  };
}

/** A run that has only just begun: nothing optional is there. */
export function bareRun(): RunReport {
  const none = { clips: 0, speakers: 0, sentences: 0, labels: {} };
  return {
    name: 'new',
    created: 'today',
    model: { name: 'mel-compact', parameters: 0 },
    corpus: { name: 'empty', synthetic: false, clips: 0, labels: [], skipped: [] },
    split: {
      kind: 'speaker',
      seed: 1,
      fold: 0,
      folds: 1,
      audit: {
        sides: { train: none, validation: none, test: none },
        shared: { speakers: 0, clips: 0, sentences: 0 },
        leftOut: 0,
      },
    },
    history: [],
    config: {},
    environment: null,
  };
}

/** A corpus with one example a class, each of a tenth of a second. */
export function sampleCorpus(): CorpusReport {
  const samples = Float32Array.from({ length: 1600 }, (_, i) => 0.4 * Math.sin(i / 9));
  return {
    name: 'crema-d',
    root: 'data/crema-d',
    synthetic: false,
    clips: 7442,
    labels: LABELS,
    seconds: 18_925,
    counts: byLabel((label) => (label === 'NEU' ? 1087 : 1271)),
    bySex: { female: byLabel(() => 600), male: byLabel(() => 671) },
    byLevel: { LO: { ANG: 91 }, XX: byLabel(() => 998) },
    speakers: Array.from({ length: 91 }, (_, i) => ({
      id: String(1001 + i),
      sex: i % 2 ? 'male' : 'female',
      age: 20 + (i % 50),
      counts: byLabel((label) => (label === 'NEU' ? 12 : 14)),
    })),
    lengths: Array.from({ length: 500 }, (_, i) => 1.3 + ((i * 37) % 100) / 40),
    sampleRates: { 16000: 7442 },
    examples: LABELS.map((label, i) => ({
      id: `AudioWAV/10${i + 10}_IEO_${label}_HI`,
      label,
      speaker: `10${i + 10}`,
      seconds: 0.1,
      sampleRate: 16_000,
      waveform: samples,
      mel: {
        values: Float32Array.from({ length: 7 * 20 }, (_, k) => -80 + ((k * 13) % 80)),
        frames: 7,
        bands: 20,
        fMin: 0,
        fMax: 8000,
        seconds: 0.1,
      },
      wavBase64: 'UklGRiQAAABXQVZF',
    })),
    voices: Array.from({ length: 120 }, (_, i) => ({
      label: LABELS[i % 6] as string,
      sex: i % 4 < 2 ? 'female' : 'male',
      loudness: -40 + ((i * 7) % 30),
      ...(i % 10 > 0 && { pitch: 90 + ((i * 13) % 200) }),
    })),
    faults: { duplicates: [], silent: [], clipped: [], examples: [] },
    skipped: [],
  };
}
