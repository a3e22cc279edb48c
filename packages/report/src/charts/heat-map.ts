import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemParams } from 'echarts';
import { HEAT, HEAT_TURN, heatStep, INK, PAPER } from '../palette.ts';
import { shortText } from '../text.ts';
import { categoryAxis, rowNames, textWidth } from './style.ts';

interface HeatMapCell {
  /** From 0 to 1: how strong its colour is. */
  share: number;
  /** Its figure, and a second, quieter one below it; left out where the cells have no room for them. */
  text: string;
  note?: string;
}

interface HeatMap {
  /** Of the whole map, in pixels. */
  width: number;
  /** Of one cell, in pixels, by its width. */
  cellHeight: (cellWidth: number) => number;
  rows: { title?: string; names: readonly string[] };
  /** `room`: as wide as in a map of so many columns, which is to match this one. Default: as many as there are. */
  columns: { title?: string; names: readonly string[]; room?: number };
  /** Row by row. */
  cells: readonly (readonly HeatMapCell[])[];
}

const TITLE = 20;

/** A grid of cells, the first row on top, columns named above: the ECharts option, and the height that it takes. */
export function heatMap({ width, cellHeight, rows, columns, cells }: HeatMap) {
  const side = rowNames(rows.names, width);
  const left = side.left + (rows.title === undefined ? 0 : TITLE);
  const cellWidth = (width - left - 2) / (columns.room ?? columns.names.length);
  const height = cellHeight(cellWidth);
  const columnNames = columns.names.map((name) => shortText(name, 12));
  const widest = Math.max(...columnNames.map((name) => textWidth(name)));
  const upright = widest > cellWidth;
  const header = (upright ? widest : 16) + 12;
  const top = header + (columns.title === undefined ? 0 : TITLE);
  const flat = cells.flat();
  const longest = flat.reduce((most, { text }) => Math.max(most, text.length), 0);
  const showText = cellWidth >= 9 * longest + 4;
  const showNote = showText && height >= 36 && cellWidth >= 40;
  const gap = cellWidth < 12 ? 0.5 : 1;
  const quiet = { axisLine: { show: false } };
  const option = {
    grid: {
      top,
      left,
      right: width - left - cellWidth * columns.names.length,
      bottom: 0,
      outerBoundsMode: 'none',
    },
    xAxis: categoryAxis(columnNames, {
      ...quiet,
      position: 'top',
      axisLabel: {
        ...categoryAxis([]).axisLabel,
        interval: 0,
        hideOverlap: false,
        rotate: upright ? -90 : 0,
      },
      ...(columns.title !== undefined && { name: columns.title, nameGap: header }),
    }),
    yAxis: categoryAxis(side.names, {
      ...quiet,
      inverse: true,
      ...(rows.title !== undefined && { name: rows.title, nameGap: side.left + 4 }),
    }),
    series: {
      type: 'custom',
      data: cells.flatMap((row, y) => row.map((_, x) => [x, y])),
      renderItem(params: CustomSeriesRenderItemParams, api: CustomSeriesRenderItemAPI) {
        const row = Math.floor(params.dataIndex / columns.names.length);
        const column = params.dataIndex % columns.names.length;
        const { share, text, note } = flat[params.dataIndex] as HeatMapCell;
        const [x = 0, y = 0] = api.coord([column, row]);
        const step = heatStep(share);
        const label = (content: string, dy: number, fontSize: number, fontWeight: string) => ({
          type: 'text',
          style: {
            text: content,
            x,
            y: y + dy,
            fill: (step >= HEAT_TURN ? PAPER : INK).light,
            fontSize,
            fontWeight,
            align: 'center',
            verticalAlign: 'middle',
          },
        });
        const withNote = showNote && note !== undefined;
        return {
          type: 'group',
          children: [
            {
              type: 'rect',
              shape: {
                x: x - cellWidth / 2 + gap,
                y: y - height / 2 + gap,
                width: cellWidth - 2 * gap,
                height: height - 2 * gap,
                r: Math.min(3, cellWidth / 8),
              },
              style: { fill: (HEAT[step] as (typeof HEAT)[number]).light },
            },
            ...(showText ? [label(text, withNote ? -8 : 0, cellWidth < 32 ? 11 : 13, '600')] : []),
            ...(withNote ? [label(note, 9, 11, 'normal')] : []),
          ],
        };
      },
    },
  };
  return { option, height: Math.round(top + height * rows.names.length) };
}
