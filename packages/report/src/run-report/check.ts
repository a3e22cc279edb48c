import { checkNumbers, ordered, share } from '../check.ts';
import { ReportError } from '../errors.ts';
import type { RunReport } from './types.ts';

/** Refuses a run whose figures can't be shown: NaN anywhere, percentages for shares, a confusion matrix of another size. */
export function checkRun(run: RunReport): void {
  const { config, environment, ...figures } = run;
  checkNumbers(figures, 'run');
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
