import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(__dirname, '..');

describe('@ser/models/browser', () => {
  it('bundles for the browser without any Node module', async () => {
    const { metafile } = await build({
      entryPoints: [join(root, 'src/browser.ts')],
      bundle: true,
      platform: 'browser',
      format: 'esm',
      alias: { '@ser/dsp': join(root, '../dsp/src/index.ts') },
      write: false,
      metafile: true,
      logLevel: 'silent',
    });
    const imports = Object.values(metafile.inputs).flatMap((input) => input.imports);
    expect(imports.filter(({ external, path }) => external && path !== '<runtime>')).toEqual([]);
    const ours = Object.keys(metafile.inputs).filter((path) => path.includes('models/src'));
    expect(ours.some((path) => path.endsWith('bundle/fetch.ts'))).toBe(true);
    expect(ours.filter((path) => path.includes('/backend/') || path.endsWith('folder.ts'))).toEqual([]);
  });

  it('is an entry of the package', () => {
    const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(exports['./browser'].default).toBe('./dist/browser.js');
  });
});
