import type { DeviceInfo } from '@ser/dsp';
import type { Problem } from '../types.ts';
import type { FeatureStore } from './feature-store.ts';

/** Files left out that are named one by one. */
const NAMED = 10;

export interface Extraction {
  /** Audio that was extracted anew, and the time that it took, in seconds. */
  extracted: number;
  seconds: number;
  device: DeviceInfo;
}

/** A store in some lines for people: what it holds, what it lacks, and where it is. */
export function describeStore(
  { dir, manifest, rows, width, problems, tooShort }: FeatureStore,
  skipped: readonly Problem[],
  { extracted, seconds, device }: Extraction,
): string {
  const { corpus, recipe, shards } = manifest;
  const frames = new Set(rows.map((row) => row.frames));
  const shape = `${frames.size === 1 ? [...frames][0] : `${Math.min(...frames)} to ${Math.max(...frames)}`} × ${width}`;
  const hours = sum(shards.map((shard) => shard.seconds)) / 3600;
  const megabytes = sum(shards.map((shard) => shard.bytes)) / 1e6;
  const where = device.kind === 'js' ? device.name : `${device.name}, ${device.threads ?? 1} threads`;
  const lines: [string, string][] = [
    ['corpus', `${corpus.name}: ${count(corpus.clips, 'clip')}, ${hours.toFixed(2)} h`],
    [
      'segments',
      `${count(rows.length, 'segment')} of ${shape} (${recipe.features}, ${recipe.segments.kind})`,
    ],
    ...leftOut('not taken', 'file', skipped),
    ...leftOut('unreadable', 'clip', problems),
  ];
  if (tooShort.length > 0) lines.push(['too short', `${count(tooShort.length, 'clip')} gave no segment`]);
  lines.push(['size', `${megabytes.toFixed(1)} MB in ${count(shards.length, 'file')}`]);
  lines.push([
    'time',
    extracted > 0
      ? `${seconds.toFixed(1)} s, ${Math.round(extracted / seconds).toLocaleString('en')} × real time (${where})`
      : `${seconds.toFixed(1)} s: all was there already, and is whole`,
  ]);
  lines.push(['folder', dir]);
  return lines.map(([name, text]) => `${name.padEnd(12)}${text}\n`).join('');
}

function leftOut(name: string, unit: string, problems: readonly Problem[]): [string, string][] {
  if (problems.length === 0) return [];
  const named = problems
    .slice(0, NAMED)
    .map(({ path, reason }): [string, string] => ['', `${path}: ${reason}`]);
  const more = problems.length - named.length;
  return [
    [name, `${count(problems.length, unit)}, left out:`],
    ...named,
    ...(more > 0 ? [['', `and ${more} more`] as [string, string]] : []),
  ];
}

function count(n: number, unit: string): string {
  return `${n.toLocaleString('en')} ${unit}${n === 1 ? '' : 's'}`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
