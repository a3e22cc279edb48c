import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Ended, run, start } from './support/process.ts';
import { toneWav, writeToneCorpus } from './support/tone-corpus.ts';

jest.setTimeout(240_000);

/** How often the run that must survive is killed; more often by hand. */
const KILLS = Number(process.env.KILLS ?? 3);

const folder = mkdtempSync(join(tmpdir(), 'train-'));
const corpus = writeToneCorpus(join(folder, 'corpus'));
const cache = join(folder, 'cache');
afterAll(() => rmSync(folder, { recursive: true }));

const train = (out: string, ...args: string[]) =>
  run('trainer/dist/train.js', ['--cache', cache, '--out', join(folder, out), ...args]);

/** The options of the run that every other one here is held against. */
const REFERENCE = [
  '--corpus',
  corpus,
  '--model',
  'tiny',
  '--epochs',
  '3',
  '--batch-size',
  '8',
  '--seed',
  '7',
];

const weightsOf = (out: string) => sha256(join(folder, out, 'model', 'weights.bin'));
const readJson = (...path: string[]) => JSON.parse(readFileSync(join(folder, ...path), 'utf8'));

function sha256(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

describe('a run', () => {
  let reference: Ended;
  beforeAll(async () => {
    reference = await train('reference', ...REFERENCE);
  });

  it('says on which backend and corpus, shows every epoch, and ends with its figures', () => {
    expect(reference).toMatchObject({ status: 0 });
    const lines = reference.stdout.split('\n');
    expect(lines[0]).toMatch(/^Backend: /);
    expect(lines[1]).toMatch(/^corpus crema-d: 48 clips, 8 speakers, ANG DIS FEA HAP NEU SAD/);
    expect(lines.filter((line) => line.startsWith('epoch '))).toHaveLength(3);
    expect(reference.stdout).toMatch(/UAR \d\.\d{3} \[\d\.\d{3}, \d\.\d{3}\]/);
  });

  it('leaves a complete run directory', () => {
    expect(readJson('reference', 'config.json')).toEqual({
      corpus,
      kind: 'auto',
      allowOutside: false,
      strict: false,
      limit: null,
      model: 'tiny',
      split: 'speaker',
      folds: 1,
      members: 1,
      epochs: 3,
      batchSize: 8,
      learningRate: expect.any(Number),
      patience: expect.any(Number),
      keep: 'best',
      seed: 7,
      device: 'auto',
      backend: 'auto',
      threads: null,
      licence: null,
      cache,
    });
    expect(readJson('reference', 'environment.json')).toMatchObject({
      node: process.version,
      corpus: { name: 'crema-d', clips: 48, fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    const split = readJson('reference', 'split.json');
    expect([...split.train, ...split.validation, ...split.test]).toHaveLength(48);
    expect(split.audit.shared).toMatchObject({ speakers: 0, clips: 0 });
    const lines = readFileSync(join(folder, 'reference', 'metrics.jsonl'), 'utf8')
      .trim()
      .split('\n');
    expect(lines.map((line) => JSON.parse(line).epoch)).toEqual([1, 2, 3]);
    expect(readJson('reference', 'model', 'card.json')).toMatchObject({
      labels: ['ANG', 'DIS', 'FEA', 'HAP', 'NEU', 'SAD'],
      architecture: 'tiny',
      split: 'speaker',
    });
    const metrics = readJson('reference', 'evaluation', 'metrics.json');
    expect(metrics).toMatchObject({ level: 'clip', split: 'speaker', count: split.test.length });
    const report = readFileSync(join(folder, 'reference', 'report.html'), 'utf8');
    expect(report).toContain('<svg');
    expect(report).not.toMatch(/(src|href)="(https?:)?\/\//);
  });

  it('learns', () => {
    const epochs = readFileSync(join(folder, 'reference', 'metrics.jsonl'), 'utf8')
      .trim()
      .split('\n');
    const losses = epochs.map((line) => JSON.parse(line).loss as number);
    expect(losses.at(-1)).toBeLessThan(losses[0] as number);
  });

  it('reaches the same weights from the same seed, others from another', async () => {
    await train('again', ...REFERENCE);
    await train('other', ...REFERENCE, '--seed', '8');
    expect(weightsOf('again')).toBe(weightsOf('reference'));
    expect(weightsOf('other')).not.toBe(weightsOf('reference'));
  });

  it(`reaches the same weights after ${KILLS} kills at random moments`, async () => {
    const out = join(folder, 'killed');
    const began = performance.now();
    await train('timed', ...REFERENCE);
    const whole = performance.now() - began;
    const moments: number[] = [];
    for (let kill = 0; kill < KILLS; kill++) {
      const resume = existsSync(join(out, 'config.json')) ? ['--resume'] : REFERENCE;
      const { child, ended } = start('trainer/dist/train.js', ['--cache', cache, '--out', out, ...resume]);
      const moment = Math.random() * whole;
      moments.push(Math.round(moment));
      await Promise.race([wait(moment), ended]);
      child.kill('SIGKILL');
      await ended;
    }
    const { status, stderr } = await train(
      'killed',
      ...(existsSync(join(out, 'config.json')) ? ['--resume'] : REFERENCE),
    );
    expect({ moments, status, stderr }).toMatchObject({ status: 0 });
    expect({ moments, weights: weightsOf('killed') }).toEqual({ moments, weights: weightsOf('reference') });
    expect(existsSync(join(out, 'report.html'))).toBe(true);
  });

  it('stops in order on Ctrl-C, says how to go on, and goes on to the same weights', async () => {
    const out = join(folder, 'stopped');
    const { child, ended } = start('trainer/dist/train.js', ['--cache', cache, '--out', out, ...REFERENCE]);
    // Any later, so short a training may be over.
    while (!existsSync(join(out, 'environment.json'))) await wait(20);
    await wait(100);
    child.kill('SIGINT');
    const stopped = await ended;
    expect(stopped).toMatchObject({ status: 130, stderr: expect.not.stringContaining('error') });
    expect(stopped.stdout).toContain(`--resume --out ${out}`);
    expect(existsSync(join(out, 'checkpoint', 'state.json'))).toBe(true);
    expect(await train('stopped', '--resume')).toMatchObject({ status: 0 });
    expect(weightsOf('stopped')).toBe(weightsOf('reference'));
  });

  it('trains a model a fold and judges every clip once', async () => {
    const { status, stdout } = await train(
      'folds',
      '--corpus',
      corpus,
      '--model',
      'tiny',
      '--epochs',
      '1',
      '--folds',
      '4',
    );
    expect(status).toBe(0);
    expect(stdout).toContain('all 4 folds: UAR');
    expect(readJson('folds', 'evaluation', 'metrics.json')).toMatchObject({ count: 48 });
    expect(existsSync(join(folder, 'folds', 'fold-4', 'model', 'card.json'))).toBe(true);
    expect(existsSync(join(folder, 'folds', 'report.html'))).toBe(true);
  });

  it('leaves out one bad clip and says so; --strict does not', async () => {
    const bad = writeToneCorpus(join(folder, 'bad-clip'));
    writeFileSync(join(bad, 'AudioWAV', '1001_IEO_ANG_XX.wav'), 'not audio');
    const { status, stdout } = await train(
      'bad-clip-run',
      '--corpus',
      bad,
      '--model',
      'tiny',
      '--epochs',
      '1',
    );
    expect(status).toBe(0);
    expect(stdout).toMatch(/left out 1 clip.*\n.*1001_IEO_ANG_XX\.wav/);
    const strict = await train('strict-run', '--corpus', bad, '--model', 'tiny', '--epochs', '1', '--strict');
    expect(strict).toMatchObject({ status: 1, stderr: expect.stringContaining('1001_IEO_ANG_XX.wav') });
  });
});

describe('bad input', () => {
  const refused = async (args: string[], message: RegExp, out = 'refused') => {
    const { status, stdout, stderr } = await train(out, ...args);
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringMatching(message) });
    expect(stderr).not.toMatch(/\n {4}at /);
    expect(existsSync(join(folder, out, 'model'))).toBe(false);
    return stdout;
  };

  it.each([
    ['an unknown option', ['--epoch', '3'], /unknown option '--epoch'/],
    ['an unknown model', ['--model', 'huge'], /unknown model 'huge'; there are tiny, compact, notebook-mel/],
    ['an unknown split', ['--split', 'gender'], /--split.*gender/],
    ['a number that is none', ['--epochs', 'ten'], /whole number/],
    ['a learning rate of 0', ['--learning-rate', '0'], /above 0/],
    ['a corpus that is not there', ['--corpus', '/nowhere/at/all'], /\/nowhere\/at\/all/],
    ['no run to resume', ['--resume'], /no run to resume/],
  ])('%s', async (_, args, message) => {
    await refused(args, message);
  });

  it('an empty folder', async () => {
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    await refused(['--corpus', empty], /empty is empty/);
  });

  it('one class only', async () => {
    const one = writeToneCorpus(join(folder, 'one-class'), { emotions: ['ANG'] });
    await refused(['--corpus', one], /at least two classes/);
  });

  it('fewer speakers than folds', async () => {
    await refused(['--corpus', corpus, '--folds', '9'], /8 speakers|9 folds/);
  });

  it('no readable clip', async () => {
    const bad = writeToneCorpus(join(folder, 'all-bad'), { speakers: 1 });
    for (const emotion of ['ANG', 'DIS', 'FEA', 'HAP', 'NEU', 'SAD']) {
      writeFileSync(join(bad, 'AudioWAV', `1001_IEO_${emotion}_XX.wav`), 'not audio');
    }
    await refused(['--corpus', bad], /none of its 6 clips can be read/);
  });

  it('a class without a readable clip', async () => {
    const half = writeToneCorpus(join(folder, 'half-bad'), { speakers: 4, emotions: ['ANG', 'SAD'] });
    for (let speaker = 1; speaker <= 4; speaker++) {
      writeFileSync(join(half, 'AudioWAV', `${1000 + speaker}_IEO_SAD_XX.wav`), 'not audio');
    }
    await refused(['--corpus', half], /no clip of SAD gave features/);
  });

  it('an unknown key in a configuration file', async () => {
    const config = join(folder, 'config.json');
    writeFileSync(config, JSON.stringify({ epoch: 3 }));
    await refused(['--config', config], /config\.json: unknown option epoch; known are corpus/);
  });

  it('a configuration file that is no JSON', async () => {
    const config = join(folder, 'broken.json');
    writeFileSync(config, '{ epochs: 3');
    await refused(['--config', config], /broken\.json is not JSON/);
  });

  it('a run directory that is taken', async () => {
    mkdirSync(join(folder, 'taken'));
    writeFileSync(join(folder, 'taken', 'config.json'), '{}');
    await refused(['--corpus', corpus], /taken holds a run already.*--resume/, 'taken');
  });

  it('an output folder that can not be written', async () => {
    writeFileSync(join(folder, 'file'), '');
    await refused(['--corpus', corpus], /can.t (write|make) .*file/, join('file', 'run'));
  });

  it('a resumed run with other options', async () => {
    await train('resumed', ...REFERENCE, '--epochs', '1');
    const { status, stderr } = await train('resumed', '--resume', '--seed', '9');
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringMatching(/started with seed 7, not 9/),
    });
  });

  it('a resumed run whose corpus has changed', async () => {
    const changing = writeToneCorpus(join(folder, 'changing'));
    const out = join(folder, 'changed');
    const args = ['--corpus', changing, '--model', 'tiny', '--epochs', '99', '--cache', cache, '--out', out];
    const { child, ended } = start('trainer/dist/train.js', args);
    while (!existsSync(join(out, 'metrics.jsonl'))) await wait(20);
    child.kill('SIGINT');
    await ended;
    writeFileSync(join(changing, 'AudioWAV', '1001_IEO_ANG_XX.wav'), toneWav(440, 0.7));
    const { status, stderr } = await train('changed', '--resume');
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringMatching(/changing has changed since/),
    });
  });

  it('a run directory that another process trains in, and a resumed run whose speakers are others', async () => {
    const named = writeToneCorpus(join(folder, 'named'));
    const manifest = join(named, 'manifest.csv');
    const clips = readdirSync(join(named, 'AudioWAV')).sort();
    const write = (speakerOf: (clip: string) => string) =>
      writeFileSync(
        manifest,
        [
          'path,label,speaker',
          ...clips.map((clip) => `AudioWAV/${clip},${clip.slice(9, 12)},${speakerOf(clip)}`),
        ].join('\n'),
      );
    write((clip) => clip.slice(0, 4));
    const out = join(folder, 'busy');
    const args = ['--corpus', manifest, '--model', 'tiny', '--epochs', '99', '--cache', cache];
    const { child, ended } = start('trainer/dist/train.js', [...args, '--out', out]);
    while (!existsSync(join(out, 'metrics.jsonl'))) await wait(20);
    const second = await train('busy', '--resume');
    expect(second).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/another process trains in .*busy/),
    });
    child.kill('SIGINT');
    expect((await ended).status).toBe(130);
    write((clip) => `${9000 - Number(clip.slice(0, 4))}`);
    const { status, stderr } = await train('busy', '--resume');
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringMatching(/so the split is another/),
    });
  });

  it('a checkpoint cut short', async () => {
    const out = join(folder, 'cut');
    const { child, ended } = start('trainer/dist/train.js', [
      ...['--cache', cache, '--out', out, ...REFERENCE],
      ...['--epochs', '99'],
    ]);
    while (!existsSync(join(out, 'metrics.jsonl'))) await wait(20);
    child.kill('SIGINT');
    await ended;
    const state = readJson('cut', 'checkpoint', 'state.json');
    const file = join(out, 'checkpoint', state.files[0].file);
    writeFileSync(file, readFileSync(file).subarray(0, 1000));
    const { status, stderr } = await train('cut', '--resume');
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringMatching(/altered or cut short/) });
  });
});

describe('a model that gets to know voices', () => {
  it('is judged on strangers, and beside that on voices that it knows', async () => {
    const args = ['--corpus', corpus, '--model', 'compact', '--epochs', '1', '--batch-size', '16'];
    const { status, stdout } = await train('voices', ...args);
    expect(status).toBe(0);
    expect(stdout).toContain('heard at 0.9 and 1.1 of their speed too');
    expect(stdout).toMatch(/voice known by all its other clips: UAR \d\.\d{3}/);
    const metrics = readJson('voices', 'evaluation', 'metrics.json');
    expect(Object.keys(metrics.knownVoice)).toEqual(['ten', 'neutral', 'all']);
    for (const { count, uar } of Object.values<{ count: number; uar: number }>(metrics.knownVoice)) {
      expect(count).toBe(metrics.count);
      expect(uar).toBeGreaterThanOrEqual(0);
    }
    const { normalisation, answers, figures, abstain } = readJson('voices', 'model', 'card.json');
    expect(normalisation).toMatchObject({ kind: 'voice', rows: 64 });
    expect(answers.mixed.spread).toBeGreaterThan(0);
    expect(figures['voice/all/uar'].value).toBe(metrics.knownVoice.all.uar);
    expect(abstain.coverage).toBeGreaterThan(0);
  });
});

describe('several networks that answer together', () => {
  const args = [...REFERENCE, '--members', '2'];

  it('are one bundle, the same where the run was stopped between them', async () => {
    const { status, stdout } = await train('members', ...args);
    expect(status).toBe(0);
    expect(stdout).toContain('network 2 of 2');
    const { config } = readJson('members', 'model', 'model.json').modelTopology;
    const names = config.layers.map(({ name }: { name: string }) => name);
    expect(names).toEqual(expect.arrayContaining(['member1_conv1', 'member2_conv1', 'logits']));
    // The first network is the one that stands alone with that seed.
    expect(readFileSync(join(folder, 'members', 'metrics.jsonl'), 'utf8').split('\n')).toHaveLength(4);

    const out = join(folder, 'members-cut');
    const { child, ended } = start('trainer/dist/train.js', ['--cache', cache, '--out', out, ...args]);
    while (!existsSync(join(out, 'member-2', 'metrics.jsonl'))) await wait(20);
    child.kill('SIGKILL');
    await ended;
    expect(await train('members-cut', '--resume')).toMatchObject({ status: 0 });
    expect(weightsOf('members-cut')).toBe(weightsOf('members'));
  });
});

describe('options', () => {
  it('flags go over the file, the file over defaults', async () => {
    const config = join(folder, 'layers.json');
    writeFileSync(config, JSON.stringify({ corpus, model: 'tiny', epochs: 1, batchSize: 4, seed: 3 }));
    expect(await train('layers', '--config', config, '--seed', '5')).toMatchObject({ status: 0 });
    expect(readJson('layers', 'config.json')).toMatchObject({
      epochs: 1,
      batchSize: 4,
      seed: 5,
      split: 'speaker',
    });
  });

  it('--help describes itself on standard output', async () => {
    const { status, stdout } = await train('help', '--help');
    expect(status).toBe(0);
    for (const option of ['--corpus', '--split', '--folds', '--resume', '--config'])
      expect(stdout).toContain(option);
  });
});
