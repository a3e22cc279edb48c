import { DspError } from './contract.ts';

// Checks of one value each, for options and recipes: they give it back, or throw a DspError that names it.

/** An object; with `known`, one that has no other fields. */
export function object<T extends object>(name: string, value: T, known?: readonly string[]): T;
export function object(name: string, value: unknown, known?: readonly string[]): Record<string, unknown>;
export function object(name: string, value: unknown, known?: readonly string[]) {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new DspError(`${name} is ${show(value)}, but it must be an object.`);
  }
  for (const field of Object.keys(value)) {
    if (known && !known.includes(field)) {
      throw new DspError(`${name} can't have '${field}': known are ${known.join(', ')}.`);
    }
  }
  return value;
}

/** A whole number from `least` to `most`. */
export function integer(name: string, value: unknown, least: number, most: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most) {
    throw new DspError(`${name} is ${show(value)}, but it must be a whole number from ${least} to ${most}.`);
  }
  return value;
}

export function finite(name: string, value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new DspError(`${name} is ${show(value)}, but it must be a finite number.`);
  }
  return value;
}

/** A finite number above 0. */
export function positive(name: string, value: unknown): number {
  if (finite(name, value) <= 0) throw new DspError(`${name} is ${show(value)}, but it must be above 0.`);
  return value as number;
}

export function flag(name: string, value: unknown): boolean {
  if (typeof value !== 'boolean') {
    throw new DspError(`${name} is ${show(value)}, but it must be true or false.`);
  }
  return value;
}

export function oneOf<T extends string>(name: string, value: unknown, choices: readonly T[]): T {
  if (!choices.includes(value as T)) {
    const list = choices.map((choice) => `'${choice}'`).join(', ');
    throw new DspError(`${name} is ${show(value)}, but it must be one of ${list}.`);
  }
  return value as T;
}

function show(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
