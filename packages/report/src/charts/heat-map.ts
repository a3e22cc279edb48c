import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemParams } from 'echarts';
import { HEAT, HEAT_TURN, heatStep, INK, PAPER } from '../palette.ts';
import { categoryAxis, grid, textWidth } from './style.ts';

interface HeatMapCell {
  /** From 0 to 1: how deep its colour is. */
  share: number;
  /** Its figure, and a second, quieter one below it; each is left out where the cell has no room for it. */
  text: string;
  note?: string;
}

interface HeatMap {
  rows: { name?: string; labels: readonly string[] };
  columns: { name?: string; labels: readonly string[] };
  /** Row by row. */
  cells: readonly (readonly HeatMapCell[])[];
  /** Of one cell, in pixels. */
  cellWidth: number;
  cellHeight: number;
}

/** An ECharts option: a grid of cells, the first row on top, columns named above. */
export function heatMap({ rows, columns, cells, cellWidth, cellHeight }: HeatMap) {
  const flat = cells.flatMap((row, y) => row.map((cell, x) => ({ x, y, cell })));
  const upright = columns.labels.some((label) => textWidth(label) > cellWidth * 1.1);
  const showNote = cellHeight >= 36 && cellWidth >= 40;
  return {
    grid: grid({ top: 4, right: 2 }),
    xAxis: categoryAxis(columns.labels, {
      ...(columns.name !== undefined && { name: columns.name }),
      position: 'top',
      axisLine: { show: false },
      ...(upright && { axisLabel: { ...categoryAxis([]).axisLabel, rotate: 90 } }),
    }),
    yAxis: categoryAxis(rows.labels, {
      ...(rows.name !== undefined && { name: rows.name }),
      inverse: true,
      axisLine: { show: false },
    }),
    series: {
      type: 'custom',
      data: flat.map(({ x, y }) => [x, y]),
      renderItem(params: CustomSeriesRenderItemParams, api: CustomSeriesRenderItemAPI) {
        const { x, y, cell } = flat[params.dataIndex] as (typeof flat)[number];
        const [cx = 0, cy = 0] = api.coord([x, y]);
        const [w = 0, h = 0] = (api.size?.([1, 1]) ?? []) as number[];
        const step = heatStep(cell.share);
        const fill = (step >= HEAT_TURN ? PAPER : INK).light;
        const gap = w < 12 ? 0.5 : 1;
        const label = (text: string, dy: number, fontSize: number, fontWeight: string) => ({
          type: 'text',
          silent: true,
          style: {
            text,
            x: cx,
            y: cy + dy,
            fill,
            fontSize,
            fontWeight,
            align: 'center',
            verticalAlign: 'middle',
          },
        });
        const note = showNote && cell.note !== undefined;
        return {
          type: 'group',
          children: [
            {
              type: 'rect',
              shape: {
                x: cx - w / 2 + gap,
                y: cy - h / 2 + gap,
                width: w - 2 * gap,
                height: h - 2 * gap,
                r: Math.min(3, w / 8),
              },
              style: { fill: (HEAT[step] as (typeof HEAT)[number]).light },
            },
            ...(w >= 8 * cell.text.length ? [label(cell.text, note ? -8 : 0, w < 32 ? 11 : 13, '600')] : []),
            ...(note ? [label(cell.note as string, 9, 11, 'normal')] : []),
          ],
        };
      },
    },
  };
}
