import { CsvError, parse } from 'csv-parse/sync';
import { DatasetError } from '../types.ts';

/** A row of a table: its cells by column name in lower case, and the line it ends on, from 1. */
export interface Row<Column extends string> {
  line: number;
  cells: Record<Column, string> & Partial<Record<string, string>>;
}

/**
 * Reads CSV with a header line; a byte order mark, CRLF, quotes and blank lines are fine.
 *
 * @throws {DatasetError} naming `file`, if it can't be read as CSV or a column is missing.
 */
export function readTable<Column extends string>(
  text: string,
  file: string,
  columns: readonly Column[],
): Row<Column>[] {
  let header: string[] = [];
  let rows: { record: Row<Column>['cells']; info: { lines: number } }[];
  try {
    rows = parse(text, {
      bom: true,
      columns: (names: string[]) => {
        header = names.map((name) => name.toLowerCase());
        return header;
      },
      info: true,
      relax_column_count_less: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as typeof rows;
  } catch (error) {
    if (error instanceof CsvError) throw new DatasetError(`${file}: no valid CSV: ${error.message}`);
    throw error;
  }
  const missing = columns.filter((column) => !header.includes(column));
  if (missing.length > 0) {
    throw new DatasetError(
      `${file}: no column ${missing.join(', ')}; its first line must name the columns, at least ${columns.join(',')}`,
    );
  }
  // A row may end early.
  const empty = Object.fromEntries(columns.map((column) => [column, '']));
  return rows.map(({ record, info }) => ({ line: info.lines, cells: { ...empty, ...record } }));
}
