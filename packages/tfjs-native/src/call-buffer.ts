import type { DataType } from '@tensorflow/tfjs-core';
import { dtypeCode, type NumericDType } from './dtypes.ts';

/** What a kernel is to make. */
export interface OutputSpec {
  shape: readonly number[];
  dtype: NumericDType;
}

/**
 * Writes a kernel's call into an array that the addon reads, number by number; native/call_buffer.h describes it. One
 * array serves all calls.
 */
export class CallBuffer {
  #numbers = new Float64Array(1024);
  #length = 0;

  /** @returns the array, valid until the next call */
  write(
    inputs: readonly { id: number; shape: readonly number[] }[],
    outputs: readonly OutputSpec[],
    params: readonly number[],
  ): Float64Array {
    this.#length = 0;
    let size = 3 + params.length;
    for (const input of inputs) size += 2 + input.shape.length;
    for (const output of outputs) size += 2 + output.shape.length;
    if (size > this.#numbers.length) this.#numbers = new Float64Array(2 * size);

    this.#push(inputs.length);
    this.#push(outputs.length);
    this.#push(params.length);
    for (const input of inputs) {
      this.#push(input.id);
      this.#pushShape(input.shape);
    }
    for (const output of outputs) {
      this.#push(dtypeCode(output.dtype));
      this.#pushShape(output.shape);
    }
    for (const param of params) this.#push(param);
    return this.#numbers;
  }

  #push(value: number): void {
    this.#numbers[this.#length++] = value;
  }

  #pushShape(shape: readonly number[]): void {
    this.#push(shape.length);
    for (const size of shape) this.#push(size);
  }
}

/** As in `float32[2,3], int32[4]`, for messages. */
export function describe(tensors: readonly { dtype: DataType; shape: readonly number[] }[]): string {
  return tensors.map(({ dtype, shape }) => `${dtype}[${shape.join(',')}]`).join(', ') || 'nothing';
}
