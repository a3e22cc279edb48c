import { finite } from '../check.ts';
import { ReportError } from '../errors.ts';
import { decimal, percent } from '../format.ts';
import { shortText } from '../text.ts';
import { categoryAxis, grid, legend, marker, seriesColor, valueAxis } from './style.ts';
import { type ChartOptions, frame, renderSvg } from './svg.ts';

export interface LearningCurveData {
  /** What is measured: 'Loss', 'UAR'. */
  measure: string;
  /** 'share': values from 0 to 1, shown as percentages from 0 up. 'number': as they are. */
  scale: 'share' | 'number';
  /** A value an epoch; null where none was measured. */
  lines: { name: string; side: 'train' | 'validation'; dashed?: boolean; values: (number | null)[] }[];
  /** Their numbers, rising, as many as each line has values. */
  epochs: number[];
  /** The epoch whose weights were kept. */
  bestEpoch?: number;
}

const SYMBOLS = { train: 'circle', validation: 'triangle' };

/** One measure over the epochs of a training; the side tells the colour, so several figures read alike. */
export function learningCurve(data: LearningCurveData, options: ChartOptions = {}): string {
  const { measure, epochs, bestEpoch } = data;
  for (const { name, values } of data.lines) {
    if (values.length !== epochs.length) {
      throw new ReportError(`"${name}" has ${values.length} values for ${epochs.length} epochs.`);
    }
    values.forEach((value, i) => {
      if (value !== null) finite(value, `${name} of epoch ${epochs[i]}`);
    });
  }
  const box = frame(
    {
      height: 280,
      title: `${measure} by epoch`,
      description: data.lines.map(({ name, values }) => describe(name, values, data)).join(' '),
    },
    options,
  );
  const names = data.lines.map(({ name }) => shortText(name));
  const key = legend(names, box.width);
  const best = bestEpoch !== undefined && epochs.includes(bestEpoch) ? String(bestEpoch) : undefined;
  const series = data.lines.map(({ side, dashed, values }, i) => {
    const color = seriesColor(side === 'train' ? 0 : 1);
    return {
      type: 'line',
      name: names[i],
      data: values,
      symbol: SYMBOLS[side],
      symbolSize: epochs.length === 1 ? 8 : 5,
      showSymbol: epochs.length <= 30,
      connectNulls: true,
      itemStyle: { color },
      lineStyle: { color, width: 2, type: dashed ? [5, 3] : 'solid' },
      ...(best !== undefined && i === 0 && { markLine: marker(best, `best: epoch ${best}`) }),
    };
  });
  return renderSvg(
    {
      legend: key.option,
      grid: grid({ top: key.height + 22 }),
      xAxis: categoryAxis(epochs, { name: 'epoch', boundaryGap: epochs.length === 1 }),
      yAxis: valueAxis(
        data.scale === 'share'
          ? {
              min: 0,
              max: shareTop(data.lines.flatMap(({ values }) => values)),
              format: (v) => percent(v, 0),
            }
          : { scale: true, format: decimal },
      ),
      series,
    },
    box,
  );
}

/** The next ten per cent above the largest value, so that small figures are not flattened by an axis up to 100. */
function shareTop(values: (number | null)[]): number {
  const top = Math.max(0, ...values.map((value) => value ?? 0));
  return Math.max(0.2, Math.ceil(top * 10 + 1e-9) / 10);
}

function describe(
  name: string,
  values: (number | null)[],
  { scale, epochs, bestEpoch }: LearningCurveData,
): string {
  const format = scale === 'share' ? percent : decimal;
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return `${name}: not measured.`;
  const kept = bestEpoch === undefined ? undefined : values[epochs.indexOf(bestEpoch)];
  const best = kept === undefined || kept === null ? '' : `, ${format(kept)} at the best epoch, ${bestEpoch}`;
  return `${name}: from ${format(known[0] as number)} to ${format(known.at(-1) as number)}${best}.`;
}
