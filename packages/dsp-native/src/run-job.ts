import { type CallOptions, DspError, nonFiniteSample } from '@ser/dsp';
import type { NativeEngine, NativeJob, NativeOperation } from './addon.ts';

/** Does a job and keeps `call`'s promises; settles once the engine no longer touches the job's arrays. */
export function runJob(
  engine: NativeEngine,
  operation: NativeOperation,
  job: NativeJob,
  { signal, onProgress }: CallOptions = {},
): Promise<void> {
  const total = job.offsets.length - 1;
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const cancel = () => engine.cancel(number);
    let progressError: { error: unknown } | undefined;
    const report = (done: number) => {
      if (progressError || signal?.aborted) return;
      try {
        onProgress?.(done, total);
      } catch (error) {
        progressError = { error };
        cancel();
      }
    };
    const number = engine.start(operation, job, (...[kind, value]) => {
      if (kind === 'progress') {
        if (value < total) report(value);
        return;
      }
      signal?.removeEventListener('abort', cancel);
      if (kind === 'done') report(total);
      if (progressError) reject(progressError.error);
      else if (signal?.aborted) reject(signal.reason);
      else if (kind === 'done') resolve();
      else if (kind === 'cancelled')
        reject(new DspError('This extractor was disposed of before it was done.'));
      else reject(kind === 'nonFinite' ? nonFiniteError(job, value) : new DspError(value));
    });
    signal?.addEventListener('abort', cancel);
  });
}

function nonFiniteError({ samples, offsets }: NativeJob, index: number): DspError {
  const clip = offsets.findIndex((end, i) => i > 0 && index < end) - 1;
  return nonFiniteSample(clip, index - offsets[clip]!, samples[index]!);
}
