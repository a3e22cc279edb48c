import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clip, encodeWav } from '@ser/dataset';
import { readHardest, writeHardest } from '../src/hardest.ts';

const folder = mkdtempSync(join(tmpdir(), 'hardest-'));
afterAll(() => rmSync(folder, { recursive: true }));

const clip = (id: string): Clip => ({ id, path: join(folder, `${id}.wav`), label: 'ANG' });
const record = (id: string, speaker: string, truth: number) => ({
  clip: id,
  segment: 0,
  label: 'ANG',
  speaker,
  probabilities: [truth, 1 - truth],
});

describe('the hardest clips', () => {
  it('are those whose true label has the least probability, wrong ones only, one a speaker', async () => {
    const records = [
      record('right', '1', 0.9),
      record('hard', '2', 0.2),
      record('harder', '2', 0.1),
      record('hardest', '3', 0.01),
    ];
    for (const { clip: id } of records) {
      writeFileSync(join(folder, `${id}.wav`), encodeWav(new Float32Array(48_000).fill(0.1), 48_000));
    }
    await writeHardest(
      folder,
      records,
      ['ANG', 'SAD'],
      records.map((each) => clip(each.clip)),
    );
    const hardest = await readHardest(folder);
    expect(hardest.map(({ id, predicted }) => [id, predicted])).toEqual([
      ['hardest', 'SAD'],
      ['harder', 'SAD'],
    ]);
    // Light enough for a page.
    expect(hardest[0]?.sound).toMatchObject({ sampleRate: 16_000, seconds: 1, speaker: '3' });
  });

  it('stay without sound where a file is gone, and are none where nobody wrote them', async () => {
    rmSync(join(folder, 'hardest.wav'));
    const [first] = await readHardest(folder);
    expect(first).toEqual({ id: 'hardest', label: 'ANG', predicted: 'SAD', probabilities: [0.01, 0.99] });
    expect(await readHardest(join(folder, 'elsewhere'))).toEqual([]);
  });
});
