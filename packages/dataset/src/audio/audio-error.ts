import { DatasetError } from '../types.ts';

/** An audio file that can't be used: which one, and why in a sentence. */
export class AudioError extends DatasetError {
  readonly file: string;
  readonly reason: string;

  constructor(file: string, reason: string) {
    super(`${file}: ${reason}`);
    this.file = file;
    this.reason = reason;
  }
}
