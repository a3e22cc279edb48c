import { type DataType, type TypedArray, util } from '@tensorflow/tfjs-core';

/** Element types that the addon stores, by their number in native/tensor.h. */
export const NUMERIC_DTYPES = ['float32', 'int32', 'bool'] as const;
export type NumericDType = (typeof NUMERIC_DTYPES)[number];

export function isNumeric(dtype: DataType): dtype is NumericDType {
  return (NUMERIC_DTYPES as readonly string[]).includes(dtype);
}

export function dtypeCode(dtype: NumericDType): number {
  return NUMERIC_DTYPES.indexOf(dtype);
}

/** An array of the kind that TensorFlow.js keeps values of this type in. */
export function emptyArray(dtype: NumericDType, size: number): TypedArray {
  return util.getTypedArrayFromDType(dtype, size);
}

/** The values as an array of the type's own kind: TensorFlow.js now and then hands over another. */
export function toArray(values: ArrayLike<number>, dtype: NumericDType): TypedArray {
  const kind = dtype === 'float32' ? Float32Array : dtype === 'int32' ? Int32Array : Uint8Array;
  // Kinds are told by name: an array may come from another realm (a worker's, a test runner's).
  const name = Object.prototype.toString.call(values).slice(8, -1);
  return name === kind.name || (name === 'Uint8ClampedArray' && dtype === 'bool')
    ? (values as TypedArray)
    : kind.from(values);
}
