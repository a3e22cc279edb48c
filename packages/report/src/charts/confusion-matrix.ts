import { wholeCount } from '../check.ts';
import { ReportError } from '../errors.ts';
import { count, percent } from '../format.ts';
import { shortText } from '../text.ts';
import { heatMap } from './heat-map.ts';
import { textWidth } from './style.ts';
import { type ChartOptions, DEFAULT_WIDTH, frame, renderSvg } from './svg.ts';

export interface ConfusionMatrixData {
  labels: string[];
  /** `counts[i][j]`: how many of class i were taken for class j. */
  counts: number[][];
}

/** True classes as rows, predicted ones as columns; a cell has its count and its share of the row, which is its colour. */
export function confusionMatrix({ labels, counts }: ConfusionMatrixData, options: ChartOptions = {}): string {
  if (labels.length === 0) throw new ReportError('A confusion matrix needs at least one label.');
  if (counts.length !== labels.length || counts.some((row) => row.length !== labels.length)) {
    throw new ReportError(
      `The confusion matrix must have ${labels.length} × ${labels.length} counts, as many as labels.`,
    );
  }
  const cells = counts.map((row, i) => {
    row.forEach((n, j) => void wholeCount(n, `confusion[${i}][${j}]`));
    const total = row.reduce((sum, n) => sum + n, 0);
    return row.map((n) => {
      const share = total > 0 ? n / total : 0;
      return { share, text: count(n), note: percent(share, 0) };
    });
  });
  const names = labels.map((label) => shortText(label, 12));
  const side = Math.max(...names.map((name) => textWidth(name))) + 34;
  const cellWidth = ((options.width ?? DEFAULT_WIDTH) - side) / labels.length;
  const cellHeight = Math.max(24, Math.min(56, cellWidth * 0.84));
  const box = frame(
    {
      height: Math.round(cellHeight * labels.length + 48),
      title: 'Confusion matrix',
      description: labels
        .map((label, i) => `${label}: ${cells[i]?.[i]?.note} right of ${count(sum(counts[i] ?? []))}.`)
        .join(' '),
    },
    options,
  );
  return renderSvg(
    heatMap({
      rows: { name: 'true class', labels: names },
      columns: { name: 'predicted class', labels: names },
      cells,
      cellWidth,
      cellHeight,
    }),
    box,
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
