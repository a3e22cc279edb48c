import { existsSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { Workshop } from './support/workshop.ts';

jest.setTimeout(240_000);

const workshop = new Workshop();

describe('cross-validation', () => {
  const args = [...workshop.reference, '--epochs', '2', '--folds', '4'];

  it('trains a model a fold and judges every clip once', async () => {
    const { status, stdout } = await workshop.train('folds', ...args);
    expect(status).toBe(0);
    expect(stdout).toContain('all 4 folds: UAR');
    expect(workshop.readJson('folds', 'evaluation', 'metrics.json')).toMatchObject({ count: 48 });
    expect(existsSync(workshop.path('folds', 'fold-4', 'model', 'card.json'))).toBe(true);
    expect(existsSync(workshop.path('folds', 'report.html'))).toBe(true);
  });

  it('is shared by processes, each fold trained by one of them, to the same weights', async () => {
    const { ended } = workshop.begin('shared', ...args);
    while (!existsSync(workshop.path('shared', 'fold-1', 'training.lock'))) await wait(20);
    const all = await Promise.all([ended, workshop.train('shared', '--resume')]);
    const outputs = all.map(({ status, stdout }) => ({ status, stdout }));
    expect(outputs.map(({ status }) => status)).toEqual([0, 0]);
    const trained = outputs.map(({ stdout }) => stdout.split('test side: UAR').length - 1);
    expect(trained.reduce((sum, folds) => sum + folds)).toBe(4);
    expect(outputs.some(({ stdout }) => stdout.includes('all 4 folds: UAR'))).toBe(true);
    for (const fold of ['fold-1', 'fold-2', 'fold-3', 'fold-4']) {
      expect(workshop.hash(`shared/${fold}`)).toBe(workshop.hash(`folds/${fold}`));
    }
    expect(workshop.readText('shared', 'evaluation', 'metrics.json')).toBe(
      workshop.readText('folds', 'evaluation', 'metrics.json'),
    );
  });
});

describe('a model that gets to know voices', () => {
  it('is judged on strangers, and beside that on voices that it knows', async () => {
    const args = ['--corpus', workshop.corpus, '--model', 'compact', '--epochs', '1', '--batch-size', '16'];
    const { status, stdout } = await workshop.train('voices', ...args);
    expect(status).toBe(0);
    expect(stdout).toContain('heard at 0.9 and 1.1 of their speed too');
    expect(stdout).toMatch(/voice known by all its other clips: UAR \d\.\d{3}/);
    const metrics = workshop.readJson('voices', 'evaluation', 'metrics.json');
    expect(Object.keys(metrics.knownVoice)).toEqual(['ten', 'neutral', 'all']);
    for (const { count, uar } of Object.values<{ count: number; uar: number }>(metrics.knownVoice)) {
      expect(count).toBe(metrics.count);
      expect(uar).toBeGreaterThanOrEqual(0);
    }
    const { normalisation, answers, figures, abstain } = workshop.readJson('voices', 'model', 'card.json');
    expect(normalisation).toMatchObject({ kind: 'voice', rows: 512 });
    expect(normalisation.estimate.directions).toHaveLength(8);
    expect(answers.mixed.spread).toBeGreaterThan(0);
    expect(figures['voice/all/uar'].value).toBe(metrics.knownVoice.all.uar);
    expect(abstain.coverage).toBeGreaterThan(0);
  });
});

describe('several networks that answer together', () => {
  const args = [...workshop.reference, '--members', '2'];

  it('are one bundle, the same where the run was stopped between them', async () => {
    const { status, stdout } = await workshop.train('members', ...args);
    expect(status).toBe(0);
    expect(stdout).toContain('network 2 of 2');
    const { config } = workshop.readJson('members', 'model', 'model.json').modelTopology;
    const names = config.layers.map(({ name }: { name: string }) => name);
    expect(names).toEqual(expect.arrayContaining(['member1_conv1', 'member2_conv1', 'logits']));
    // The first network is the one that stands alone with that seed.
    expect(workshop.readText('members', 'metrics.jsonl').split('\n')).toHaveLength(4);

    const { child, ended } = workshop.begin('members-cut', ...args);
    while (!existsSync(workshop.path('members-cut', 'member-2', 'metrics.jsonl'))) await wait(20);
    child.kill('SIGKILL');
    await ended;
    expect(await workshop.train('members-cut', '--resume')).toMatchObject({ status: 0 });
    expect(workshop.hash('members-cut')).toBe(workshop.hash('members'));
  });

  it('may be of two architectures, each network the one that its own run would train', async () => {
    const args = (model: string) => [
      '--corpus',
      workshop.corpus,
      '--model',
      model,
      '--epochs',
      '1',
      '--batch-size',
      '16',
    ];
    expect(await workshop.train('mixed', ...args('compact+large'))).toMatchObject({ status: 0 });
    expect(await workshop.train('alone', ...args('large'))).toMatchObject({ status: 0 });
    const epoch = (run: string) => {
      const { seconds, ...figures } = JSON.parse(workshop.readText(run, 'metrics.jsonl'));
      return figures;
    };
    expect(epoch('mixed/member-2')).toEqual(epoch('alone'));
    expect(workshop.readJson('mixed', 'model', 'card.json').architecture).toBe('compact+large');
    expect(workshop.readText('mixed', 'report.html')).toContain('beside it, compact, a third wider');
  });
});

describe('a final model', () => {
  const args = [...workshop.reference, '--epochs', '1', '--final'];

  it('trains on the test side too, and says that its figures are those of the validation side', async () => {
    const { status, stdout } = await workshop.train('final', ...args);
    expect(status).toBe(0);
    expect(stdout).toMatch(/validation side, which calibrated it: UAR/);
    const { train, validation, test } = workshop.readJson('final', 'split.json');
    expect(test).toEqual([]);
    expect(train.length + validation.length).toBe(48);
    expect(workshop.readJson('final', 'model', 'card.json')).toMatchObject({ side: 'validation' });
    const { count, trainedOn } = workshop.readJson('final', 'evaluation', 'metrics.json');
    expect({ count, trainedOn }).toEqual({ count: validation.length, trainedOn: validation.length });
    expect(workshop.readText('final', 'report.html')).toContain('the figures flatter the model');
  });

  it('has no folds', async () => {
    const { status, stderr } = await workshop.train('final-folds', ...args, '--folds', '2');
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining('leave out --final') });
  });
});
