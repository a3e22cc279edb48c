import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemParams } from 'echarts';
import { finite } from '../check.ts';
import { ReportError } from '../errors.ts';
import { decimal } from '../format.ts';
import { seriesColor, timeGrid, valueAxis } from './style.ts';
import { type ChartOptions, DEFAULT_WIDTH, frame, renderSvg } from './svg.ts';

export interface WaveformData {
  /** Mono samples, in [-1, 1] at full scale. */
  samples: ArrayLike<number>;
  /** In Hz. */
  sampleRate: number;
}

/** Amplitude over time: the least and the largest sample of each pixel column. */
export function waveform({ samples, sampleRate }: WaveformData, options: ChartOptions = {}): string {
  if (samples.length === 0) throw new ReportError('The waveform has no samples.');
  if (finite(sampleRate, 'sampleRate') <= 0)
    throw new ReportError(`sampleRate is ${sampleRate}; it must be above 0.`);
  const seconds = samples.length / sampleRate;
  const columns = envelope(samples, Math.round((options.width ?? DEFAULT_WIDTH) * 0.75));
  const peak = columns.reduce((top, [low, high]) => Math.max(top, -low, high), 0);
  const limit =
    peak > 0 ? Number(peak.toPrecision(1)) + (Number(peak.toPrecision(1)) < peak ? step(peak) : 0) : 1;
  const box = frame(
    {
      height: 110,
      title: 'Waveform',
      description: `${decimal(seconds)} seconds; the largest amplitude is ${decimal(peak)} of full scale.`,
    },
    options,
  );
  return renderSvg(
    {
      grid: timeGrid({ top: 8, bottom: 8 }),
      xAxis: valueAxis({ min: 0, max: seconds, splitLine: { show: false }, axisLabel: { show: false } }),
      yAxis: valueAxis({ min: -limit, max: limit, interval: limit, format: decimal }),
      series: {
        type: 'custom',
        data: [0],
        renderItem(_: CustomSeriesRenderItemParams, api: CustomSeriesRenderItemAPI) {
          const point = (column: number, value: number) =>
            api.coord([((column + 0.5) / columns.length) * seconds, value]);
          const upper = columns.map(([, high], i) => point(i, high));
          const lower = columns.map(([low], i) => point(i, low));
          return {
            type: 'polygon',
            shape: { points: [...upper, ...lower.reverse()] },
            style: { fill: seriesColor(0), stroke: seriesColor(0), lineWidth: 0.75 },
          };
        },
      },
    },
    box,
  );
}

/** One step of the first digit: 0.1 for 0.34. */
function step(value: number): number {
  return 10 ** Math.floor(Math.log10(value));
}

function envelope(samples: ArrayLike<number>, columns: number): [number, number][] {
  const n = Math.min(columns, samples.length);
  return Array.from({ length: n }, (_, column) => {
    const from = Math.floor((column * samples.length) / n);
    const to = Math.floor(((column + 1) * samples.length) / n);
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let i = from; i < to; i++) {
      const value = finite(samples[i], `sample ${i}`);
      if (value < low) low = value;
      if (value > high) high = value;
    }
    return [low, high];
  });
}
