import { wholeCount } from '../check.ts';
import { ReportError } from '../errors.ts';
import { count } from '../format.ts';
import { heatMap } from './heat-map.ts';
import { type ChartOptions, DEFAULT_WIDTH, frame, renderSvg } from './svg.ts';

export interface CountMapData {
  rows: string[];
  columns: string[];
  /** Row by row. */
  counts: number[][];
  /** The count that has the deepest colour. Default: the largest one. */
  max?: number;
  /** Columns that the map has room for, so that maps below one another match. Default: as many as it has. */
  room?: number;
}

/** How many there are of each row in each column, such as clips of an emotion by a speaker. */
export function countMap(
  { rows, columns, counts, max, room }: CountMapData,
  options: ChartOptions = {},
): string {
  if (rows.length === 0 || columns.length === 0) {
    throw new ReportError('A map of counts needs at least one row and one column.');
  }
  if (counts.length !== rows.length || counts.some((row) => row.length !== columns.length)) {
    throw new ReportError(`The map of counts must have ${rows.length} rows of ${columns.length} counts.`);
  }
  const flat = counts.flatMap((row, y) =>
    row.map((n, x) => wholeCount(n, `count of ${rows[y]}, ${columns[x]}`)),
  );
  const top = max ?? flat.reduce((most, n) => Math.max(most, n), 1);
  const { option, height } = heatMap({
    width: options.width ?? DEFAULT_WIDTH,
    cellHeight: () => 26,
    rows: { names: rows },
    columns: { names: columns, ...(room !== undefined && { room }) },
    cells: counts.map((row) => row.map((n) => ({ share: n / top, text: count(n) }))),
  });
  const box = frame(
    {
      height,
      title: 'Map of counts',
      description: `${rows.map((name, i) => `${name}: ${count((counts[i] ?? []).reduce((a, b) => a + b, 0))}`).join(', ')}.`,
    },
    options,
  );
  return renderSvg(option, box);
}
