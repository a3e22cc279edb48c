import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemParams } from 'echarts';
import { share, wholeCount } from '../check.ts';
import { ReportError } from '../errors.ts';
import { count, percent } from '../format.ts';
import { MUTED, RULE } from '../palette.ts';
import { seriesColor, valueAxis } from './style.ts';
import { type ChartOptions, frame, renderSvg } from './svg.ts';

export interface ReliabilityDiagramData {
  /** Mean confidence and accuracy of the answers in a bin, and how many there are. */
  bins: { confidence: number; accuracy: number; count: number }[];
}

/**
 * Accuracy against confidence, and below it how many answers each bin holds. On the diagonal a model is right as
 * often as it says; below it, it is too sure of itself (Guo et al., 2017, "On calibration of modern neural networks").
 */
export function reliabilityDiagram({ bins }: ReliabilityDiagramData, options: ChartOptions = {}): string {
  bins.forEach((bin, i) => {
    share(bin.confidence, `reliability[${i}].confidence`);
    share(bin.accuracy, `reliability[${i}].accuracy`);
    wholeCount(bin.count, `reliability[${i}].count`);
  });
  const held = bins.filter((bin) => bin.count > 0);
  if (held.length === 0)
    throw new ReportError('A reliability diagram needs at least one bin that holds answers.');
  const box = frame(
    {
      height: 380,
      title: 'Reliability diagram',
      description: held
        .map(
          (bin) =>
            `Confidence ${percent(bin.confidence)}: ${percent(bin.accuracy)} right of ${count(bin.count)}.`,
        )
        .join(' '),
    },
    options,
  );
  const sides = { left: 60, right: 20, outerBoundsMode: 'none' };
  return renderSvg(
    {
      grid: [
        { top: 8, bottom: 132, ...sides },
        { height: 60, bottom: 40, ...sides },
      ],
      xAxis: [0, 1].map((gridIndex) =>
        valueAxis({
          gridIndex,
          min: 0,
          max: 1,
          interval: 0.25,
          splitLine: { show: gridIndex === 0, lineStyle: { color: RULE.light } },
          ...(gridIndex === 0
            ? { axisLabel: { show: false } }
            : { name: 'confidence', nameGap: 26, format: (v) => percent(v, 0) }),
        }),
      ),
      yAxis: [
        valueAxis({
          min: 0,
          max: 1,
          interval: 0.25,
          name: 'accuracy',
          nameGap: 44,
          format: (v) => percent(v, 0),
        }),
        valueAxis({
          gridIndex: 1,
          name: 'clips',
          nameGap: 44,
          splitNumber: 2,
          minInterval: 1,
          format: count,
        }),
      ],
      series: [
        {
          type: 'line',
          data: [
            [0, 0],
            [1, 1],
          ],
          symbol: 'none',
          lineStyle: { color: MUTED.light, width: 1, type: [4, 4] },
        },
        {
          type: 'line',
          data: held.map((bin) => [bin.confidence, bin.accuracy]),
          symbol: 'circle',
          symbolSize: 8,
          itemStyle: { color: seriesColor(0) },
          lineStyle: { color: seriesColor(0), width: 2 },
        },
        {
          type: 'custom',
          xAxisIndex: 1,
          yAxisIndex: 1,
          data: held.map((bin) => [bin.confidence, bin.count]),
          renderItem(params: CustomSeriesRenderItemParams, api: CustomSeriesRenderItemAPI) {
            const bin = held[params.dataIndex] as (typeof held)[number];
            const [x = 0, y = 0] = api.coord([bin.confidence, bin.count]);
            const [, base = 0] = api.coord([0, 0]);
            return {
              type: 'rect',
              shape: { x: x - 6, y, width: 12, height: base - y },
              style: { fill: seriesColor(0) },
            };
          },
        },
      ],
    },
    box,
  );
}
