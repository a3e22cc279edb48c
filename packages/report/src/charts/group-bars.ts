import { share } from '../check.ts';
import { ReportError } from '../errors.ts';
import { percent } from '../format.ts';
import { INK } from '../palette.ts';
import { shortText } from '../text.ts';
import { categoryAxis, grid, marker, seriesColor, valueAxis } from './style.ts';
import { type ChartOptions, frame, renderSvg } from './svg.ts';

export interface GroupBarsData {
  /** What is measured: 'UAR'. */
  measure: string;
  /** From top to bottom; `value` is a share from 0 to 1. */
  bars: { name: string; value: number }[];
  /** A value to compare with, such as the figure over all groups. */
  reference?: { name: string; value: number };
}

/** One bar a group, its value to the right. */
export function groupBars({ measure, bars, reference }: GroupBarsData, options: ChartOptions = {}): string {
  if (bars.length === 0) throw new ReportError(`The bars of ${measure} need at least one group.`);
  for (const { name, value } of bars) share(value, `${measure} of ${name}`);
  if (reference) share(reference.value, `${measure} of ${reference.name}`);
  const top = reference ? 24 : 4;
  const box = frame(
    {
      height: top + 26 * bars.length + 26,
      title: `${measure} by group`,
      description: `${bars.map(({ name, value }) => `${name}: ${percent(value)}`).join(', ')}.`,
    },
    options,
  );
  return renderSvg(
    {
      grid: grid({ top, right: 4 }),
      xAxis: valueAxis({ min: 0, max: 1, interval: 0.25, format: (v) => percent(v, 0) }),
      // The values stand in a column of their own, clear of bars and reference line.
      yAxis: [bars.map(({ name }) => shortText(name)), bars.map(({ value }) => percent(value))].map(
        (texts, i) =>
          categoryAxis(texts, {
            inverse: true,
            axisLine: { show: false },
            position: i === 0 ? 'left' : 'right',
            axisLabel: { fontSize: 12, color: INK.light, interval: 0 },
          }),
      ),
      series: {
        type: 'bar',
        data: bars.map(({ value }) => value),
        barWidth: 14,
        itemStyle: { color: seriesColor(0), borderRadius: [0, 2, 2, 0] },
        ...(reference && {
          markLine: marker(reference.value, `${reference.name}: ${percent(reference.value)}`, true),
        }),
      },
    },
    box,
  );
}
