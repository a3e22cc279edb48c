import { checkNumbers, finite, ordered, share } from '../check.ts';
import { ReportError } from '../errors.ts';
import type { RunReport } from './types.ts';

/** Refuses a run whose figures can't be shown: NaN anywhere, percentages for shares, a confusion matrix of another size. */
export function checkRun(run: RunReport): void {
  const { config, environment, hardest = [], ...figures } = run;
  checkNumbers(figures, 'run');
  // Its samples are looked at where they are drawn.
  for (const { id, probabilities } of hardest) {
    for (const probability of probabilities) share(probability, `a probability of ${id}`);
  }
  // JSON turns NaN into null, which the walk above takes for a value that is left out.
  for (const { epoch, loss, accuracy, seconds, validation } of run.history) {
    for (const [name, value] of Object.entries({ loss, accuracy, seconds })) {
      finite(value, `${name} of epoch ${epoch}`);
    }
    for (const [name, value] of Object.entries(validation ?? {})) {
      finite(value, `validation ${name} of epoch ${epoch}`);
    }
  }
  const { evaluation } = run;
  if (!evaluation) return;
  for (const name of ['uar', 'accuracy', 'macroF1', 'ece'] as const)
    share(evaluation[name], `evaluation.${name}`);
  for (const name of ['uar', 'accuracy'] as const) {
    for (const end of ordered(evaluation.ci[name], `evaluation.ci.${name}`))
      share(end, `evaluation.ci.${name}`);
  }
  for (const label of evaluation.labels) {
    if (!Object.hasOwn(evaluation.perClass, label)) {
      throw new ReportError(`evaluation.perClass has no figures for "${label}".`);
    }
  }
}
