import { compareReport, type RunReport } from '../src/index.ts';
import { bareRun, HOSTILE, sampleRun } from './data.ts';
import { expectSoundPage } from './page-rules.ts';
import { parsePage, textOf } from './xml.ts';

const named = (name: string, change: Partial<RunReport> = {}) => ({
  name,
  run: { ...sampleRun(), ...change },
});
const difference = { a: 'new', b: 'old', uar: 0.021, ci: [0.004, 0.04] as [number, number], clips: 1545 };
const text = (page: string) => textOf(parsePage(page));

it('sets runs side by side, with intervals', () => {
  const page = compareReport([named('new'), named('old')], [difference]);
  expectSoundPage(page);
  expect(compareReport([named('new'), named('old')], [difference])).toBe(page);
  expect(text(page)).toContain('61.9% 58.6–65.0%');
  expect(text(page)).not.toContain('Not a fair comparison');
});

it.each([
  [[0.004, 0.04], 'new is better'],
  [[-0.04, -0.004], 'old is better'],
  [[-0.01, 0.04], 'no clear difference'],
] as [[number, number], string][])('reads the interval %p as "%s"', (ci, verdict) => {
  expect(text(compareReport([named('new'), named('old')], [{ ...difference, ci }]))).toContain(verdict);
});

it.each<[string, Partial<RunReport>]>([
  ['trained on different corpora: crema-d; ravdess', { corpus: { ...sampleRun().corpus, name: 'ravdess' } }],
  ['different numbers of clips: 7441, 12', { corpus: { ...sampleRun().corpus, clips: 12 } }],
  [
    'Their splits differ: speaker, fold 1 of 5, seed 7; clip',
    { split: { ...sampleRun().split, kind: 'clip' } },
  ],
])('warns of runs that do not compare: %s', (reason, change) => {
  const page = text(compareReport([named('a'), named('b', change)], []));
  expect(page).toContain('Warning: Not a fair comparison');
  expect(page).toContain(reason);
});

it('warns of made speech and of splits that leak', () => {
  const run = sampleRun();
  run.corpus.synthetic = true;
  run.split.audit.leaks = 'Speakers stand on both sides.';
  const page = text(compareReport([{ name: 'a', run }], []));
  expect(page).toContain('Made speech');
  expect(page).toContain('a: Speakers stand on both sides.');
});

it('shows runs that are not evaluated without figures', () => {
  const page = compareReport([{ name: 'bare', run: bareRun() }, named('b')], []);
  expectSoundPage(page);
  expectSoundPage(compareReport([{ name: 'bare', run: bareRun() }], []));
});

it('stays sound with hostile names', () => {
  for (const name of HOSTILE) {
    expectSoundPage(compareReport([named(name), named('b')], [{ ...difference, a: name, b: name }]));
  }
});

it('refuses what it cannot compare', () => {
  expect(() => compareReport([], [])).toThrow('at least one run');
  expect(() => compareReport([named('a')], [{ ...difference, uar: Number.NaN }])).toThrow(
    'differences[0].uar is NaN',
  );
  expect(() => compareReport([named('a')], [{ ...difference, ci: [1, 0] }])).toThrow(
    'interval of new − old runs from 1 to 0',
  );
});
