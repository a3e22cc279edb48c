import { share, wholeCount } from '../check.ts';
import { ReportError } from '../errors.ts';
import { count, percent } from '../format.ts';
import { INK } from '../palette.ts';
import { categoryAxis, marker, rowNames, seriesColor, textWidth, valueAxis } from './style.ts';
import { type ChartOptions, frame, renderSvg } from './svg.ts';

export interface GroupBarsData {
  /** What is measured: 'UAR'. */
  measure: string;
  /** 'share': from 0 to 1, as percentages on an axis up to 100. 'count': whole numbers. */
  scale: 'share' | 'count';
  /** From top to bottom. */
  bars: { name: string; value: number }[];
  /** A value to compare with, such as the figure over all groups. */
  reference?: { name: string; value: number };
}

/** One bar a group, its value to the right. */
export function groupBars(
  { measure, scale, bars, reference }: GroupBarsData,
  options: ChartOptions = {},
): string {
  if (bars.length === 0) throw new ReportError(`The bars of ${measure} need at least one group.`);
  const [check, format] = scale === 'share' ? [share, percent] : [wholeCount, count];
  for (const { name, value } of reference ? [...bars, reference] : bars)
    check(value, `${measure} of ${name}`);
  const top = reference ? 24 : 4;
  const box = frame(
    {
      height: top + 26 * bars.length + 26,
      title: `${measure} by group`,
      description: `${bars.map(({ name, value }) => `${name}: ${format(value)}`).join(', ')}.`,
    },
    options,
  );
  const names = rowNames(
    bars.map(({ name }) => name),
    box.width,
  );
  const values = bars.map(({ value }) => format(value));
  const valuesWidth = Math.max(...values.map((value) => textWidth(value))) + 10;
  return renderSvg(
    {
      grid: { top, bottom: 26, left: names.left, right: valuesWidth, outerBoundsMode: 'none' },
      xAxis: valueAxis(
        scale === 'share'
          ? { min: 0, max: 1, interval: 0.25, format: (v) => percent(v, 0) }
          : { min: 0, splitNumber: 4, minInterval: 1, format: count },
      ),
      // The values stand in a column of their own, clear of bars and reference line.
      yAxis: [names.names, values].map((texts, i) =>
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
          markLine: marker(reference.value, `${reference.name}: ${format(reference.value)}`, true),
        }),
      },
    },
    box,
  );
}
