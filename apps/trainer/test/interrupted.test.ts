import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { Workshop } from './support/workshop.ts';

jest.setTimeout(240_000);

const workshop = new Workshop();

/** How often the run that must survive is killed; more often by hand. */
const KILLS = Number(process.env.KILLS ?? 3);

describe('a run that is interrupted', () => {
  beforeAll(async () => {
    await workshop.train('reference', ...workshop.reference);
  });

  it(`reaches the same weights after ${KILLS} kills at random moments`, async () => {
    const began = performance.now();
    await workshop.train('timed', ...workshop.reference);
    const whole = performance.now() - began;
    const moments: number[] = [];
    for (let kill = 0; kill < KILLS; kill++) {
      const resume = existsSync(workshop.path('killed', 'config.json')) ? ['--resume'] : workshop.reference;
      const { child, ended } = workshop.begin('killed', ...resume);
      const moment = Math.random() * whole;
      moments.push(Math.round(moment));
      await Promise.race([wait(moment), ended]);
      child.kill('SIGKILL');
      await ended;
    }
    const { status, stderr } = await workshop.train(
      'killed',
      ...(existsSync(workshop.path('killed', 'config.json')) ? ['--resume'] : workshop.reference),
    );
    expect({ moments, status, stderr }).toMatchObject({ status: 0 });
    expect({ moments, weights: workshop.hash('killed') }).toEqual({
      moments,
      weights: workshop.hash('reference'),
    });
    expect(existsSync(workshop.path('killed', 'report.html'))).toBe(true);
  });

  it('stops in order on Ctrl-C, says how to go on, and goes on to the same weights', async () => {
    const { child, ended } = workshop.begin('stopped', ...workshop.reference);
    // Any later, so short a training may be over.
    while (!existsSync(workshop.path('stopped', 'environment.json'))) await wait(20);
    await wait(100);
    child.kill('SIGINT');
    const stopped = await ended;
    expect(stopped).toMatchObject({ status: 130, stderr: expect.not.stringContaining('error') });
    expect(stopped.stdout).toContain(`--resume --out ${workshop.path('stopped')}`);
    expect(existsSync(workshop.path('stopped', 'checkpoint', 'state.json'))).toBe(true);
    expect(await workshop.train('stopped', '--resume')).toMatchObject({ status: 0 });
    expect(workshop.hash('stopped')).toBe(workshop.hash('reference'));
  });

  it('refuses a checkpoint that was cut short', async () => {
    const { child, ended } = workshop.begin('cut', ...workshop.reference, '--epochs', '99');
    while (!existsSync(workshop.path('cut', 'metrics.jsonl'))) await wait(20);
    child.kill('SIGINT');
    await ended;
    const state = workshop.readJson('cut', 'checkpoint', 'state.json');
    const file = workshop.path('cut', 'checkpoint', state.files[0].file);
    writeFileSync(file, readFileSync(file).subarray(0, 1000));
    const { status, stderr } = await workshop.train('cut', '--resume');
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringMatching(/altered or cut short/) });
  });
});
