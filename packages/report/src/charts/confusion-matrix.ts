import { wholeCount } from '../check.ts';
import { ReportError } from '../errors.ts';
import { count, percent } from '../format.ts';
import { heatMap } from './heat-map.ts';
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
  const { option, height } = heatMap({
    width: options.width ?? DEFAULT_WIDTH,
    cellHeight: (cellWidth) => Math.max(24, Math.min(56, cellWidth * 0.84)),
    rows: { title: 'true class', names: labels },
    columns: { title: 'predicted class', names: labels },
    cells,
  });
  const box = frame(
    {
      height,
      title: 'Confusion matrix',
      description: labels
        .map((label, i) => `${label}: ${cells[i]?.[i]?.note} right of ${count(sum(counts[i] ?? []))}.`)
        .join(' '),
    },
    options,
  );
  return renderSvg(option, box);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
