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

/** Figures of one clip over time have the same sides, so that they line up one below the other. */
export function timeGrid(margins: { top: number; bottom: number }) {
  return { left: 62, right: 12, ...margins, outerBoundsMode: 'none' };
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
    data: names.map(String),
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
    : {
        name: shortText(name, 40),
        nameLocation: 'middle',
        nameGap: 8,
        nameTextStyle: { ...text, fontSize: 12 },
      };
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
      backgroundColor: 'none',
      borderColor: 'none',
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

/**
 * How wide a text may stand, in pixels: there is nothing to measure with outside a browser, so this goes by
 * classes of letters in one of the wider system fonts.
 */
export function textWidth(value: string, fontSize = 12): number {
  let em = 0;
  for (const character of value) {
    if (/[ijltfrI.,:;'|!()[\] ]/.test(character)) em += 0.4;
    else if (/[A-Zmw%@−]/.test(character)) em += 0.75;
    else em += (character.codePointAt(0) as number) > 0x2e7f ? 1 : 0.64;
  }
  return em * fontSize;
}

/**
 * Names for rows at the left of a chart, cut to at most two fifths of its width, and the room that they take. Given
 * by hand because ECharts, without a browser, takes wide system fonts for narrow and would cut them off.
 */
export function rowNames(names: readonly string[], width: number): { names: string[]; left: number } {
  const most = Math.max(8, Math.floor((0.4 * width) / 7.5));
  const short = names.map((name) => name.split('\n').map((line) => shortText(line, most)));
  return {
    names: short.map((lines) => lines.join('\n')),
    left: Math.max(...short.flat().map((line) => textWidth(line))) + 10,
  };
}

/** Multiples of a round step, at most about `most` of them, from `low` to `high`. */
export function roundTicks(low: number, high: number, most = 7): { step: number; ticks: number[] } {
  const step = roundUp((high - low) / (most - 1));
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return {
    step,
    ticks: Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12))),
  };
}

/** The next 1, 2 or 5 times a power of ten. */
export function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * ([1, 2, 5].find((digit) => digit * power >= value * (1 - 1e-9)) ?? 10);
}

/** A vertical line that marks one value of the x axis, with its name on top; `inverse` as the y axis has it. */
export function marker(xAxis: number | string, label: string, inverse = false) {
  return {
    silent: true,
    symbol: 'none',
    data: [{ xAxis }],
    lineStyle: { color: MUTED.light, width: 1, type: [4, 4] },
    label: {
      formatter: () => shortText(label, 40),
      position: inverse ? 'start' : 'end',
      fontSize: 12,
      color: MUTED.light,
    },
  };
}
