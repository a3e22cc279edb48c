import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RunDirectory, readJson, writeJson, writeText } from '../src/run-directory.ts';

const folder = mkdtempSync(join(tmpdir(), 'run-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('RunDirectory', () => {
  it('exists with its configuration and is finished with its figures', async () => {
    const run = new RunDirectory(join(folder, 'one'));
    await run.make();
    expect([run.exists(), run.finished()]).toEqual([false, false]);
    await writeJson(run.config, {});
    expect([run.exists(), run.finished()]).toEqual([true, false]);
    await writeJson(join(run.evaluation, 'metrics.json'), {});
    expect(run.finished()).toBe(true);
    expect(run.isCrossValidation()).toBe(false);
  });

  it('is a cross-validation once it has folds', async () => {
    const run = new RunDirectory(join(folder, 'folds'));
    await writeJson(run.fold(0).config, {});
    expect(run.isCrossValidation()).toBe(true);
  });

  it('says what can not be made', async () => {
    writeFileSync(join(folder, 'file'), '');
    await expect(new RunDirectory(join(folder, 'file', 'run')).make()).rejects.toThrow(/can't make .*file/);
  });
});

describe('files of a run', () => {
  it('are replaced whole and leave nothing beside them', async () => {
    const path = join(folder, 'deep', 'text');
    await writeText(path, 'old');
    await writeText(path, 'new');
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(readdirSync(join(folder, 'deep'))).toEqual(['text']);
  });

  it('stay as they are where a new one can not be written', async () => {
    await expect(writeText('/dev/full/x', 'text')).rejects.toThrow(/can't write \/dev\/full\/x/);
  });

  it('say what they hold where they are missing or cut short', async () => {
    const path = join(folder, 'split.json');
    await expect(readJson(path, "the run's split")).rejects.toThrow(
      /split\.json is missing: it holds the run's split/,
    );
    writeFileSync(path, '{"a":');
    await expect(readJson(path, "the run's split")).rejects.toThrow(/split\.json can't be read/);
  });
});
