import type { EpochRecord } from '@ser/run';
import type { EpochSums } from './fit.ts';

/** One line an epoch, in columns. */
export function epochLine(
  { epoch, loss, accuracy, validation, best, seconds }: EpochRecord,
  epochs: number,
): string {
  const width = String(epochs).length;
  return (
    `epoch ${String(epoch).padStart(width)}/${epochs}  loss ${loss.toFixed(3)}  accuracy ${accuracy.toFixed(3)}  ` +
    `validation loss ${validation.loss.toFixed(3)}  UAR ${validation.uar.toFixed(3)}  ${seconds.toFixed(0)} s${best ? '  best' : ''}`
  );
}

/** What stands beside the progress bar of an epoch. */
export function stepNote(epoch: number, epochs: number, { loss, correct, seen, seconds }: EpochSums): string {
  const speed = seconds > 0 ? (seen / seconds).toFixed(1) : '–';
  return `${epoch + 1}/${epochs}  loss ${(loss / seen).toFixed(3)}  accuracy ${(correct / seen).toFixed(3)}  ${speed} segments/s`;
}
