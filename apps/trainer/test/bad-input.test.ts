import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { toneWav, writeToneCorpus } from './support/tone-corpus.ts';
import { Workshop } from './support/workshop.ts';

jest.setTimeout(240_000);

const workshop = new Workshop();

describe('bad input', () => {
  const refused = async (args: string[], message: RegExp, out = 'refused') => {
    const { status, stdout, stderr } = await workshop.train(out, ...args);
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringMatching(message) });
    expect(stderr).not.toMatch(/\n {4}at /);
    expect(existsSync(workshop.path(out, 'model'))).toBe(false);
    return stdout;
  };

  it.each([
    ['an unknown option', ['--epoch', '3'], /unknown option '--epoch'/],
    [
      'an unknown model',
      ['--model', 'huge'],
      /unknown model 'huge'; there are tiny, compact, large, notebook-mel/,
    ],
    ['an unknown split', ['--split', 'gender'], /--split.*gender/],
    ['a number that is none', ['--epochs', 'ten'], /whole number/],
    ['a learning rate of 0', ['--learning-rate', '0'], /above 0/],
    ['a corpus that is not there', ['--corpus', '/nowhere/at/all'], /\/nowhere\/at\/all/],
    ['no run to resume', ['--resume'], /no run to resume/],
  ])('%s', async (_, args, message) => {
    await refused(args, message);
  });

  it('an empty folder', async () => {
    const empty = workshop.path('empty');
    mkdirSync(empty);
    await refused(['--corpus', empty], /empty is empty/);
  });

  it('one class only', async () => {
    const one = writeToneCorpus(workshop.path('one-class'), { emotions: ['ANG'] });
    await refused(['--corpus', one], /at least two classes/);
  });

  it('fewer speakers than folds', async () => {
    await refused(['--corpus', workshop.corpus, '--folds', '9'], /8 speakers|9 folds/);
  });

  it('no readable clip', async () => {
    const bad = writeToneCorpus(workshop.path('all-bad'), { speakers: 1 });
    for (const emotion of ['ANG', 'DIS', 'FEA', 'HAP', 'NEU', 'SAD']) {
      writeFileSync(join(bad, 'AudioWAV', `1001_IEO_${emotion}_XX.wav`), 'not audio');
    }
    await refused(['--corpus', bad], /none of its 6 clips can be read/);
  });

  it('a class without a readable clip', async () => {
    const half = writeToneCorpus(workshop.path('half-bad'), { speakers: 4, emotions: ['ANG', 'SAD'] });
    for (let speaker = 1; speaker <= 4; speaker++) {
      writeFileSync(join(half, 'AudioWAV', `${1000 + speaker}_IEO_SAD_XX.wav`), 'not audio');
    }
    await refused(['--corpus', half], /no clip of SAD gave features/);
  });

  it('an unknown key in a configuration file', async () => {
    const config = workshop.path('config.json');
    writeFileSync(config, JSON.stringify({ epoch: 3 }));
    await refused(['--config', config], /config\.json: unknown option epoch; known are corpus/);
  });

  it('a configuration file that is no JSON', async () => {
    const config = workshop.path('broken.json');
    writeFileSync(config, '{ epochs: 3');
    await refused(['--config', config], /broken\.json is not JSON/);
  });

  it('a run directory that is taken', async () => {
    mkdirSync(workshop.path('taken'));
    writeFileSync(workshop.path('taken', 'config.json'), '{}');
    await refused(['--corpus', workshop.corpus], /taken holds a run already.*--resume/, 'taken');
  });

  it('an output folder that can not be written', async () => {
    writeFileSync(workshop.path('file'), '');
    await refused(['--corpus', workshop.corpus], /can.t (write|make) .*file/, 'file/run');
  });

  it('a resumed run with other options', async () => {
    await workshop.train('resumed', ...workshop.reference, '--epochs', '1');
    const { status, stderr } = await workshop.train('resumed', '--resume', '--seed', '9');
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringMatching(/started with seed 7, not 9/),
    });
  });

  it('a resumed run whose corpus has changed', async () => {
    const changing = writeToneCorpus(workshop.path('changing'));
    const args = ['--corpus', changing, '--model', 'tiny', '--epochs', '99'];
    const { child, ended } = workshop.begin('changed', ...args);
    while (!existsSync(workshop.path('changed', 'metrics.jsonl'))) await wait(20);
    child.kill('SIGINT');
    await ended;
    writeFileSync(join(changing, 'AudioWAV', '1001_IEO_ANG_XX.wav'), toneWav(440, 0.7));
    const { status, stderr } = await workshop.train('changed', '--resume');
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringMatching(/changing has changed since/),
    });
  });

  it('a run directory that another process trains in, and a resumed run whose speakers are others', async () => {
    const named = writeToneCorpus(workshop.path('named'));
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
    const args = ['--corpus', manifest, '--model', 'tiny', '--epochs', '99'];
    const { child, ended } = workshop.begin('busy', ...args);
    while (!existsSync(workshop.path('busy', 'metrics.jsonl'))) await wait(20);
    const second = await workshop.train('busy', '--resume');
    expect(second).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/another process trains in .*busy/),
    });
    child.kill('SIGINT');
    expect((await ended).status).toBe(130);
    write((clip) => `${9000 - Number(clip.slice(0, 4))}`);
    const { status, stderr } = await workshop.train('busy', '--resume');
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringMatching(/so the split is another/),
    });
  });
});
