import type { NativeBackend } from '../src/backend.ts';
import { nativeKernels } from '../src/kernels/list.ts';
import { cases } from './properties/list.ts';
import { seeds } from './support/draw.ts';
import { useNative } from './support/native.ts';
import { check } from './support/property.ts';

let native: NativeBackend;
beforeAll(async () => {
  native = await useNative();
});

it('has cases of every kernel that is written natively', () => {
  expect(Object.keys(cases).sort()).toEqual(Object.keys(nativeKernels).sort());
});

it.each(Object.entries(cases))("%s gives what TensorFlow.js's JavaScript kernel gives", (kernel, make) => {
  for (const seed of seeds(80)) check(kernel, seed, make, native);
});
