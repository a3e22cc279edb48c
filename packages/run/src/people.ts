import type { Clip } from '@ser/dataset';
import { argMax, type PeopleFigures } from '@ser/models';

/** How people did on clips that they only heard, where the corpus asked them; nothing where it didn't. */
export function peopleFigures(
  clips: readonly Pick<Clip, 'label' | 'votes'>[],
  labels: readonly string[],
): PeopleFigures | undefined {
  /** Of each label: clips, votes, votes for the label, clips of which it has the most votes (shared where others have as many). */
  const sums = labels.map(() => ({ clips: 0, votes: 0, right: 0, first: 0 }));
  for (const { label, votes } of clips) {
    const sum = sums[labels.indexOf(label)];
    if (!sum || !votes) continue;
    const counts = labels.map((name) => votes[name] ?? 0);
    const most = counts[argMax(counts)] as number;
    if (most === 0) continue;
    const own = counts[labels.indexOf(label)] as number;
    sum.clips++;
    sum.votes += counts.reduce((total, count) => total + count, 0);
    sum.right += own;
    if (own === most) sum.first += 1 / counts.filter((count) => count === most).length;
  }
  const heard = sums.filter((sum) => sum.clips > 0);
  if (heard.length === 0) return undefined;
  const total = (of: (sum: (typeof sums)[number]) => number) => heard.reduce((all, sum) => all + of(sum), 0);
  const mean = (of: (sum: (typeof sums)[number]) => number) => total(of) / heard.length;
  const [count, votes] = [total((sum) => sum.clips), total((sum) => sum.votes)];
  return {
    count,
    votes,
    single: { accuracy: total(({ right }) => right) / votes, uar: mean((sum) => sum.right / sum.votes) },
    majority: { accuracy: total(({ first }) => first) / count, uar: mean((sum) => sum.first / sum.clips) },
  };
}
