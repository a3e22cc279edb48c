import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { loadBundle } from '../../src/bundle/folder.ts';
import { useJavaScript } from '../support/javascript.ts';

const FOLDER = join(import.meta.dirname, '../../pretrained');
const names = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

beforeAll(useJavaScript);

it('there is a pretrained compact', () => {
  expect(names).toContain('compact');
});

describe.each(names)('the pretrained %s', (name) => {
  const folder = join(FOLDER, name);

  it('is whole, and says whose recordings it was trained on and how well it does on strangers', async () => {
    const bundle = await loadBundle(folder);
    const { corpus, split, figures, licence, abstain } = bundle.card;
    expect(corpus).toMatchObject({ name: 'crema-d', synthetic: false });
    expect(corpus.licence).toContain('ODbL');
    expect(corpus.citation).toContain('H. Cao et al.');
    expect(licence).toBe('MIT');
    expect(split).toBe('speaker');
    expect(figures.uar?.value).toBeGreaterThan(0.6);
    expect(figures['voice/all/uar']?.value).toBeGreaterThan(0.7);
    expect(figures.ece?.value).toBeLessThan(0.08);
    expect(abstain?.coverage).toBeGreaterThan(0.5);
    bundle.dispose();
  });

  it('is smaller than 5 MB', () => {
    const bytes = readdirSync(folder).map((file) => statSync(join(folder, file)).size);
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(5e6);
  });
});
