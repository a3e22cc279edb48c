import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** The rules that a line of source breaks, were it in `path` of this workspace. */
function brokenRules(path: string, source: string): string[] {
  const workspace = mkdtempSync(join(tmpdir(), 'import-rule-'));
  try {
    copyFileSync(join(root, 'biome.json'), join(workspace, 'biome.json'));
    mkdirSync(dirname(join(workspace, path)), { recursive: true });
    writeFileSync(join(workspace, path), source);
    const biome = join(root, 'node_modules', '.bin', 'biome');
    const { stdout } = spawnSync(biome, ['lint', '--vcs-enabled=false', '--reporter=json', path], {
      cwd: workspace,
      encoding: 'utf8',
    });
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: { category: string }[] };
    return diagnostics.map(({ category }) => category);
  } finally {
    rmSync(workspace, { recursive: true });
  }
}

describe('the import rule', () => {
  it.each([
    ['packages/dsp/src/x.ts', '@ser/dataset'],
    ['packages/dsp-native/src/x.ts', '@ser/models'],
    ['packages/dataset/src/x.ts', '@ser/models'],
    ['packages/models/src/x.ts', '@ser/dataset'],
    ['packages/report/src/x.ts', '@ser/dsp'],
    ['apps/trainer/src/x.ts', '@ser/dsp-native'],
  ])('%s may not import %s', (path, name) => {
    expect(brokenRules(path, `export * from '${name}';\n`)).toContain('lint/style/noRestrictedImports');
  });

  it.each([
    ['packages/dsp-native/src/x.ts', '@ser/dsp'],
    ['packages/dataset/src/x.ts', '@ser/dsp-native'],
    ['apps/trainer/src/x.ts', '@ser/models'],
  ])('%s may import %s', (path, name) => {
    expect(brokenRules(path, `export * from '${name}';\n`)).toEqual([]);
  });

  it.each(['packages/dsp/src/x.ts', 'packages/report/src/x.ts'])('%s runs in a browser', (path) => {
    expect(brokenRules(path, "export * from 'node:fs';\n")).toContain('lint/correctness/noNodejsModules');
  });
});
