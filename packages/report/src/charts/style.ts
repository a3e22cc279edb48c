import { INK, MUTED, RULE, SERIES } from '../palette.ts';
import { shortText } from '../text.ts';

/** Colour of the i-th series. */
export function seriesColor(i: number): string {
  return (SERIES[i % SERIES.length] as (typeof SERIES)[number]).light;
}

/** Room for the axes' own labels and names is taken inside these margins. */
export function grid(margins: { top?: number; right?: number; bottom?: number; left?: number } = {}) {
  return {
    top: 12,
    right: 14,
    bottom: 4,
    left: 4,
    ...margins,
    outerBoundsMode: 'same',
    outerBoundsContain: 'all',
  };
}

interface AxisOptions {
  name?: string;
  format?: (value: number) => string;
  [option: string]: unknown;
}

const text = { fontSize: 12, color: MUTED.light };

/** An axis of numbers, with quiet grid lines. */
export function valueAxis({ name, format, ...rest }: AxisOptions = {}) {
  return {
    type: 'value',
    ...named(name),
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { ...text, hideOverlap: true, ...(format && { formatter: format }) },
    splitLine: { lineStyle: { color: RULE.light, width: 1 } },
    ...rest,
  };
}

/** An axis of names or steps, in their order. */
export function categoryAxis(names: readonly (string | number)[], { name, ...rest }: AxisOptions = {}) {
  return {
    type: 'category',
    data: names.map((item) => shortText(item)),
    ...named(name),
    axisLine: { lineStyle: { color: RULE.light } },
    axisTick: { show: false },
    axisLabel: { ...text, hideOverlap: true },
    splitLine: { show: false },
    ...rest,
  };
}

function named(name: string | undefined) {
  return name === undefined
    ? {}
    : { name, nameLocation: 'middle', nameGap: 8, nameTextStyle: { ...text, fontSize: 12 } };
}

const KEY_HEIGHT = 22;
const KEY_GAP = 14;

/**
 * A legend on top, and the height that it takes at this width. Each key has a legend and a place of its own:
 * without a browser ECharts takes wide system fonts for narrow, and its keys would run into each other.
 */
export function legend(names: readonly string[], width: number, symbolWidth = 24) {
  let left = 0;
  let top = 0;
  const option = names.map((name) => {
    const needed = symbolWidth + 5 + textWidth(name);
    if (left > 0 && left + needed > width) {
      left = 0;
      top += KEY_HEIGHT;
    }
    const key = {
      data: [{ name }],
      left,
      top,
      padding: 0,
      itemWidth: symbolWidth,
      itemHeight: 10,
      selectedMode: false,
      textStyle: { fontSize: 12, color: INK.light },
    };
    left += needed + KEY_GAP;
    return key;
  });
  return { option, height: top + KEY_HEIGHT };
}

/** About how wide a text stands, in pixels: there is nothing to measure with outside a browser. */
export function textWidth(value: string, fontSize = 12): number {
  let em = 0;
  for (const character of value) em += (character.codePointAt(0) as number) > 0x2e7f ? 1 : 0.6;
  return em * fontSize;
}

/** A vertical line that marks one value of the x axis, with its name on top; `inverse` as the y axis has it. */
export function marker(xAxis: number | string, label: string, inverse = false) {
  return {
    silent: true,
    symbol: 'none',
    data: [{ xAxis }],
    lineStyle: { color: MUTED.light, width: 1, type: [4, 4] },
    label: { formatter: () => label, position: inverse ? 'start' : 'end', fontSize: 12, color: MUTED.light },
  };
}
