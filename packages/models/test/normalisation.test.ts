import fc from 'fast-check';
import {
  applyNormalisation,
  type FixedNormalisation,
  fitNormalisation,
  type Normalisation,
  normalisationFor,
  type VoiceNormalisation,
} from '../src/normalisation.ts';
import { RowStatistics } from '../src/row-statistics.ts';

const bandOf = (normalisation: Normalisation) => normalisation as Extract<Normalisation, { kind: 'band' }>;

describe('fitNormalisation', () => {
  it("gives each band's mean and population deviation", async () => {
    const segments = [Float32Array.of(1, 10, 3, 10), Float32Array.of(5, 40)];
    const { mean, std } = bandOf(await fitNormalisation('band', 2, segments));
    expect(mean).toEqual([3, 20]);
    expect(std[0]).toBeCloseTo(Math.sqrt(8 / 3), 12);
    expect(std[1]).toBeCloseTo(Math.sqrt(200), 12);
  });

  it('does not depend on how the rows are cut into pieces', () => {
    const rows = fc.array(fc.float({ min: -1000, max: 1000, noNaN: true }), { minLength: 2, maxLength: 60 });
    fc.assert(
      fc.property(rows, fc.array(fc.nat(59), { maxLength: 5 }), (values, cuts) => {
        const whole = new RowStatistics(1);
        whole.add(Float32Array.from(values));
        const pieces = new RowStatistics(1);
        let start = 0;
        for (const cut of [...cuts.sort((a, b) => a - b), values.length]) {
          pieces.add(Float32Array.from(values.slice(start, cut)));
          start = Math.max(start, cut);
        }
        const [expected, found] = [whole.meanStd(), pieces.meanStd()];
        expect(found.mean[0]).toBeCloseTo(expected.mean[0] as number, 8);
        expect(found.std[0]).toBeCloseTo(expected.std[0] as number, 8);
      }),
    );
  });

  it('keeps its precision where the mean is far larger than the deviation', async () => {
    const segments = Array.from({ length: 1000 }, (_, i) => Float32Array.of(4_000_000 + (i % 2)));
    const { mean, std } = bandOf(await fitNormalisation('band', 1, segments));
    expect(mean[0]).toBeCloseTo(4_000_000.5, 6);
    expect(std[0]).toBeCloseTo(0.5, 6);
  });

  it('brings a band that never varies to 0, not to NaN', async () => {
    const silent = Float32Array.of(-23.025851, 1, -23.025851, 2, -23.025851, 3);
    const normalisation = await fitNormalisation('band', 2, [silent, silent]);
    applyNormalisation(bandOf(normalisation), silent, 2);
    expect(Array.from(silent).every(Number.isFinite)).toBe(true);
    for (const frame of [0, 1, 2]) expect(silent[2 * frame]).toBeCloseTo(0, 5);
  });

  it('takes no statistics where none are wanted', async () => {
    expect(await fitNormalisation('none', 2, [])).toEqual({ kind: 'none' });
  });

  it('names what it cannot be fitted on', async () => {
    await expect(fitNormalisation('band', 2, [])).rejects.toThrow('no training rows');
    await expect(fitNormalisation('band', 2, [Float32Array.of(1, 2, 3)])).rejects.toThrow('whole rows of 2');
    await expect(fitNormalisation('band', 2, [Float32Array.of(1, Number.NaN)])).rejects.toThrow('value 1');
  });
});

describe('applyNormalisation', () => {
  it('brings the training rows to mean 0 and deviation 1', async () => {
    const rows = Float32Array.from({ length: 300 }, (_, i) => (i % 3) * 100 + Math.sin(i) * (1 + (i % 3)));
    applyNormalisation(bandOf(await fitNormalisation('band', 3, [rows.slice()])), rows, 3);
    const { mean, std } = bandOf(await fitNormalisation('band', 3, [rows]));
    for (const band of [0, 1, 2]) {
      expect(mean[band]).toBeCloseTo(0, 5);
      expect(std[band]).toBeCloseTo(1, 5);
    }
  });

  it('leaves values alone where there is none', () => {
    const values = Float32Array.of(1, 2);
    applyNormalisation({ kind: 'none' }, values, 2);
    expect(values).toEqual(Float32Array.of(1, 2));
  });

  it('refuses rows of another width', () => {
    const normalisation: FixedNormalisation = { kind: 'band', mean: [0, 0], std: [1, 1] };
    expect(() => applyNormalisation(normalisation, new Float32Array(6), 3)).toThrow('fitted on rows of 2');
  });
});

describe('normalisationFor', () => {
  const population: VoiceNormalisation = { kind: 'voice', mean: [0, 10], std: [1, 2], rows: 4 };

  it('takes a voice of which nothing is known for an average one', () => {
    const { mean, std } = bandOf(normalisationFor(population, new RowStatistics(2)));
    expect(mean).toEqual([0, 10]);
    expect(std).toEqual([1, 2]);
  });

  it('weighs the population and what was heard by their rows', () => {
    const voice = new RowStatistics(2);
    voice.add(Float32Array.of(5, 10, 5, 10, 5, 10, 5, 10));
    const { mean, std } = bandOf(normalisationFor(population, voice));
    expect(mean).toEqual([2.5, 10]);
    // Half the rows at 0 ± 1 and half at 5, and half at 10 ± 2 and half at 10.
    expect(std[0]).toBeCloseTo(Math.sqrt(0.5 + 2.5 ** 2), 12);
    expect(std[1]).toBeCloseTo(Math.sqrt(2), 12);
    // The population stays what it was for the next voice.
    expect(voice.rows).toBe(4);
    expect(population.mean).toEqual([0, 10]);
  });

  it('expects of a voice what the estimate makes of it, and an average one where nothing was heard', () => {
    const told: VoiceNormalisation = {
      ...population,
      // Whatever the first band's mean, in deviations from 1: the second one's moves twice as far.
      estimate: {
        heard: { mean: [1, 0, 0, 0], std: [1, 1, 1, 1] },
        voice: [0, 10, 0, Math.log(2)],
        shows: [[1, 0, 0, 0]],
        directions: [[0, 2, 0, 0]],
      },
    };
    const voice = new RowStatistics(2);
    voice.add(Float32Array.of(4, 16, 4, 16, 4, 16, 4, 16));
    expect(bandOf(normalisationFor(told, voice)).mean).toEqual([2, 16]);
    expect(normalisationFor(told, new RowStatistics(2))).toEqual(
      normalisationFor(population, new RowStatistics(2)),
    );
  });

  it('comes to the voice itself, the more is heard', () => {
    const voice = RowStatistics.of({ mean: [7, -3], std: [3, 0.5] }, 1e6);
    const { mean, std } = bandOf(normalisationFor(population, voice));
    expect(mean[0]).toBeCloseTo(7, 3);
    expect(mean[1]).toBeCloseTo(-3, 3);
    expect(std[0]).toBeCloseTo(3, 3);
  });

  it('leaves a fixed normalisation as it is', () => {
    expect(normalisationFor({ kind: 'none' }, new RowStatistics(2))).toEqual({ kind: 'none' });
  });
});
