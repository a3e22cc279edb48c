import { flatten, folded, keyValues } from './page/key-values.ts';
import { htmlPage } from './page/page.ts';
import { checkRun } from './run-report/check.ts';
import { dataSection } from './run-report/data.ts';
import { groupsSection } from './run-report/groups.ts';
import { hardestSection } from './run-report/hardest.ts';
import { headline } from './run-report/headline.ts';
import { runNotices } from './run-report/notices.ts';
import { resultsSection } from './run-report/results.ts';
import { trainingSection } from './run-report/training.ts';
import type { RunReport } from './run-report/types.ts';

/**
 * The page that a run is judged by: figures with intervals, learning curves, confusion, groups, split and settings.
 * A run that is not evaluated, or not even trained, makes a shorter page. Throws a `ReportError` where a figure
 * is not a number.
 */
export function runReport(run: RunReport): string {
  checkRun(run);
  const { evaluation, hardest = [], config, environment } = run;
  const groups = evaluation && groupsSection(evaluation);
  return htmlPage({
    title: run.name,
    subtitle: `${run.model.name} on ${run.corpus.name} · split by ${run.split.kind} · ${run.created}`,
    notices: runNotices(run),
    summary: headline(run),
    sections: [
      ...(evaluation ? [resultsSection(evaluation)] : []),
      ...(groups ? [groups] : []),
      ...(evaluation && hardest.length > 0 ? [hardestSection(hardest, evaluation.labels)] : []),
      trainingSection(run),
      dataSection(run),
      {
        title: 'Settings',
        body: [
          folded('Configuration', keyValues(flatten(config))),
          folded('Environment', keyValues(flatten(environment))),
        ],
      },
    ],
  });
}
