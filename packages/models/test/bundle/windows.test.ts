import { createJsExtractor } from '@ser/dsp';
import { adjustAnswer, answerAdjustment } from '../../src/answers.ts';
import type { Bundle } from '../../src/bundle/bundle.ts';
import { learnVoice, predictAudio } from '../../src/bundle/predict-audio.ts';
import { StreamPredictor } from '../../src/bundle/stream-predictor.ts';
import { predictRecording, type WindowPrediction } from '../../src/bundle/windows.ts';
import { type HeardVoice, unheardVoice } from '../../src/known-voice.ts';
import { useJavaScript } from '../support/javascript.ts';
import { tinyBundle } from '../support/tiny.ts';

/** The tiny model hears 0.1 s at 16 kHz. */
const RATE = 16_000;
const WINDOW = 0.1 * RATE;
const extractor = createJsExtractor();

let bundle: Bundle;
beforeAll(async () => {
  await useJavaScript();
  bundle = tinyBundle();
});

/** A tone that rises, so that every window differs from the others. */
const recording = (seconds: number, sampleRate = RATE) => ({
  samples: Float32Array.from({ length: Math.round(seconds * sampleRate) }, (_, i) =>
    Math.sin((2 * Math.PI * (300 + (800 * i) / sampleRate) * i) / sampleRate),
  ),
  sampleRate,
});

const windowsOf = async (seconds: number) =>
  (await predictRecording(bundle, extractor, recording(seconds))).windows;

async function stream(seconds: number, sizes: readonly number[], sampleRate = RATE) {
  const predictor = new StreamPredictor(bundle, extractor, { sampleRate });
  const { samples } = recording(seconds, sampleRate);
  const answers: WindowPrediction[] = [];
  for (let at = 0, i = 0; at < samples.length; i++) {
    const end = at + (sizes[i % sizes.length] as number);
    answers.push(...(await predictor.push(samples.subarray(at, end))));
    at = end;
  }
  return [...answers, ...(await predictor.end())];
}

const closeTo = (expected: ArrayLike<number>) => Array.from(expected, (value) => expect.closeTo(value, 5));

describe('predictRecording', () => {
  it('of up to two windows is the answer for a clip', async () => {
    const clip = recording(0.2);
    const { probabilities, windows } = await predictRecording(bundle, extractor, clip);
    expect(windows).toEqual([]);
    expect(probabilities).toEqual((await predictAudio(bundle, extractor, clip)).probabilities);
  });

  it('hears a longer one window by window, half a window apart, the last one up to the end', async () => {
    const spans = (await windowsOf(0.23)).map(({ start, end }) => [start, end]);
    expect(spans).toEqual([
      [0, 0.1],
      [0.05, expect.closeTo(0.15)],
      [0.1, 0.2],
      [expect.closeTo(0.13), 0.23],
    ]);
  });

  it('has no window twice where the last one falls in step', async () => {
    expect((await windowsOf(0.4)).map(({ start }) => start)).toEqual(
      [0, 1, 2, 3, 4, 5, 6].map((i) => expect.closeTo(0.05 * i)),
    );
  });

  it('says of a window what it says of those samples alone', async () => {
    const { samples } = recording(0.4);
    for (const { start, probabilities } of await windowsOf(0.4)) {
      const from = Math.round(start * RATE);
      const alone = { samples: samples.slice(from, from + WINDOW), sampleRate: RATE };
      const expected = await predictAudio(bundle, extractor, alone);
      expect(Array.from(probabilities)).toEqual(closeTo(expected.probabilities));
    }
  });

  it('answers with the mean over windows', async () => {
    const { probabilities, windows, label } = await predictRecording(bundle, extractor, recording(0.5));
    probabilities.forEach((probability, i) => {
      const sum = windows.reduce((total, window) => total + (window.probabilities[i] as number), 0);
      expect(probability).toBeCloseTo(sum / windows.length, 6);
    });
    expect(bundle.card.labels[probabilities.indexOf(Math.max(...probabilities))]).toBe(label);
  });

  it('stops when told to', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(predictRecording(bundle, extractor, recording(0.5), { signal })).rejects.toThrow('enough');
  });
});

describe('StreamPredictor', () => {
  it.each([[[100]], [[1, 5_000, 33]], [[8_000]]])(
    'answers as predictRecording does, in pieces of %p',
    async (sizes) => {
      const whole = await windowsOf(0.4);
      const answers = await stream(0.4, sizes);
      expect(answers.map(({ start }) => start)).toEqual(whole.map(({ start }) => start));
      answers.forEach(({ probabilities }, i) => {
        expect(Array.from(probabilities)).toEqual(closeTo(whole[i]?.probabilities ?? []));
      });
    },
  );

  it('takes other rates than the model', async () => {
    const answers = await stream(0.4, [480], 48_000);
    expect(answers).toHaveLength(7);
    expect(answers.at(-1)?.end).toBeCloseTo(0.4);
  });

  it('answers before its first whole window where it is asked to', async () => {
    const { samples } = recording(0.2);
    const options = { sampleRate: RATE, hopSeconds: 0.05, firstSeconds: 0.06 };
    const answers = await new StreamPredictor(bundle, extractor, options).push(samples);
    const spans = answers.map(({ start, end }) => [start, end]);
    expect(spans).toEqual([
      [0, 0.06],
      [expect.closeTo(0.01), 0.11],
      [expect.closeTo(0.06), 0.16],
    ]);
  });

  it('gives the latest answer alone where it is asked to, whatever is overdue', async () => {
    const { samples } = recording(0.4);
    const predictor = new StreamPredictor(bundle, extractor, { sampleRate: RATE, latestOnly: true });
    const answers = await predictor.push(samples.subarray(0, 0.38 * RATE));
    const last = (await windowsOf(0.4)).find(({ end }) => end > 0.34 && end < 0.36);
    expect(answers.map(({ end }) => end)).toEqual([last?.end]);
    expect(Array.from(answers[0]?.probabilities ?? [])).toEqual(closeTo(last?.probabilities ?? []));
    expect(await predictor.push(samples.subarray(0.38 * RATE))).toHaveLength(1);
  });

  it('answers once for a stream that never fills a window, and not for nothing', async () => {
    expect(await stream(0.05, [100])).toEqual([expect.objectContaining({ start: 0, end: 0.05 })]);
    expect(await stream(0, [100])).toEqual([]);
  });

  it('refuses a hop of nothing', () => {
    const open = () => new StreamPredictor(bundle, extractor, { sampleRate: RATE, hopSeconds: 0 });
    expect(open).toThrow('hopSeconds is 0');
  });
});

describe('a voice', () => {
  const voiceBundle = (): Bundle => ({
    ...bundle,
    card: {
      ...bundle.card,
      normalisation: { kind: 'voice', mean: [0, 0, 0, 0], std: [1, 1, 1, 1], rows: 5 },
    },
  });
  const other = { samples: recording(0.3).samples.subarray(-0.1 * RATE), sampleRate: RATE };
  async function* recordings() {
    yield other;
  }

  it('is learned from other recordings, and counts beside the one that is judged', async () => {
    const known = await learnVoice(voiceBundle(), extractor, recordings());
    // A frame every 320 samples, and one more.
    expect(known.map(({ bands }) => bands.rows)).toEqual([WINDOW / 320 + 1]);
    expect(known.map(({ answers }) => answers.rows)).toEqual([1]);
    const [stranger, friend] = await Promise.all([
      predictAudio(voiceBundle(), extractor, recording(0.1)),
      predictAudio(voiceBundle(), extractor, recording(0.1), { voice: known }),
    ]);
    expect(friend.probabilities).not.toEqual(stranger.probabilities);
    expect(known.map(({ bands }) => bands.rows)).toEqual([WINDOW / 320 + 1]);
  });

  it('is judged beside what the model said of it before, where the card says how', async () => {
    const [known] = (await learnVoice(voiceBundle(), extractor, recordings())) as [HeardVoice];
    const plain = voiceBundle();
    const figures = { mean: plain.card.labels.map(() => 0), spread: 1 };
    const answers = { mixed: figures, plain: figures, windows: 4, sharpness: 1.2 };
    const shifted: Bundle = { ...plain, card: { ...plain.card, answers } };
    const options = { voice: [known] };
    const before = await predictAudio(plain, extractor, recording(0.1), options);
    const after = await predictAudio(shifted, extractor, recording(0.1), options);
    const [raw = []] = before.hearings[0]?.raw ?? [];
    expect(after.hearings[0]?.raw).toEqual([raw]);
    expect(after.probabilities).toEqual(closeTo(adjustAnswer(raw, answerAdjustment(answers, known.answers))));
    expect(after.probabilities).not.toEqual(before.probabilities);
    // Nothing is held against a voice that has said nothing yet.
    const stranger = await predictAudio(shifted, extractor, recording(0.1));
    const unheard = await predictAudio(shifted, extractor, recording(0.1), {
      voice: unheardVoice(plain.card),
    });
    expect(unheard.probabilities).toEqual(stranger.probabilities);
    expect(stranger.probabilities).toEqual(
      (await predictAudio(plain, extractor, recording(0.1))).probabilities,
    );
  });

  it('is not learned for a model that normalises all alike', async () => {
    await expect(learnVoice(bundle, extractor, recordings())).rejects.toThrow("it can't get to know one");
  });

  it('becomes known as a stream goes on, each moment of it counted once', async () => {
    const [voice] = unheardVoice(bundle.card) as [HeardVoice];
    const options = { sampleRate: RATE, hopSeconds: 0.04, voice: [voice] };
    const predictor = new StreamPredictor(voiceBundle(), extractor, options);
    const { samples } = recording(0.26);
    const [first] = await predictor.push(samples.subarray(0, WINDOW));
    const alone = await predictAudio(voiceBundle(), extractor, recording(0.1));
    expect(Array.from(first?.probabilities ?? [])).toEqual(closeTo(alone.probabilities));
    await predictor.push(samples.subarray(WINDOW));
    // Five windows of 6 rows, of which 0.4 leave each time: 2.4, as whole rows.
    expect(voice.bands.rows).toBe(5 * 2);
    expect(voice.answers.rows).toBeCloseTo(5 * 0.4);
  });

  it('learns nothing of a voice from silence', async () => {
    const [voice] = unheardVoice(bundle.card) as [HeardVoice];
    const options = { sampleRate: RATE, voice: [voice] };
    const predictor = new StreamPredictor(voiceBundle(), extractor, options);
    const hiss = Float32Array.from({ length: 0.4 * RATE }, (_, i) => 1e-3 * Math.sin(i));
    expect(await predictor.push(hiss)).toHaveLength(7);
    expect([voice.bands.rows, voice.answers.rows]).toEqual([0, 0]);
    await predictor.push(recording(0.4).samples);
    expect(voice.bands.rows).toBeGreaterThan(0);
  });
});

describe('a model that hears at two speeds', () => {
  const at = (...speeds: number[]): Bundle => ({
    ...bundle,
    card: {
      ...bundle.card,
      speeds,
      normalisation: { kind: 'voice', mean: [0, 0, 0, 0], std: [1, 1, 1, 1], rows: 5 },
    },
  });
  const both = (one: ArrayLike<number>, other: ArrayLike<number>) =>
    closeTo(Array.from(one, (value, i) => (value + (other[i] as number)) / 2));

  it('answers with the mean of what it says at each, the voice known at each by itself', async () => {
    async function* recordings() {
      yield recording(0.3);
    }
    const [mean, one, other] = await Promise.all(
      [at(1, 1.25), at(1), at(1.25)].map(async (model) => {
        const voice = await learnVoice(model, extractor, recordings());
        return (await predictAudio(model, extractor, recording(0.1), { voice })).probabilities;
      }),
    );
    expect(one).not.toEqual(other);
    expect(mean).toEqual(both(one ?? [], other ?? []));
  });

  it('does so for each window of a recording, and of a stream', async () => {
    const [mean, one, other] = await Promise.all(
      [at(1, 1.25), at(1), at(1.25)].map(
        async (model) => (await predictRecording(model, extractor, recording(0.3))).windows,
      ),
    );
    expect(mean).toHaveLength(5);
    const expected = mean?.map((_, i) =>
      both(one?.[i]?.probabilities ?? [], other?.[i]?.probabilities ?? []),
    );
    expect(mean?.map(({ probabilities }) => Array.from(probabilities))).toEqual(expected);

    const predictor = new StreamPredictor(at(1, 1.25), extractor, { sampleRate: RATE });
    const [first] = await predictor.push(recording(0.1).samples);
    const clip = await predictAudio(at(1, 1.25), extractor, recording(0.1));
    expect(Array.from(first?.probabilities ?? [])).toEqual(closeTo(clip.probabilities));
  });
});
