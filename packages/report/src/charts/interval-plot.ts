import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemParams } from 'echarts';
import { finite, ordered } from '../check.ts';
import { ReportError } from '../errors.ts';
import { percent, points } from '../format.ts';
import { INK } from '../palette.ts';
import { categoryAxis, marker, roundTicks, rowNames, seriesColor, valueAxis } from './style.ts';
import { type ChartOptions, frame, renderSvg } from './svg.ts';

export interface IntervalPlotData {
  /** What is measured: 'UAR'. */
  measure: string;
  /** 'share': from 0 to 1, as percentages. 'difference': of two shares, in percentage points. */
  scale: 'share' | 'difference';
  /** From top to bottom; `minus` names what a difference is taken from. */
  rows: { name: string; minus?: string; value: number; interval: [number, number] }[];
  /** A value to compare with, such as chance level; a difference is compared with 0. */
  reference?: { name: string; value: number };
}

/** A dot and its confidence interval a row. */
export function intervalPlot(data: IntervalPlotData, options: ChartOptions = {}): string {
  const { measure, scale, rows, reference } = data;
  if (rows.length === 0) throw new ReportError(`The interval plot of ${measure} needs at least one row.`);
  for (const row of rows) {
    finite(row.value, `${measure} of ${row.name}`);
    ordered(row.interval, `${measure} interval of ${row.name}`);
  }
  const format = scale === 'share' ? percent : points;
  const mark = scale === 'difference' ? { name: 'no difference', value: 0 } : reference;
  const ends = [...rows.flatMap((row) => [row.value, ...row.interval]), ...(mark ? [mark.value] : [])];
  const box = frame(
    {
      height: 24 + 38 * rows.length + 30,
      title: `${measure} with intervals`,
      description: rows
        .map(
          ({ name, value, interval: [low, high] }) =>
            `${name}: ${format(value)}, from ${format(low)} to ${format(high)}.`,
        )
        .join(' '),
    },
    options,
  );
  const names = rowNames(
    rows.map(({ name, minus }) => (minus === undefined ? name : `${name}\n− ${minus}`)),
    box.width,
  );
  return renderSvg(
    {
      grid: { top: mark ? 24 : 6, bottom: 26, left: names.left, right: 24, outerBoundsMode: 'none' },
      xAxis: valueAxis({
        ...range(ends, scale, Math.max(3, Math.floor((box.width - names.left) / 64))),
        format: (v) => (scale === 'share' ? percent(v, 0) : points(v).replace('.0', '')),
      }),
      yAxis: categoryAxis(names.names, {
        inverse: true,
        axisLine: { show: false },
        axisLabel: { fontSize: 12, color: INK.light, interval: 0 },
      }),
      series: {
        type: 'custom',
        data: rows.map(({ value }, i) => [value, i]),
        renderItem(params: CustomSeriesRenderItemParams, api: CustomSeriesRenderItemAPI) {
          const { value, interval } = rows[params.dataIndex] as (typeof rows)[number];
          const at = (v: number) => api.coord([v, params.dataIndex]) as [number, number];
          const [x, y] = at(value);
          const [left] = at(interval[0]);
          const [right] = at(interval[1]);
          const fill = seriesColor(0);
          return {
            type: 'group',
            children: [
              {
                type: 'rect',
                shape: { x: left, y: y - 1.5, width: right - left, height: 3, r: 1.5 },
                style: { fill },
              },
              { type: 'circle', shape: { cx: x, cy: y, r: 5 }, style: { fill } },
              {
                type: 'text',
                style: {
                  text: format(value),
                  x,
                  y: y - 9,
                  fill: INK.light,
                  fontSize: 12,
                  align: 'center',
                  verticalAlign: 'bottom',
                },
              },
            ],
          };
        },
        ...(mark && {
          markLine: marker(
            mark.value,
            scale === 'share' ? `${mark.name}: ${percent(mark.value)}` : mark.name,
            true,
          ),
        }),
      },
    },
    box,
  );
}

/** Round ends a little outside all values. */
function range(values: readonly number[], scale: IntervalPlotData['scale'], ticks: number) {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const room = Math.max(0.01, 0.06 * (high - low));
  const { step } = roundTicks(low - room, high + room, ticks);
  const min = Math.floor((low - room) / step) * step;
  const max = Math.ceil((high + room) / step) * step;
  return {
    interval: step,
    ...(scale === 'share' ? { min: Math.max(0, min), max: Math.min(1, max) } : { min, max }),
  };
}
