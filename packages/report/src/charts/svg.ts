import { BarChart, CustomChart, LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, LegendComponent, MarkLineComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { finite } from '../check.ts';
import { ReportError } from '../errors.ts';
import { escapeText } from '../text.ts';

use([
  BarChart,
  CustomChart,
  LineChart,
  ScatterChart,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  SVGRenderer,
]);

/** What every chart takes beside its data. */
export interface ChartOptions {
  /** In CSS pixels; text keeps its size, so a narrow chart is drawn anew rather than shrunk. Default 420. */
  width?: number;
  /** In CSS pixels; by default what the data need. */
  height?: number;
  /** What the figure is, in a few words, for those who can't see it. */
  title?: string;
  /** What it shows, in a sentence, for those who can't see it. */
  description?: string;
}

export interface Frame {
  width: number;
  height: number;
  title: string;
  description: string;
}

export const FONT =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif';

/** Width of a chart that is not told another, in CSS pixels. */
export const DEFAULT_WIDTH = 420;

/** The chart's own values where the caller has not given others. */
export function frame(own: Omit<Frame, 'width'>, options: ChartOptions): Frame {
  const width = finite(options.width ?? DEFAULT_WIDTH, 'width');
  const height = finite(options.height ?? own.height, 'height');
  if (width < 120 || height < 40) {
    throw new ReportError(`A chart of ${width} × ${height} is too small; it takes at least 120 × 40.`);
  }
  return {
    width,
    height,
    title: options.title ?? own.title,
    description: options.description ?? own.description,
  };
}

/** Draws an ECharts option as a free-standing SVG; the same option gives the same text. */
export function renderSvg(option: EChartsCoreOption, { width, height, title, description }: Frame): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption({ animation: false, ...option });
    const drawing = tidy(chart.renderToSVGString());
    return (
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"` +
      ` role="img" font-family="${escapeText(FONT)}"><title>${escapeText(title)}</title>` +
      `<desc>${escapeText(description)}</desc>${drawing}</svg>`
    );
  } finally {
    chart.dispose();
  }
}

/**
 * What ECharts drew, without its root element and without what serves only its browser half: hover rules, data
 * marks, and clip paths. With them go all ids and class names, which count up per process and would clash
 * on a page. (No chart here draws outside its axes, so nothing needs clipping.)
 */
function tidy(svg: string): string {
  return svg
    .slice(svg.indexOf('>') + 1, svg.lastIndexOf('</svg>'))
    .replace(/<style >[\s\S]*?<\/style>/g, '')
    .replace(/<defs >[\s\S]*?<\/defs>/g, '')
    .replace(/ (?:clip-path|class|ecmeta_\w+|pointer-events|xml:space)="[^"]*"/g, '')
    .replace(/ style="[^"]*"/g, (style) => style.replace(/font-family:[^;"]*;/g, '')) // the root's goes for all
    .replace(/ fill="#000"/g, ' fill="none"') // zrender's default, left on lines, which have no area
    .replace(/<g >/g, '<g>')
    .replace(/<image /g, '<image preserveAspectRatio="none" ')
    .replace(/><\/(?:path|rect|image)>/g, '/>')
    .replace(/\n/g, '');
}
