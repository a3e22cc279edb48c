import { count, plural } from '../format.ts';
import { type Notice, syntheticNotice } from '../page/notice.ts';
import type { RunReport } from './types.ts';

/** What a reader must know before any figure. */
export function runNotices({ corpus, split, evaluation }: RunReport): Notice[] {
  const notices: Notice[] = [];
  if (corpus.synthetic) notices.push(syntheticNotice(corpus.name));
  const { leaks, gaps } = split.audit;
  if (leaks !== undefined) notices.push({ kind: 'warning', title: 'This split leaks', body: leaks });
  if (gaps !== undefined) notices.push({ kind: 'warning', title: 'Classes are missing', body: gaps });
  if (evaluation?.corpus !== undefined && evaluation.corpus !== corpus.name) {
    notices.push({
      kind: 'info',
      title: `Evaluated on another corpus, ${evaluation.corpus}`,
      body: `The model was trained on ${corpus.name}; the figures below are those on ${evaluation.corpus}.`,
    });
  }
  if (evaluation?.trainedOn) {
    const judged = evaluation.confusion.flat().reduce((sum, clips) => sum + clips, 0);
    notices.push({
      kind: 'warning',
      title: 'Judged on clips of its own training',
      body: `${count(evaluation.trainedOn)} of ${plural(judged, 'clip')} were in training or validation: the figures flatter the model.`,
    });
  }
  if (!evaluation) {
    notices.push({
      kind: 'info',
      title: 'Not evaluated yet',
      body: 'There are no test figures for this run. Those below come from its training.',
    });
  }
  const left = Object.entries(evaluation?.notScored ?? {}).filter(([, n]) => n > 0);
  if (left.length > 0) {
    const total = left.reduce((sum, [, n]) => sum + n, 0);
    notices.push({
      kind: 'info',
      title: `${plural(total, 'clip')} not scored`,
      body: `${left.map(([name, n]) => `${name}: ${count(n)}`).join(', ')}. No figure below counts them.`,
    });
  }
  return notices;
}
