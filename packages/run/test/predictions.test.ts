import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { predictionsCsv, readPredictions } from '../src/predictions.ts';

const folder = mkdtempSync(join(tmpdir(), 'predictions-'));
const file = join(folder, 'predictions.csv');
afterAll(() => rmSync(folder, { recursive: true }));

describe('predictions', () => {
  it('have a row each, with the label put first and every probability', () => {
    const csv = predictionsCsv(
      [{ clip: 'a', label: 'ANG', speaker: '1', probabilities: [0.25, 0.75] }],
      ['ANG', 'SAD'],
    );
    expect(csv).toBe(
      'clip,segment,speaker,sentence,sex,age,level,label,predicted,ANG,SAD\na,,1,,,,,ANG,SAD,0.25,0.75\n',
    );
  });

  it('come back as they were, whatever clips and speakers are called', async () => {
    const text = fc.string({ minLength: 1 }).filter((value) => !value.includes('\0'));
    const record = fc.record(
      { clip: text, label: fc.constantFrom('x', 'y'), speaker: text, segment: fc.nat(), level: text },
      { requiredKeys: ['clip', 'label'] },
    );
    const labels = ['x', 'y'];
    await fc.assert(
      fc.asyncProperty(
        fc.array(record, { minLength: 1 }),
        fc.float({ min: 0, max: 1, noNaN: true }),
        async (known, p) => {
          const records = known.map((one) => ({ ...one, probabilities: [p, 1 - p] }));
          writeFileSync(file, predictionsCsv(records, labels));
          expect(await readPredictions(file)).toEqual({ labels, records });
        },
      ),
      { numRuns: 100 },
    );
  });

  it('are refused where the file is missing or another table', async () => {
    await expect(readPredictions(join(folder, 'nowhere.csv'))).rejects.toThrow(
      /nowhere\.csv.*evaluate the run again/,
    );
    writeFileSync(file, 'a,b\n1,2\n');
    await expect(readPredictions(file)).rejects.toThrow(/no table of predictions/);
  });
});
