import { RowStatistics } from '../src/row-statistics.ts';
import { fitVoiceEstimate } from '../src/training/fit-voice-estimate.ts';
import { estimateVoice, traitsOf } from '../src/voice-estimate.ts';

const BANDS = 4;

/** Numbers between -1 and 1, always the same. */
function* wobble(): Generator<number> {
  for (let i = 1; ; i++) yield Math.sin(i * 12.9898) * Math.cos(i * 4.1414);
}

const random = wobble();
const draw = () => random.next().value as number;

/** A row of four bands by a voice that is bright or dark, high or low, and says something. */
const speak = (
  [brightness, height]: readonly [number, number],
  mood: number,
  rows: number,
): RowStatistics => {
  const statistics = new RowStatistics(BANDS);
  for (let i = 0; i < rows; i++) {
    const said = Array.from({ length: BANDS }, () => draw());
    statistics.add(
      Float32Array.from(
        said,
        (value, band) => value + brightness * band + height * (band === 1 ? 3 : 0) + mood,
      ),
    );
  }
  return statistics;
};

/** Voices whose clips are each in a mood of their own, which lifts all bands alike. */
const voices = (count: number) =>
  Array.from({ length: count }, () => {
    const voice = [draw(), draw()] as const;
    const clips = Array.from({ length: 12 }, () => speak(voice, 2 * draw(), 20));
    const whole = new RowStatistics(BANDS);
    for (const clip of clips) whole.merge(clip);
    return { clips, whole };
  });

const pairs = (some: ReturnType<typeof voices>) =>
  some.flatMap(({ clips, whole }) => clips.map((heard) => ({ heard, voice: whole })));

const distance = (a: readonly number[], b: readonly number[]) =>
  Math.hypot(...a.map((value, i) => value - (b[i] as number)));

describe('the estimate of a voice', () => {
  const estimate = fitVoiceEstimate(pairs(voices(40)));
  const strangers = voices(20);

  it('lies nearer to the voice than the clip does, and than the average voice', () => {
    const error = (guess: (heard: RowStatistics) => number[]) =>
      pairs(strangers).reduce(
        (sum, { heard, voice }) => sum + distance(guess(heard), voice.meanStd().mean),
        0,
      );
    const guessed = error((heard) => estimateVoice(estimate, heard).mean);
    expect(guessed).toBeLessThan(0.9 * error((heard) => heard.meanStd().mean));
    expect(guessed).toBeLessThan(0.9 * error(() => estimate.voice.slice(0, BANDS)));
  });

  it('is of means and deviations of the bands', () => {
    const { heard } = pairs(strangers)[0] as { heard: RowStatistics };
    expect(traitsOf(heard)).toHaveLength(2 * BANDS);
    const { mean, std } = estimateVoice(estimate, heard);
    expect(mean).toHaveLength(BANDS);
    expect(Math.min(...std)).toBeGreaterThan(0);
  });

  it('stays among voices where what was heard is none', () => {
    const noise = new RowStatistics(BANDS);
    noise.add(Float32Array.of(1e6, -1e6, 0, 3e5, -1e6, 1e6, 0, -2e5));
    const { mean, std } = estimateVoice(estimate, noise);
    for (const value of mean) expect(Math.abs(value)).toBeLessThan(20);
    for (const value of std) expect(value).toBeLessThan(20);
  });

  it('is the average where a single voice trained it', () => {
    const [only] = voices(1);
    const alone = fitVoiceEstimate(pairs(only ? [only] : []));
    const { heard } = pairs(strangers)[0] as { heard: RowStatistics };
    const { mean } = estimateVoice(alone, heard);
    expect(distance(mean, only?.whole.meanStd().mean ?? [])).toBeLessThan(1e-4);
  });

  it('does with bands that never vary', () => {
    const silent = () => {
      const rows = new RowStatistics(2);
      rows.add(Float32Array.of(-80, draw(), -80, draw()));
      return rows;
    };
    const clips = Array.from({ length: 9 }, () => ({ heard: silent(), voice: silent() }));
    const { mean, std } = estimateVoice(fitVoiceEstimate(clips), silent());
    expect(mean[0]).toBeCloseTo(-80, 6);
    expect([...mean, ...std].every(Number.isFinite)).toBe(true);
  });
});
