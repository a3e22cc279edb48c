import { finite } from './check.ts';

/** What stands where there is no figure. */
export const NONE = '–';

/** A whole number with thin groups of three: 7,442. Beyond 10¹² as a power of ten. */
export function count(value: number): string {
  finite(value, 'a count');
  return Math.abs(value) < 1e12 ? grouped(value, 0) : value.toExponential(2);
}

/** A share of one as a percentage: 0.6154 → 61.5%. */
export function percent(value: number, digits = 1): string {
  return `${fixed(100 * finite(value, 'a share'), digits)}%`;
}

/** A percentage, or a dash where there is no figure. */
export function percentOrNone(value: number | null | undefined): string {
  return value === null || value === undefined ? NONE : percent(value);
}

/** Two shares as a range of percentages: 58.2–64.9%. */
export function percentRange([low, high]: readonly [number, number]): string {
  return `${percent(low).slice(0, -1)}–${percent(high)}`;
}

/** A difference of two shares in percentage points, always with its sign: +2.1. */
export function points(value: number): string {
  const text = fixed(100 * finite(value, 'a difference'), 1);
  return value > 0 && Number(text) !== 0 ? `+${text}` : text.replace(/^-/, '−');
}

/** A number with as many digits as help to read it: 0.693, 12.5, 1.2e+30. */
export function decimal(value: number): string {
  const size = Math.abs(finite(value, 'a number'));
  if (size >= 100 && size < 1e7) return grouped(value, 1);
  const tiny = size !== 0 && size < 1e-4;
  return (size >= 1e7 || tiny ? value.toExponential(1) : String(Number(value.toPrecision(3)))).replace(
    /^-/,
    '−',
  );
}

/** A loss with three decimals, so that a column of them lines up. */
export function loss(value: number): string {
  return Math.abs(finite(value, 'a loss')) < 1e4 ? fixed(value, 3) : decimal(value);
}

/** Seconds as people say them: 0.84 s, 3 min 12 s, 2 h 5 min. */
export function duration(seconds: number): string {
  finite(seconds, 'a duration');
  if (seconds < 10) return `${fixed(seconds, 2)} s`;
  if (seconds < 60) return `${fixed(seconds, 1)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
  return `${count(Math.floor(seconds / 3600))} h ${Math.floor((seconds % 3600) / 60)} min`;
}

/** 1 clip, 2 clips. */
export function plural(n: number, one: string, many = `${one}s`): string {
  return `${count(n)} ${n === 1 ? one : many}`;
}

function fixed(value: number, digits: number): string {
  return Math.abs(value) < 1e12
    ? value.toFixed(digits).replace(/^-(0(\.0+)?)$/, '$1')
    : value.toExponential(2);
}

// By hand rather than with Intl, whose answers differ with the ICU data that a runtime carries.
function grouped(value: number, digits: number): string {
  const [whole = '', fraction] = Math.abs(value).toFixed(digits).split('.');
  const text = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const sign = value < 0 ? '−' : '';
  return fraction && Number(fraction) !== 0 ? `${sign}${text}.${fraction}` : sign + text;
}
