import { readFileSync } from 'node:fs';
import { run } from '../../trainer/test/support/process.ts';
import { createWorkshop } from './support.ts';

jest.setTimeout(240_000);

const workshop = createWorkshop();
afterAll(() => workshop.remove());

const compare = (...runs: string[]) =>
  run('evaluator/dist/compare.js', [
    '--out',
    workshop.path('comparison.html'),
    ...runs.map((name) => workshop.path(name)),
  ]);

describe('evaluator:compare', () => {
  beforeAll(async () => {
    const corpus = workshop.corpus('tones');
    await workshop.train('first', '--corpus', corpus);
    await workshop.train('second', '--corpus', corpus, '--learning-rate', '1e-5');
    await workshop.train('elsewhere', '--corpus', corpus, '--seed', '5');
  });

  it('prints a table and the difference on the same clips, and writes a report', async () => {
    const { status, stdout } = await compare('first', 'second');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^run +model +split +clips +UAR/);
    expect(stdout).toMatch(/UAR of first minus second: [+−]\d\.\d{3} \[/);
    expect(readFileSync(workshop.path('comparison.html'), 'utf8')).toContain('second');
  });

  it('says so where two runs were not judged on the same clips', async () => {
    const { status, stdout } = await compare('first', 'elsewhere');
    expect(status).toBe(0);
    expect(stdout).toMatch(/can't be compared clip by clip/);
  });

  it('wants two runs, and runs that were judged', async () => {
    expect(await compare('first')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('two or more'),
    });
    expect(await compare('first', 'tones')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('predictions'),
    });
  });
});
