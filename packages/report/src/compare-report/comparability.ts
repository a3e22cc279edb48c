import type { RunReport } from '../run-report/types.ts';

/** Why figures of these runs can't be set against each other, in sentences; none where they can. */
export function comparability(runs: readonly RunReport[]): string[] {
  const differ = (of: (run: RunReport) => string) => {
    const values = [...new Set(runs.map(of))];
    return values.length > 1 ? values : undefined;
  };
  const corpora = differ(({ corpus }) => corpus.name);
  const sizes = corpora ? undefined : differ(({ corpus }) => String(corpus.clips));
  const tested = differ(({ corpus, evaluation }) => evaluation?.corpus ?? corpus.name);
  const splits = differ(
    ({ split }) => `${split.kind}, fold ${split.fold + 1} of ${split.folds}, seed ${split.seed}`,
  );
  const labels = differ(({ corpus, evaluation }) => (evaluation?.labels ?? corpus.labels).join(', '));
  return [
    corpora && `They were trained on different corpora: ${corpora.join('; ')}.`,
    sizes && `Their corpora hold different numbers of clips: ${sizes.join(', ')}.`,
    tested && !corpora && `They were tested on different corpora: ${tested.join('; ')}.`,
    splits && `Their splits differ: ${splits.join('; ')}.`,
    labels && `Their classes differ: ${labels.join('; ')}.`,
  ].filter((reason) => reason !== undefined && reason !== false);
}
