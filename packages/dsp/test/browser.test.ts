import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';
import { createJsExtractor, type Frames } from '../src/index.ts';
import { batchOf, noise } from './support/signals.ts';

describe('in a browser', () => {
  it('needs nothing but this package and what every browser has', async () => {
    const { outputFiles, metafile } = await build({
      entryPoints: [join(import.meta.dirname, '../src/index.ts')],
      bundle: true,
      platform: 'browser',
      format: 'iife',
      globalName: 'dsp',
      metafile: true,
      write: false,
      logLevel: 'silent',
    });
    const imports = Object.values(metafile.outputs).flatMap((output) => output.imports);
    expect(imports).toEqual([]);
    const sources = Object.keys(metafile.inputs);
    expect(
      sources.filter((path) => !/(^|\/)src\/[\w/-]+\.ts$/.test(path) || path.includes('node_modules')),
    ).toEqual([]);

    // A world of JavaScript alone, but for two globals that browsers and their workers have.
    const world = createContext({ MessageChannel, performance: { now: () => performance.now() } });
    runInContext(outputFiles[0]!.text, world);
    const batch = batchOf([noise(100_000)]);
    Object.assign(world, { given: batch });
    const frames: Frames = await runInContext(
      `dsp.createJsExtractor().melSpectrogram({
        samples: Float32Array.from(given.samples),
        offsets: Uint32Array.from(given.offsets),
        sampleRate: given.sampleRate,
      })`,
      world,
    );
    const expected = await createJsExtractor().melSpectrogram(batch);
    expect(Array.from(frames.data)).toEqual(Array.from(expected.data));
    expect(Array.from(frames.offsets)).toEqual(Array.from(expected.offsets));
  });
});
