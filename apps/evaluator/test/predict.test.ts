import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { run, start } from '../../trainer/test/support/process.ts';
import { toneWav } from '../../trainer/test/support/tone-corpus.ts';
import { createWorkshop } from './support.ts';

jest.setTimeout(240_000);

const workshop = createWorkshop();
afterAll(() => workshop.remove());

const predict = (...args: string[]) =>
  run('evaluator/dist/predict.js', ['--model', workshop.path('bundle'), ...args]);
const parseLines = (stdout: string) =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('evaluator:predict', () => {
  beforeAll(async () => {
    await workshop.train('run', '--corpus', workshop.corpus('tones'));
    // Nothing but the bundle is at hand.
    cpSync(workshop.path('run', 'model'), workshop.path('bundle'), { recursive: true });
    mkdirSync(workshop.path('files', 'deep'), { recursive: true });
    writeFileSync(workshop.path('files', 'a b.wav'), toneWav(300, 1));
    writeFileSync(workshop.path('files', 'deep', 'c.wav'), toneWav(500, 4));
    writeFileSync(workshop.path('files', 'notes.txt'), 'not audio');
    writeFileSync(workshop.path('broken.wav'), toneWav(300, 1).subarray(0, 500));
  });

  it('prints one JSON line a file, and only those on standard output', async () => {
    const file = workshop.path('files', 'a b.wav');
    const { status, stdout, stderr } = await predict(file);
    expect(status).toBe(0);
    expect(stderr).toMatch(/^Backend: /);
    const [answer, ...others] = parseLines(stdout);
    expect(others).toEqual([]);
    expect(answer).toMatchObject({ file, seconds: 1 });
    const probabilities = Object.values(answer.probabilities as Record<string, number>);
    expect(Object.keys(answer.probabilities)).toEqual(['ANG', 'DIS', 'FEA', 'HAP', 'NEU', 'SAD']);
    expect(probabilities.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 3);
    expect(answer.probabilities[answer.label]).toBe(Math.max(...probabilities));
  });

  it('takes the pretrained model where none is named', async () => {
    const { status, stdout } = await run('evaluator/dist/predict.js', [workshop.path('files', 'a b.wav')]);
    expect(status).toBe(0);
    const [{ probabilities }] = parseLines(stdout);
    expect(Object.keys(probabilities)).toEqual(['ANG', 'DIS', 'FEA', 'HAP', 'NEU', 'SAD']);
  });

  it('takes folders, audio files at any depth', async () => {
    const { status, stdout } = await predict(workshop.path('files'));
    expect(status).toBe(0);
    expect(parseLines(stdout).map(({ file }) => file)).toEqual([
      workshop.path('files', 'a b.wav'),
      workshop.path('files', 'deep', 'c.wav'),
    ]);
  });

  it('goes on after a file that it can not judge, says why, and ends with 1', async () => {
    const { status, stdout } = await predict(
      workshop.path('broken.wav'),
      workshop.path('nowhere.wav'),
      workshop.path('files', 'a b.wav'),
    );
    expect(status).toBe(1);
    const [broken, missing, good] = parseLines(stdout);
    expect(broken).toEqual({
      file: workshop.path('broken.wav'),
      error: expect.stringContaining('broken.wav'),
    });
    expect(missing).toEqual({
      file: workshop.path('nowhere.wav'),
      error: expect.stringContaining('no such file'),
    });
    expect(good).toHaveProperty('label');
  });

  it('says so where a folder holds no audio, and learns no voice from it', async () => {
    const silent = workshop.path('no-audio');
    mkdirSync(silent, { recursive: true });
    const { status, stdout } = await predict(silent, workshop.path('files', 'a b.wav'));
    expect(status).toBe(1);
    const [failure, good] = parseLines(stdout);
    expect(failure).toEqual({ file: silent, error: expect.stringContaining('no audio files') });
    expect(good).toHaveProperty('label');
    const voiced = await run('evaluator/dist/predict.js', [
      ...['--voice', silent],
      workshop.path('files', 'a b.wav'),
    ]);
    expect(voiced).toMatchObject({ status: 1, stderr: expect.stringContaining('no audio files') });
  });

  it('hears a long recording window by window, and answers with their mean', async () => {
    writeFileSync(workshop.path('long.wav'), toneWav(300, 7));
    const { stdout } = await predict(workshop.path('long.wav'));
    const [{ windows, probabilities, seconds }] = parseLines(stdout);
    expect(seconds).toBe(7);
    expect(windows.length).toBeGreaterThan(2);
    expect(windows[0]).toMatchObject({ start: 0, label: expect.any(String) });
    expect(windows.at(-1).end).toBe(7);
    for (const [label, probability] of Object.entries(probabilities)) {
      const sum = windows.reduce(
        (total: number, window: { probabilities: Record<string, number> }) =>
          total + (window.probabilities[label] as number),
        0,
      );
      expect(probability).toBeCloseTo(sum / windows.length, 3);
    }
  });

  it('answers speech on standard input as it comes', async () => {
    const { child, ended } = start('evaluator/dist/predict.js', [
      ...['--model', workshop.path('bundle'), '--hop', '1', '-'],
    ]);
    const wav = toneWav(400, 6);
    const first = new Promise<string>((resolve) => child.stdout?.once('data', resolve));
    child.stdin?.write(wav.subarray(0, wav.length / 2 + 20_000));
    // The answer is there while the rest of the speech is still to come.
    expect(JSON.parse((await first).split('\n')[0] as string)).toMatchObject({ file: '-', start: 0 });
    child.stdin?.end(wav.subarray(wav.length / 2 + 20_000));
    const { status, stdout } = await ended;
    expect(status).toBe(0);
    const starts = parseLines(stdout).map((line) => line.start);
    expect(starts).toEqual(starts.map((_, i) => i));
    expect(starts.length).toBeGreaterThan(2);
  });

  it('refuses what is no WAV on standard input', async () => {
    const { child, ended } = start('evaluator/dist/predict.js', ['--model', workshop.path('bundle'), '-']);
    child.stdin?.end('this is no audio at all');
    const { status, stderr } = await ended;
    expect(status).toBe(1);
    expect(stderr).toMatch(/error: standard input: it is not WAV/);
  });

  it('draws a table with bars where it is asked to', async () => {
    const { status, stdout } = await predict(
      ...['--format', 'table', workshop.path('files', 'a b.wav'), workshop.path('broken.wav')],
    );
    expect(status).toBe(1);
    const [head, row, failure] = stdout.trimEnd().split('\n');
    expect(head).toMatch(/^file +label +ANG +DIS +FEA +HAP +NEU +SAD$/);
    expect(row).toMatch(/a b\.wav +[A-Z]{3} .*[█-▏].* \d+ %/u);
    expect(failure).toMatch(/can't be judged: .*broken\.wav/);
  });

  it('refuses a model that is none', async () => {
    const { status, stdout, stderr } = await run('evaluator/dist/predict.js', [
      '--model',
      workshop.path('files'),
      workshop.path('files'),
    ]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/error: can't read card\.json/);
  });

  it('refuses a bundle cut short', async () => {
    cpSync(workshop.path('bundle'), workshop.path('cut'), { recursive: true });
    writeFileSync(workshop.path('cut', 'weights.bin'), '');
    const { status, stderr } = await run('evaluator/dist/predict.js', [
      '--model',
      workshop.path('cut'),
      workshop.path('files'),
    ]);
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringMatching(/weights\.bin.*cut short/),
    });
  });
});
