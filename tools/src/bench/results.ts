import { groupBars } from '@ser/report';
import { type Line, largestDeviation } from './contestants.ts';
import type { FilesLine } from './files.ts';
import type { MeydaLine } from './meyda.ts';
import type { PeerRun } from './peers.ts';
import { textTable } from './table.ts';

/** All that a run found; `bench.json` is this. */
export interface BenchResults {
  audio: string;
  machine: string;
  devices: object[];
  lines: Line[];
  meyda: MeydaLine[];
  peers: PeerRun[];
  files?: FilesLine;
}

export function describe(results: BenchResults): string {
  const { audio, machine, lines, meyda, peers, files } = results;
  return `${[
    `${audio}\n${machine}`,
    agreementTable(lines),
    speedTable(lines),
    meydaTable(meyda),
    ...peers.map(peerTable),
    files
      ? `${files.files} files to notebook mel in memory: ${files.seconds.toFixed(2)} s, ${Math.round(files.realTime).toLocaleString('en')} × real time, ${files.failed} failed`
      : 'files: none were named (--corpus)',
  ].join('\n\n')}\n`;
}

/** Million samples a second of every contestant, Meyda's too, for the mel spectrogram. */
export function chart({ lines, meyda }: BenchResults): string {
  const mel = lines[0] as Line;
  const ours = Object.entries(mel.contestants).map(([name, { samplesPerSecond }]) => ({
    name,
    samplesPerSecond,
  }));
  const theirs = meyda.slice(1).map(({ samplesPerSecond }) => ({
    name: 'Meyda',
    samplesPerSecond: samplesPerSecond.meyda,
  }));
  return groupBars(
    {
      measure: 'Million samples/s',
      scale: 'count',
      bars: [...ours, ...theirs]
        .toSorted((a, b) => b.samplesPerSecond - a.samplesPerSecond)
        .map(({ name, samplesPerSecond }) => ({ name, value: Math.round(samplesPerSecond / 1e6) })),
    },
    { title: `${mel.feature}: million samples a second`, width: 560 },
  );
}

function agreementTable(lines: Line[]): string {
  return textTable([
    ['agreement with JavaScript', 'largest deviation', 'allowed', ''],
    ...lines.map((line) => {
      const worst = largestDeviation(line);
      const verdict = worst <= line.tolerance ? 'ok' : 'TOO FAR';
      return [line.feature, worst.toExponential(1), line.tolerance.toExponential(0), verdict];
    }),
  ]);
}

function speedTable(lines: Line[]): string {
  const names = Object.keys(lines[0]?.contestants ?? {});
  return textTable([
    ['million samples/s', ...names, ...names.slice(1).map((name) => `${name} : JS`)],
    ...lines.map(({ feature, contestants }) => [
      feature,
      ...names.map((name) => millions(contestants[name]?.samplesPerSecond ?? Number.NaN)),
      ...names.slice(1).map((name) => (contestants[name]?.ratio ?? Number.NaN).toFixed(1)),
    ]),
  ]);
}

function meydaTable(lines: MeydaLine[]): string {
  return textTable([
    ['million samples/s', 'Meyda', 'native ×1', 'native : Meyda', 'largest deviation'],
    ...lines.map(({ what, samplesPerSecond, ratio, deviation }) => [
      what,
      millions(samplesPerSecond.meyda),
      millions(samplesPerSecond.native),
      ratio.toFixed(0),
      deviation?.toExponential(1) ?? 'other filters',
    ]),
  ]);
}

function peerTable(run: PeerRun): string {
  if ('skipped' in run) return `${run.title}: skipped, ${run.skipped}`;
  return textTable([
    [run.unit, 'native ×1', run.title, `native : ${run.title}`],
    ...run.lines.map(({ name, ours, peer, ratio }) => [
      name,
      ours.toPrecision(4),
      peer?.toPrecision(4) ?? 'not installed',
      ratio?.toFixed(2) ?? '',
    ]),
  ]);
}

function millions(value: number): string {
  return (value / 1e6).toFixed(value < 1e7 ? 2 : value < 1e8 ? 1 : 0);
}
