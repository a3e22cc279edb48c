import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemParams } from 'echarts';
import { finite } from '../check.ts';
import { ReportError } from '../errors.ts';
import { count, decimal, plural } from '../format.ts';
import { grid, marker, roundTicks, roundUp, seriesColor, valueAxis } from './style.ts';
import { type ChartOptions, frame, renderSvg } from './svg.ts';

export interface HistogramData {
  values: ArrayLike<number>;
  /** What a value is, with its unit: 'length in seconds'. */
  measure: string;
  /** What is counted. Default 'clip'. */
  unit?: string;
}

/** How many values fall in each of some 6 to 40 even bins, with the median marked. */
export function histogram(
  { values, measure, unit = 'clip' }: HistogramData,
  options: ChartOptions = {},
): string {
  if (values.length === 0) throw new ReportError(`The histogram of ${measure} needs at least one value.`);
  const sorted = Float64Array.from(values, (value, i) =>
    finite(value, `${measure} of ${unit} ${i + 1}`),
  ).sort();
  const median = sorted[sorted.length >> 1] as number;
  const { start, width, counts } = bins(sorted);
  const { ticks } = roundTicks(start, start + width * counts.length);
  const box = frame(
    {
      height: 260,
      title: `Histogram of ${measure}`,
      description:
        `${plural(values.length, unit)} from ${decimal(sorted[0] as number)} to ` +
        `${decimal(sorted.at(-1) as number)}, median ${decimal(median)}.`,
    },
    options,
  );
  return renderSvg(
    {
      grid: grid({ top: 26 }),
      xAxis: valueAxis({
        name: measure,
        min: start,
        max: start + width * counts.length,
        axisLabel: { ...valueAxis().axisLabel, customValues: ticks, formatter: decimal },
        splitLine: { show: false },
      }),
      yAxis: valueAxis({ name: `${unit}s`, minInterval: 1, format: count }),
      series: {
        type: 'custom',
        data: counts.map((n, i) => [start + i * width, n]),
        renderItem(params: CustomSeriesRenderItemParams, api: CustomSeriesRenderItemAPI) {
          const x = start + params.dataIndex * width;
          const [left = 0, top = 0] = api.coord([x, counts[params.dataIndex] as number]);
          const [right = 0, bottom = 0] = api.coord([x + width, 0]);
          return {
            type: 'rect',
            shape: { x: left + 0.5, y: top, width: Math.max(0.5, right - left - 1), height: bottom - top },
            style: { fill: seriesColor(0) },
          };
        },
        markLine: marker(median, `median: ${decimal(median)}`),
      },
    },
    box,
  );
}

/** Bins of a round width (1, 2 or 5 times a power of ten) by the rule of Freedman and Diaconis, 1981. */
function bins(sorted: Float64Array): { start: number; width: number; counts: number[] } {
  const n = sorted.length;
  const low = sorted[0] as number;
  const high = sorted[n - 1] as number;
  const spread = (sorted[Math.floor(n * 0.75)] as number) - (sorted[Math.floor(n * 0.25)] as number);
  const range = high - low || Math.abs(low) || 1;
  const width = roundUp(Math.min(range / 12, Math.max(range / 40, (2 * spread) / Math.cbrt(n))));
  const first = Math.floor(low / width);
  const counts = new Array<number>(Math.floor(high / width) - first + 1).fill(0);
  for (const value of sorted) {
    const bin = Math.min(counts.length - 1, Math.floor(value / width) - first);
    counts[bin] = (counts[bin] as number) + 1;
  }
  return { start: first * width, width, counts };
}
