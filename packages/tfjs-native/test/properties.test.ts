import type { NativeBackend } from '../src/backend.ts';
import { nativeKernels } from '../src/kernels/list.ts';
import { copies } from './properties/copies.ts';
import { elementwise } from './properties/elementwise.ts';
import { images } from './properties/images.ts';
import { products } from './properties/products.ts';
import { sums } from './properties/sums.ts';
import { values } from './properties/values.ts';
import { useNative } from './support/native.ts';
import { type CaseTable, check } from './support/property.ts';

/** Calls of each kernel, and the seed of the first; TFJS_NATIVE_CASES and TFJS_NATIVE_SEED ask for others. */
const CASES = Number(process.env.TFJS_NATIVE_CASES ?? 80);
const FIRST_SEED = Number(process.env.TFJS_NATIVE_SEED ?? 1);

const tables: CaseTable = { ...copies, ...elementwise, ...images, ...products, ...sums, ...values };

let native: NativeBackend;
beforeAll(async () => {
  native = await useNative();
});

it('has cases of every kernel that is written natively', () => {
  expect(Object.keys(tables).sort()).toEqual(Object.keys(nativeKernels).sort());
});

it.each(Object.entries(tables))("%s gives what TensorFlow.js's JavaScript kernel gives", (kernel, make) => {
  for (let seed = FIRST_SEED; seed < FIRST_SEED + CASES; seed++) check(kernel, seed, make, native);
});
