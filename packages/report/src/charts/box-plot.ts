import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemParams } from 'echarts';
import { finite } from '../check.ts';
import { ReportError } from '../errors.ts';
import { decimal } from '../format.ts';
import { INK, PAPER } from '../palette.ts';
import { quantiles } from '../quantiles.ts';
import { shortText } from '../text.ts';
import { categoryAxis, legend, roundTicks, rowNames, seriesColor, valueAxis } from './style.ts';
import { type ChartOptions, frame, renderSvg } from './svg.ts';

export interface BoxPlotData {
  /** What is measured, with its unit: 'dB RMS'. */
  measure: string;
  /** Names of the rows, from top to bottom. */
  rows: string[];
  /** One box in each row; at most four. A row's values may be none: it then has no box of this series. */
  series: { name: string; values: (readonly number[])[] }[];
}

/** A line from the 5th to the 95th percentile, a bar over the middle half, and the median as a gap in it. */
const PERCENTILES = [0.05, 0.25, 0.5, 0.75, 0.95];

const BOX = 10;
const BOX_GAP = 4;
const ROW_GAP = 14;

/** How values are spread in each row, a box a series. */
export function boxPlot({ measure, rows, series }: BoxPlotData, options: ChartOptions = {}): string {
  const boxes = series.map(({ name, values }) =>
    values.flatMap((own, row) => {
      for (const value of own) finite(value, `${measure} of ${rows[row]}, ${name}`);
      return own.length > 0 ? [{ row, at: quantiles(own, PERCENTILES) }] : [];
    }),
  );
  const ends = boxes.flat().flatMap(({ at }) => [at[0] as number, at[4] as number]);
  if (ends.length === 0) throw new ReportError(`The box plot of ${measure} needs at least one value.`);
  const names = series.map(({ name }) => shortText(name));
  const several = series.length > 1;
  const width = options.width ?? 0;
  const key = several ? legend(names, Math.max(120, width), 12) : undefined;
  const pitch = BOX + BOX_GAP;
  const top = key ? key.height + 8 : 4;
  const box = frame(
    {
      height: top + rows.length * (series.length * pitch + ROW_GAP) + 26,
      title: `${measure} by class`,
      description: boxes
        .flatMap((own, s) =>
          own.map(
            ({ row, at }) =>
              `${rows[row]}${several ? `, ${names[s]}` : ''}: median ${decimal(at[2] as number)}.`,
          ),
        )
        .join(' '),
    },
    options,
  );
  const axis = rowNames(rows, box.width);
  return renderSvg(
    {
      ...(key && { legend: key.option }),
      grid: { top, bottom: 26, left: axis.left, right: 20, outerBoundsMode: 'none' },
      xAxis: valueAxis({
        ...range(ends, Math.max(3, Math.floor((box.width - axis.left) / 64))),
        format: decimal,
      }),
      yAxis: categoryAxis(axis.names, {
        inverse: true,
        axisLine: { show: false },
        axisLabel: { fontSize: 12, color: INK.light, interval: 0 },
      }),
      series: boxes.map((own, s) => ({
        type: 'custom',
        name: names[s],
        itemStyle: { color: seriesColor(s) },
        data: own.map(({ row, at }) => [at[2], row]),
        renderItem({ dataIndex }: CustomSeriesRenderItemParams, api: CustomSeriesRenderItemAPI) {
          const { row, at } = own[dataIndex] as (typeof own)[number];
          const [low, left, median, right, high] = at.map((value) => api.coord([value, row])[0] as number);
          const middle = (api.coord([0, row])[1] as number) + (s - (series.length - 1) / 2) * pitch;
          const bar = (from = 0, to = 0, height = 0, fill = seriesColor(s)) => ({
            type: 'rect',
            shape: { x: from, y: middle - height / 2, width: Math.max(1, to - from), height },
            style: { fill },
          });
          return {
            type: 'group',
            children: [
              bar(low, high, 2),
              bar(left, right, BOX),
              bar((median as number) - 1, (median as number) + 1, BOX, PAPER.light),
            ],
          };
        },
      })),
    },
    box,
  );
}

/** Round ends outside all values. */
function range(values: readonly number[], most: number) {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const room = 0.02 * (high - low || Math.abs(low) || 1);
  const { step } = roundTicks(low - room, high + room, most);
  return {
    interval: step,
    min: Math.floor((low - room) / step) * step,
    max: Math.ceil((high + room) / step) * step,
  };
}
