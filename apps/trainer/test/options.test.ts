import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeToneCorpus } from './support/tone-corpus.ts';
import { Workshop } from './support/workshop.ts';

jest.setTimeout(240_000);

const workshop = new Workshop();

describe('options', () => {
  it('flags go over the file, the file over defaults', async () => {
    const config = workshop.path('layers.json');
    writeFileSync(
      config,
      JSON.stringify({ corpus: workshop.corpus, model: 'tiny', epochs: 1, batchSize: 4, seed: 3 }),
    );
    expect(await workshop.train('layers', '--config', config, '--seed', '5')).toMatchObject({ status: 0 });
    expect(workshop.readJson('layers', 'config.json')).toMatchObject({
      epochs: 1,
      batchSize: 4,
      seed: 5,
      split: 'speaker',
    });
  });

  it('--help describes itself on standard output', async () => {
    const { status, stdout } = await workshop.train('help', '--help');
    expect(status).toBe(0);
    for (const option of ['--corpus', '--split', '--folds', '--resume', '--config'])
      expect(stdout).toContain(option);
  });

  it('leave out one bad clip and say so; not with --strict', async () => {
    const bad = writeToneCorpus(workshop.path('bad-clip'));
    writeFileSync(join(bad, 'AudioWAV', '1001_IEO_ANG_XX.wav'), 'not audio');
    const args = ['--corpus', bad, '--model', 'tiny', '--epochs', '1'];
    const { status, stdout } = await workshop.train('bad-clip-run', ...args);
    expect(status).toBe(0);
    expect(stdout).toMatch(/left out 1 clip.*\n.*1001_IEO_ANG_XX\.wav/);
    const strict = await workshop.train('strict-run', ...args, '--strict');
    expect(strict).toMatchObject({ status: 1, stderr: expect.stringContaining('1001_IEO_ANG_XX.wav') });
  });
});
