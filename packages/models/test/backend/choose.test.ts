import util from 'node:util';
import * as tf from '@tensorflow/tfjs';
import { chooseBackend, type Importer } from '../../src/backend/choose.ts';

const GPU = '@tensorflow/tfjs-node-gpu';
const CPU = '@tensorflow/tfjs-node';
const NATIVE = '@ser/tfjs-native';

afterEach(() => {
  for (const name of ['tensorflow', 'native']) {
    if (tf.engine().registryFactory[name]) tf.removeBackend(name);
  }
});

/** Packages that are installed, by what importing them does; the others are not. */
function installed(packages: Record<string, () => unknown>): Importer {
  return async (name) => {
    const found = packages[name];
    if (found) return found();
    throw Object.assign(new Error(`Cannot find package '${name}' imported from x.js`), {
      code: 'ERR_MODULE_NOT_FOUND',
    });
  };
}

/** As tfjs-node does: it registers its backend and sets it, all on import. */
const tfjsNode = (isUsingGpuDevice: boolean) => () => {
  tf.registerBackend('tensorflow', () => fakeBackend({ isUsingGpuDevice }), 3);
  tf.setBackend('tensorflow');
};

const native =
  (calls: unknown[] = []) =>
  () => ({
    async register(options: unknown) {
      calls.push(options);
      tf.registerBackend('native', () => fakeBackend({}));
      return { device: 'cpu', name: 'Some CPU', threads: 2, simd: 'avx2' };
    },
  });

function fakeBackend(extra: object): tf.KernelBackend {
  return Object.assign(new tf.KernelBackend(), { dispose() {} }, extra);
}

describe("backend 'auto'", () => {
  it('takes plain JavaScript where nothing else is installed, and says so in one line', async () => {
    const { name, device, reasons, line, tf: found } = await chooseBackend({}, installed({}));
    expect(name).toBe('cpu');
    expect(tf.getBackend()).toBe('cpu');
    expect(device).toEqual({ kind: 'js', name: 'plain JavaScript' });
    expect(found.tensor).toBe(tf.tensor);
    expect(reasons).toEqual([
      `tensorflow on a GPU (${GPU}): not installed`,
      `native (${NATIVE}): not installed`,
      `tensorflow on the CPU (${CPU}): not installed`,
    ]);
    expect(line).toBe(`Backend: plain JavaScript. ${reasons.map((reason) => `Not ${reason}.`).join(' ')}`);
  });

  it('takes the GPU first, where the GPU package sees one', async () => {
    const { name, device, line } = await chooseBackend(
      {},
      installed({ [GPU]: tfjsNode(true), [NATIVE]: native() }),
    );
    expect(name).toBe('tensorflow');
    expect(device.kind).toBe('cuda');
    expect(line).toBe(`Backend: tensorflow on a GPU (${GPU}).`);
  });

  it('takes the native backend over a GPU package that sees no GPU', async () => {
    const calls: unknown[] = [];
    const packages = installed({ [GPU]: tfjsNode(false), [NATIVE]: native(calls), [CPU]: tfjsNode(false) });
    const { name, device, reasons } = await chooseBackend({ threads: 2 }, packages);
    expect(name).toBe('native');
    expect(tf.getBackend()).toBe('native');
    expect(device).toEqual({ kind: 'cpu', name: 'Some CPU', threads: 2, simd: 'avx2' });
    expect(reasons).toEqual([`tensorflow on a GPU (${GPU}): it sees no CUDA GPU`]);
    expect(calls).toEqual([{ device: 'auto', threads: 2 }]);
  });

  it('does not load tfjs-node beside a GPU package without a GPU: it is the same library', async () => {
    let loads = 0;
    const packages = installed({
      [GPU]: tfjsNode(false),
      [CPU]: () => {
        loads++;
      },
    });
    const { name, device } = await chooseBackend({}, packages);
    expect([name, device.kind, loads]).toEqual(['tensorflow', 'cpu', 0]);
  });

  it("gives a package's own reason when it is installed but broken", async () => {
    const broken = () => {
      throw new Error('The native addon can not be found at path: x.node.\nPlease run something');
    };
    const { reasons } = await chooseBackend({}, installed({ [CPU]: broken }));
    expect(reasons[2]).toBe(
      `tensorflow on the CPU (${CPU}): The native addon can not be found at path: x.node`,
    );
  });

  it('sees through a package that registers with another copy of tfjs', async () => {
    const { name, reasons } = await chooseBackend({}, installed({ [CPU]: () => ({}) }));
    expect(name).toBe('cpu');
    expect(reasons[2]).toContain('another copy of tfjs');
  });
});

describe('an explicit wish', () => {
  it('is an error with the reason where it cannot be had', async () => {
    await expect(chooseBackend({ backend: 'native' }, installed({}))).rejects.toThrow(
      `backend native can't be had: native (${NATIVE}): not installed`,
    );
    await expect(chooseBackend({ device: 'cuda' }, installed({ [GPU]: tfjsNode(false) }))).rejects.toThrow(
      `device cuda can't be had: tensorflow on a GPU (${GPU}): it sees no CUDA GPU; native (${NATIVE}): not installed`,
    );
    await expect(chooseBackend({ backend: 'cpu', device: 'cuda' }, installed({}))).rejects.toThrow(
      "backend cpu on device cuda can't be had: this backend does not run on that device",
    );
  });

  it('of the CPU loads no GPU package', async () => {
    const packages = installed({ [GPU]: tfjsNode(true), [CPU]: tfjsNode(false) });
    const { device } = await chooseBackend({ device: 'cpu', backend: 'tensorflow' }, packages);
    expect(device.kind).toBe('cpu');
  });
});

describe('the way there', () => {
  it('gives tfjs-node the functions that Node 23 took out of util', async () => {
    const before = Object.getOwnPropertyDescriptors(util);
    for (const name of ['isNullOrUndefined', 'isArray']) delete (util as Record<string, unknown>)[name];
    let seen: unknown[] = [];
    const packages = installed({
      [CPU]: () => {
        const { isNullOrUndefined, isArray } = util as unknown as Record<string, (value: unknown) => boolean>;
        seen = [isNullOrUndefined?.(null), isNullOrUndefined?.(0), isArray?.([])];
        tfjsNode(false)();
      },
    });
    await chooseBackend({ backend: 'tensorflow', device: 'cpu' }, packages);
    expect(seen).toEqual([true, false, true]);
    for (const name of ['isNullOrUndefined', 'isArray'])
      Object.defineProperty(util, name, before[name] as PropertyDescriptor);
  });

  it("prints nothing, tfjs's advice neither, and leaves tfjs's mode as it was", async () => {
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => {});
    tf.removeBackend('cpu');
    const { MathBackendCPU } = jest.requireActual('@tensorflow/tfjs-backend-cpu');
    tf.registerBackend('cpu', () => new MathBackendCPU());
    await chooseBackend({ backend: 'cpu' });
    tf.scalar(1).dispose();
    expect(warn).not.toHaveBeenCalled();
    expect(tf.env().getBool('PROD')).toBe(false);
    warn.mockRestore();
  });
});
