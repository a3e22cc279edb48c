import type { Ended } from './support/process.ts';
import { Workshop } from './support/workshop.ts';

jest.setTimeout(240_000);

const workshop = new Workshop();

describe('a run', () => {
  let reference: Ended;
  beforeAll(async () => {
    reference = await workshop.train('reference', ...workshop.reference);
  });

  it('says on which backend and workshop.corpus, shows every epoch, and ends with its figures', () => {
    expect(reference).toMatchObject({ status: 0 });
    const lines = reference.stdout.split('\n');
    expect(lines[0]).toMatch(/^Backend: /);
    expect(lines[1]).toMatch(/^corpus crema-d: 48 clips, 8 speakers, ANG DIS FEA HAP NEU SAD/);
    expect(lines.filter((line) => line.startsWith('epoch '))).toHaveLength(3);
    expect(reference.stdout).toMatch(/UAR \d\.\d{3} \[\d\.\d{3}, \d\.\d{3}\]/);
  });

  it('leaves a complete run directory', () => {
    expect(workshop.readJson('reference', 'config.json')).toEqual({
      corpus: workshop.corpus,
      kind: 'auto',
      allowOutside: false,
      strict: false,
      limit: null,
      model: 'tiny',
      split: 'speaker',
      folds: 1,
      final: false,
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
      cache: workshop.cache,
    });
    expect(workshop.readJson('reference', 'environment.json')).toMatchObject({
      node: process.version,
      corpus: { name: 'crema-d', clips: 48, fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    const split = workshop.readJson('reference', 'split.json');
    expect([...split.train, ...split.validation, ...split.test]).toHaveLength(48);
    expect(split.audit.shared).toMatchObject({ speakers: 0, clips: 0 });
    const lines = workshop.readText('reference', 'metrics.jsonl').trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).epoch)).toEqual([1, 2, 3]);
    expect(workshop.readJson('reference', 'model', 'card.json')).toMatchObject({
      labels: ['ANG', 'DIS', 'FEA', 'HAP', 'NEU', 'SAD'],
      architecture: 'tiny',
      split: 'speaker',
    });
    const metrics = workshop.readJson('reference', 'evaluation', 'metrics.json');
    expect(metrics).toMatchObject({ level: 'clip', split: 'speaker', count: split.test.length });
    const report = workshop.readText('reference', 'report.html');
    expect(report).toContain('<svg');
    expect(report).not.toMatch(/(src|href)="(https?:)?\/\//);
  });

  it('learns', () => {
    const epochs = workshop.readText('reference', 'metrics.jsonl').trim().split('\n');
    const losses = epochs.map((line) => JSON.parse(line).loss as number);
    expect(losses.at(-1)).toBeLessThan(losses[0] as number);
  });

  it('reaches the same weights from the same seed, others from another', async () => {
    await workshop.train('again', ...workshop.reference);
    await workshop.train('other', ...workshop.reference, '--seed', '8');
    expect(workshop.hash('again')).toBe(workshop.hash('reference'));
    expect(workshop.hash('other')).not.toBe(workshop.hash('reference'));
  });
});
