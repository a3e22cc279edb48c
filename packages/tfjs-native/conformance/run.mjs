// Runs TensorFlow.js's own test suite (it is part of @tensorflow/tfjs-core) on the backend `native`:
//   node conformance/run.mjs [--filter TEXT] [--threads N] [--simd LEVEL] [--backend native|cpu]
// Ends with 1 if a test fails or the suite isn't whole. `--backend cpu` runs the same tests on TensorFlow.js's JavaScript
// backend, for comparison.
import { mkdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import Jasmine from 'jasmine';

const { values } = parseArgs({
  options: {
    filter: { type: 'string' },
    threads: { type: 'string' },
    simd: { type: 'string' },
    backend: { type: 'string', default: 'native' },
  },
});

/** What the suite of TensorFlow.js 4.22 has; TensorFlow.js itself switches 5 of them off, on every backend. */
const SPECS = 4232;

const here = import.meta.dirname;
const require = createRequire(import.meta.url);
const requireOfJasmine = createRequire(require.resolve('jasmine'));
const folder = join(here, '../build/conformance');
const bundle = join(folder, 'suite.cjs');
const options = {
  ...(values.threads ? { threads: Number(values.threads) } : {}),
  ...(values.simd ? { simd: values.simd } : {}),
};

/**
 * Two specs, which move tensors between two instances of a backend, ask for the backend 'cpu'. They "will work for any
 * backend", as the comment above them says: here they get the one under test.
 */
const switchingBackends = {
  name: 'switching-backends',
  setup({ onLoad }) {
    onLoad({ filter: /tfjs-core[\\/]dist[\\/]engine_test\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const start = source.indexOf("describeWithFlags('Switching cpu backends'");
      const end = source.indexOf('\ndescribe', start);
      if (start < 0 || end < 0) throw new Error(`${path} has no specs that switch between backends`);
      const specs = source.slice(start, end).replaceAll("'cpu'", JSON.stringify(values.backend));
      return { contents: source.slice(0, start) + specs + source.slice(end), loader: 'js' };
    });
  },
};

await mkdir(folder, { recursive: true });
await build({
  plugins: [switchingBackends],
  stdin: {
    contents: `
      import { setTestEnvs } from '@tensorflow/tfjs-core/dist/jasmine_util';
      import '@tensorflow/tfjs-core/dist/register_all_gradients';
      import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
      import { register } from '../src/index.ts';
      const backend = ${JSON.stringify(values.backend)};
      setTestEnvs([{ name: backend, backendName: backend, flags: {}, isDataSync: true }]);
      globalThis.backendReady = register(${JSON.stringify(options)});
      require('@tensorflow/tfjs-core/dist/tests');
    `,
    resolveDir: here,
    loader: 'ts',
  },
  outfile: bundle,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  mainFields: ['module', 'main'],
  // Its package.json calls the tests free of side effects, which would leave nothing of them.
  ignoreAnnotations: true,
  logLevel: 'error',
  // What the tests' own helpers need, wherever npm has put it.
  alias: { 'jasmine-core': dirname(requireOfJasmine.resolve('jasmine-core/package.json')) },
  define: { 'import.meta.url': JSON.stringify(pathToFileURL(join(here, '../src/addon.ts')).href) },
});

const jasmine = new Jasmine({ projectBaseDir: here });
jasmine.showColors(process.stdout.isTTY === true);
jasmine.exitOnCompletion = false;
jasmine.loadConfig({ random: false, jsLoader: 'require' });
if (values.filter)
  jasmine.env.configure({ specFilter: (spec) => spec.getFullName().includes(values.filter) });
require(bundle);
await globalThis.backendReady;
let specs = 0;
jasmine.addReporter({ jasmineStarted: ({ totalSpecsDefined }) => (specs = totalSpecsDefined) });
const { overallStatus } = await jasmine.execute();
await rm(folder, { recursive: true });
if (specs < SPECS) console.error(`The suite has ${specs} specs; it should have ${SPECS}.`);
process.exitCode = overallStatus === 'passed' && specs >= SPECS ? 0 : 1;
