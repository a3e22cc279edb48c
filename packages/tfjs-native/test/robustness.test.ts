import { loadAddon } from '../src/addon.ts';
import { NativeBackend } from '../src/backend.ts';
import type { OutputSpec } from '../src/call-buffer.ts';
import { NUMERIC_DTYPES, type NumericDType } from '../src/dtypes.ts';
import { nativeKernels } from '../src/kernels/list.ts';
import { trainingKernels } from '../src/kernels/training.ts';
import { cases } from './properties/list.ts';
import { training } from './properties/training.ts';
import { Draw, seeds } from './support/draw.ts';
import { tensorsOf } from './support/property.ts';

/** A call of the addon. */
interface AddonCall {
  kernel: string;
  inputs: { shape: number[]; dtype: NumericDType }[];
  outputs: OutputSpec[];
  params: number[];
}

/** A backend that keeps a list of the addon's calls. */
class Recorder extends NativeBackend {
  readonly calls: AddonCall[] = [];

  override run(...[kernel, inputs, outputs, params]: Parameters<NativeBackend['run']>) {
    const shapes = inputs.map(({ shape, dtype }) => ({ shape, dtype: dtype as NumericDType }));
    this.calls.push({ kernel, inputs: shapes, outputs: [...outputs], params: [...params] });
    return super.run(kernel, inputs, outputs, params);
  }
}

const spoiledSize = (draw: Draw, size: number) =>
  draw.pick([size + 1, Math.max(0, size - 1), 0, 2 * size, 1]);
const spoiledNumber = (draw: Draw, x: number) =>
  draw.pick([x + 1, x - 1, -x, 0, 0.5, 100, 2 ** 31, 1e14, -1e14, Number.NaN, Number.POSITIVE_INFINITY]);

/** The same call with one thing changed that the kernel may rely on. */
function spoiled(draw: Draw, call: AddonCall): AddonCall {
  const tensor = <T extends { shape: readonly number[]; dtype: NumericDType }>(x: T): T => {
    const axis = draw.integer(0, x.shape.length - 1);
    const shape = x.shape.map((size, i) => (i === axis ? spoiledSize(draw, size) : size));
    return draw.pick([
      { ...x, shape },
      { ...x, shape },
      { ...x, shape: [...x.shape, 1] },
      { ...x, shape: x.shape.slice(1) },
      { ...x, dtype: draw.pick(NUMERIC_DTYPES) },
    ]);
  };
  const one = <T>(list: T[], change: (x: T) => T) => {
    const at = draw.integer(0, list.length - 1);
    return list.map((x, i) => (i === at ? change(x) : x));
  };
  return draw.pick<() => AddonCall>([
    () => ({ ...call, inputs: one(call.inputs, tensor) }),
    () => ({ ...call, inputs: call.inputs.slice(1) }),
    () => ({ ...call, outputs: one(call.outputs, tensor) }),
    () => ({ ...call, outputs: [] }),
    () => ({ ...call, params: one(call.params, (x) => spoiledNumber(draw, x)) }),
    () => ({ ...call, params: one(call.params, (x) => spoiledNumber(draw, x)) }),
    () => ({ ...call, params: call.params.slice(1) }),
  ])();
}

const kernels = { ...nativeKernels, ...trainingKernels };

it.each(Object.entries({ ...cases, ...training }))(
  '%s ends well or with an error that names it, whatever it is given',
  (name, make) => {
    const { Engine } = loadAddon();
    const backend = new Recorder(new Engine('cpu', 3, ''));
    let refused = 0;
    for (const seed of seeds(10)) {
      const draw = new Draw(seed);
      const { inputs, attrs = {} } = make(draw);
      backend.calls.length = 0;
      kernels[name]?.({ inputs: tensorsOf(inputs, backend) as never, attrs, backend });
      for (const call of [...backend.calls]) {
        for (let round = 0; round < 10; round++) {
          const { kernel, inputs, outputs, params } = spoiled(draw, call);
          const tensors = inputs.map(({ shape, dtype }) => backend.makeTensorInfo(shape, dtype));
          try {
            backend.run(kernel, tensors, outputs, params);
          } catch (error) {
            expect((error as Error).message).toMatch(new RegExp(`^${kernel}: .+ \\(.+ → .+\\)$`));
            refused++;
          }
        }
      }
    }
    const calls = backend.calls.length;
    if (calls > 0) expect(refused).toBeGreaterThan(0);
    backend.dispose();
  },
);
