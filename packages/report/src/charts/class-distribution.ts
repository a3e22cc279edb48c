import { wholeCount } from '../check.ts';
import { ReportError } from '../errors.ts';
import { count, percent } from '../format.ts';
import { shortText } from '../text.ts';
import { categoryAxis, grid, legend, seriesColor, valueAxis } from './style.ts';
import { type ChartOptions, frame, renderSvg } from './svg.ts';

export interface ClassDistributionData {
  labels: string[];
  /** How many of each label a side holds, in the order of `labels`; at most four sides. */
  sides: { name: string; counts: number[] }[];
}

/** Each side's make-up as grouped bars: shares of the side, so that a small one compares with a large one. */
export function classDistribution(
  { labels, sides }: ClassDistributionData,
  options: ChartOptions = {},
): string {
  const shares = sides.map(({ name, counts }) => {
    if (counts.length !== labels.length) {
      throw new ReportError(
        `The class distribution of "${name}" has ${counts.length} counts for ${labels.length} labels.`,
      );
    }
    const total = counts.reduce((sum, n, i) => sum + wholeCount(n, `${name}: count of ${labels[i]}`), 0);
    return counts.map((n) => (total > 0 ? n / total : 0));
  });
  const box = frame(
    {
      height: 260,
      title: 'Class distribution',
      description: sides
        .map(
          ({ name, counts }) =>
            `${name}: ${labels.map((l, i) => `${l} ${count(counts[i] ?? 0)}`).join(', ')}.`,
        )
        .join(' '),
    },
    options,
  );
  const names = sides.map(({ name }) => shortText(name));
  const key = legend(names, box.width, 12);
  return renderSvg(
    {
      legend: key.option,
      grid: grid({ top: key.height + 12 }),
      xAxis: categoryAxis(labels.map((label) => shortText(label, 12))),
      yAxis: valueAxis({ min: 0, name: 'share', format: (v) => percent(v, 0) }),
      series: sides.map((_, i) => ({
        type: 'bar',
        name: names[i],
        data: shares[i],
        barCategoryGap: '28%',
        barGap: '8%',
        barMaxWidth: 28,
        itemStyle: { color: seriesColor(i), borderRadius: [2, 2, 0, 0] },
      })),
    },
    box,
  );
}
