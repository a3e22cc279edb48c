import util from 'node:util';
import type { DeviceInfo } from '@ser/dsp';
import * as tf from '@tensorflow/tfjs';
import { ModelError } from '../errors.ts';
import { replaceSlowCpuKernels } from './cpu-kernels.ts';

export interface BackendOptions {
  /** 'auto': the fastest there is. Default 'auto'. */
  backend?: BackendName | 'auto';
  /** 'cuda' takes a GPU or fails; 'cpu' takes none. Default 'auto'. */
  device?: 'auto' | 'cpu' | 'cuda';
  /** For the native backend; default one a core. */
  threads?: number;
}

/** 'tensorflow' is TensorFlow's own library behind tfjs-node, 'cpu' tfjs's plain JavaScript. */
export type BackendName = 'native' | 'tensorflow' | 'cpu';

export interface BackendInfo {
  /** The one tfjs of the process, with the backend set. */
  tf: typeof tf;
  /** As tfjs names it. */
  name: BackendName;
  device: DeviceInfo;
  /** Why not the better ones, a sentence each. */
  reasons: string[];
  /** The line that every run prints first: which backend, and why not the better ones. */
  line: string;
}

/** How optional packages are loaded; tests give their own. */
export type Importer = (name: string) => Promise<unknown>;

interface Candidate {
  name: BackendName;
  /** For people. */
  title: string;
  /** What `device` may say for it to come into question. */
  devices: readonly ('cpu' | 'cuda')[];
  /** Sets the backend, or throws an error that says why it can't be had. */
  open(options: BackendOptions, load: Importer): Promise<DeviceInfo>;
}

const GPU_PACKAGE = '@tensorflow/tfjs-node-gpu';
const CPU_PACKAGE = '@tensorflow/tfjs-node';
const NATIVE_PACKAGE = '@ser/tfjs-native';

/** The fastest first. */
const CANDIDATES: readonly Candidate[] = [
  {
    name: 'tensorflow',
    title: `tensorflow on a GPU (${GPU_PACKAGE})`,
    devices: ['cuda'],
    async open(_, load) {
      await loadTensorflow(GPU_PACKAGE, load);
      const backend = tf.findBackend('tensorflow') as { isUsingGpuDevice?: boolean };
      if (!backend.isUsingGpuDevice) throw new Error('it sees no CUDA GPU');
      return { kind: 'cuda', name: 'TensorFlow on CUDA' };
    },
  },
  {
    name: 'native',
    title: `native (${NATIVE_PACKAGE})`,
    devices: ['cpu', 'cuda'],
    async open({ device = 'auto', threads }, load) {
      const { register } = (await loadPackage(NATIVE_PACKAGE, load)) as NativeModule;
      const { device: kind, ...found } = await register({
        device,
        ...(threads !== undefined && { threads }),
      });
      return { kind, ...found };
    },
  },
  {
    name: 'tensorflow',
    title: `tensorflow on the CPU (${CPU_PACKAGE})`,
    devices: ['cpu'],
    async open(_, load) {
      // The GPU package without a GPU is the same library; a second copy would register its kernels twice.
      if (!tf.findBackend('tensorflow')) await loadTensorflow(CPU_PACKAGE, load);
      return { kind: 'cpu', name: 'TensorFlow' };
    },
  },
  {
    name: 'cpu',
    title: 'plain JavaScript',
    devices: ['cpu'],
    async open() {
      replaceSlowCpuKernels();
      return { kind: 'js', name: 'plain JavaScript' };
    },
  },
];

interface NativeModule {
  register(options: {
    device: 'auto' | 'cpu' | 'cuda';
    threads?: number;
  }): Promise<{ device: 'cpu' | 'cuda'; name: string; threads: number; simd: string }>;
}

/**
 * Sets the fastest tfjs backend that can be had, and says why not a faster one.
 *
 * @throws {@link ModelError} with those reasons if the backend or device that was asked for can't be had
 */
export async function chooseBackend(
  options: BackendOptions = {},
  load: Importer = (name) => import(name),
): Promise<BackendInfo> {
  const { backend = 'auto', device = 'auto' } = options;
  const candidates = CANDIDATES.filter(
    ({ name, devices }) =>
      (backend === 'auto' || name === backend) && (device === 'auto' || devices.includes(device)),
  );
  const reasons: string[] = [];
  for (const candidate of candidates) {
    try {
      const found = await candidate.open(options, load);
      await activate(candidate.name);
      const line = [`Backend: ${candidate.title}.`, ...reasons.map((reason) => `Not ${reason}.`)].join(' ');
      return { tf, name: candidate.name, device: found, reasons, line };
    } catch (error) {
      reasons.push(`${candidate.title}: ${firstSentence(error as Error)}`);
    }
  }
  const wish = [backend !== 'auto' && `backend ${backend}`, device !== 'auto' && `device ${device}`];
  const wanted = wish.filter(Boolean).join(' on ');
  throw new ModelError(
    `${wanted} can't be had: ${reasons.join('; ') || 'this backend does not run on that device'}`,
  );
}

async function loadTensorflow(name: string, load: Importer): Promise<void> {
  restoreRemovedUtilities();
  await loadPackage(name, load);
  if (!tf.findBackend('tensorflow')) {
    throw new Error('it registered with another copy of tfjs; install both in one version');
  }
}

async function loadPackage(name: string, load: Importer): Promise<unknown> {
  try {
    return await load(name);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const missing = code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
    throw missing && message.includes(name) ? new Error('not installed') : error;
  }
}

/** tfjs-node 4.22 calls two functions of `util` that Node 23 took out. */
function restoreRemovedUtilities(): void {
  const removed = {
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
    isArray: Array.isArray,
  };
  for (const [name, value] of Object.entries(removed)) {
    if (!(name in util)) Object.assign(util, { [name]: value });
  }
}

async function activate(name: BackendName): Promise<void> {
  if (!(await tf.setBackend(name))) throw new Error('tfjs could not start it');
  if (name === 'cpu') silenceAdvice();
}

/**
 * At its first tensor the JavaScript backend prints advice to install tfjs-node, which our own line makes
 * needless; it keeps quiet in production mode, so that is where it meets its first tensor.
 */
function silenceAdvice(): void {
  const before = tf.env().getBool('PROD');
  tf.env().set('PROD', true);
  tf.scalar(0).dispose();
  tf.env().set('PROD', before);
}

/** An error's first line without its full stop: causes from loaders run over many lines. */
function firstSentence({ message }: Error): string {
  return (message.split('\n')[0] as string).replace(/\.\s*$/, '');
}
