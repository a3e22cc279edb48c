import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../trainer/test/support/process.ts';
import { toneWav } from '../../trainer/test/support/tone-corpus.ts';
import { createWorkshop } from './support.ts';

jest.setTimeout(240_000);

const workshop = createWorkshop();
afterAll(() => workshop.remove());

const evaluate = (...args: string[]) => run('evaluator/dist/evaluate.js', args);
const readText = (...path: string[]) => readFileSync(workshop.path(...path), 'utf8');

describe('evaluator:evaluate', () => {
  beforeAll(async () => {
    await workshop.train('run', '--corpus', workshop.corpus('tones'));
  });

  it("gives the trainer's own figures again", async () => {
    const before = readText('run', 'evaluation', 'metrics.json');
    writeFileSync(workshop.path('run', 'evaluation', 'metrics.json'), '{}');
    const { status, stdout } = await evaluate('--run', workshop.path('run'));
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Backend: /);
    expect(readText('run', 'evaluation', 'metrics.json')).toBe(before);
  });

  it('writes a row a test clip, with probabilities that add up to 1', () => {
    const [header, ...rows] = readText('run', 'evaluation', 'predictions.csv').trim().split('\n');
    expect(header).toBe(
      'clip,segment,speaker,sentence,sex,age,level,label,predicted,ANG,DIS,FEA,HAP,NEU,SAD',
    );
    const split = JSON.parse(readText('run', 'split.json'));
    expect(rows.map((row) => row.split(',')[0]).sort()).toEqual([...split.test].sort());
    for (const row of rows) {
      const sum = row
        .split(',')
        .slice(9)
        .reduce((total, value) => total + Number(value), 0);
      expect(sum).toBeCloseTo(1, 5);
    }
  });

  it('judges all clips, and says how many of them were trained on', async () => {
    const { status, stdout } = await evaluate('--run', workshop.path('run'), '--clips', 'all');
    expect(status).toBe(0);
    expect(stdout).toMatch(/warning: \d+ of 48 clips were in training/);
    const { count, trainedOn } = JSON.parse(readText('run', 'evaluation', 'all', 'metrics.json'));
    const { train, validation } = JSON.parse(readText('run', 'split.json'));
    expect({ count, trainedOn }).toEqual({ count: 48, trainedOn: train.length + validation.length });
    expect(readText('run', 'evaluation', 'all', 'report.html')).toContain(
      'Judged on clips of its own training',
    );
  });

  it('says so too where its own corpus is named as another', async () => {
    const { stdout } = await evaluate('--run', workshop.path('run'), '--corpus', workshop.path('tones'));
    expect(stdout).toMatch(/warning: \d+ of 48 clips were in training/);
  });

  it('judges on another corpus the emotions that both name, and counts the others', async () => {
    const folder = workshop.path('tables');
    mkdirSync(folder);
    const other = workshop.corpus('other', { speakers: 2, emotions: ['ANG', 'SAD'] });
    const rows = ['ANG', 'SAD'].map(
      (label) => `${join(other, 'AudioWAV', `1001_IEO_${label}_XX.wav`)},${label},a`,
    );
    writeFileSync(workshop.path('surprise.wav'), toneWav(900, 0.5));
    rows.push(`${workshop.path('surprise.wav')},SUR,a`);
    const manifest = join(folder, 'classes.csv');
    writeFileSync(manifest, `path,label,speaker\n${rows.join('\n')}\n`);
    const refused = await evaluate('--run', workshop.path('run'), '--corpus', manifest);
    expect(refused).toMatchObject({ status: 1, stderr: expect.stringContaining('--allow-outside') });

    const { status, stdout } = await evaluate(
      '--run',
      workshop.path('run'),
      '--corpus',
      manifest,
      '--allow-outside',
    );
    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringContaining('not scored') });
    expect(stdout).toContain('1 SUR');
    expect(stdout).toMatch(/the corpus has no DIS, FEA, HAP, NEU/);
  });

  it('judges a final model on its validation side, and says so', async () => {
    await workshop.train('final', '--corpus', workshop.path('tones'), '--final');
    const { status, stdout } = await evaluate('--run', workshop.path('final'));
    expect(status).toBe(0);
    expect(stdout).toMatch(/(\d+) of \1 clips were in training or validation/);
  });

  it('refuses a corpus without a common emotion', async () => {
    const other = workshop.corpus('strange', { speakers: 1, emotions: ['ANG'] });
    const manifest = join(other, 'manifest.csv');
    writeFileSync(manifest, 'path,label,speaker\nAudioWAV/1001_IEO_ANG_XX.wav,cheerful,a\n');
    const { status, stderr } = await evaluate('--run', workshop.path('run'), '--corpus', manifest);
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringContaining('no emotion in common'),
    });
  });

  it('refuses the run whose corpus has changed', async () => {
    await workshop.train('changed', '--corpus', workshop.corpus('changing'));
    writeFileSync(workshop.path('changing', 'AudioWAV', '1001_IEO_ANG_XX.wav'), toneWav(440, 0.7));
    const { status, stderr } = await evaluate('--run', workshop.path('changed'));
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringContaining('not what changed was trained on'),
    });
  });

  it('refuses a folder that is no run', async () => {
    const { status, stderr } = await evaluate('--run', workshop.path('tones'));
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringMatching(/config\.json is missing/),
    });
  });

  it('refuses a bundle that was altered', async () => {
    await workshop.train('altered', '--corpus', workshop.path('tones'), '--seed', '3');
    const file = workshop.path('altered', 'model', 'weights.bin');
    const bytes = readFileSync(file);
    bytes[100] = bytes[100]! ^ 1;
    writeFileSync(file, bytes);
    const { status, stderr } = await evaluate('--run', workshop.path('altered'));
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringMatching(/weights\.bin.*altered/) });
  });
});
