import { ReportError } from './errors.ts';

/** `value` as it is, where it is a finite number; otherwise an error that names it. */
export function finite(value: unknown, name: string): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new ReportError(`${name} is ${shown(value)}; it must be a finite number.`);
}

/** `value` as it is, where it is a share: a number from 0 to 1. */
export function share(value: unknown, name: string): number {
  const number = finite(value, name);
  if (number >= 0 && number <= 1) return number;
  throw new ReportError(`${name} is ${number}; it must be a share between 0 and 1, not a percentage.`);
}

/** `value` as it is, where it is a count: a whole number of at least 0. */
export function wholeCount(value: unknown, name: string): number {
  const number = finite(value, name);
  if (number >= 0 && Number.isInteger(number)) return number;
  throw new ReportError(`${name} is ${number}; it must be a whole number of at least 0.`);
}

/** Both ends of an interval, the lower one first. */
export function ordered(value: readonly [number, number], name: string): [number, number] {
  const low = finite(value[0], `${name}[0]`);
  const high = finite(value[1], `${name}[1]`);
  if (low <= high) return [low, high];
  throw new ReportError(`${name} runs from ${low} to ${high}; the lower end must come first.`);
}

/** Refuses NaN and infinities anywhere inside `value`, naming the path to the first one. */
export function checkNumbers(value: unknown, name: string): void {
  if (typeof value === 'number') finite(value, name);
  else if (ArrayBuffer.isView(value) || Array.isArray(value)) {
    const items = value as ArrayLike<unknown>;
    for (let i = 0; i < items.length; i++) checkNumbers(items[i], `${name}[${i}]`);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) checkNumbers(item, `${name}.${key}`);
  }
}

function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 40));
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
