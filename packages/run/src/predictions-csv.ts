import type { Prediction } from '@ser/models';
import { stringify } from 'csv-stringify/sync';

/** `predictions.csv`: a row a clip, with its probabilities in the model's label order. */
export function predictionsCsv(predictions: readonly Prediction[], labels: readonly string[]): string {
  return stringify(
    predictions.map(({ clip, label, predicted, speaker, probabilities }) => [
      clip,
      speaker ?? '',
      label,
      predicted,
      ...labels.map((_, i) => (probabilities[i] ?? 0).toFixed(6)),
    ]),
    { header: true, columns: ['clip', 'speaker', 'label', 'predicted', ...labels] },
  );
}
