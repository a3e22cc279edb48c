import { DatasetError } from '../types.ts';
import { folders } from './folders.ts';
import type { NamingRule } from './naming.ts';
import { CORPUS_RULES } from './rules.ts';

/** Share of the files that a rule must read for the corpus to be of its kind. */
const ENOUGH = 0.5;
/** Share that another rule may not read besides, or the folder counts as a mixture. */
const A_FEW = 0.1;

/**
 * The naming rule that a folder's audio files follow.
 *
 * @throws {DatasetError} if none does or several do; the message tells what was looked for.
 */
export function detectRule(root: string, files: readonly string[], kinds: readonly string[]): NamingRule {
  const read = CORPUS_RULES.map((rule) => ({
    rule,
    share: files.filter((file) => rule.parse(file) !== undefined).length / files.length,
  })).filter(({ share }) => share >= A_FEW);
  const [best] = read;
  const howToName = `name its kind (--kind), one of ${kinds.join(', ')}`;
  if (best && read.length > 1) {
    const found = read.map(({ rule, share }) => `${rule.kind} (${Math.round(share * 100)} % of the files)`);
    throw new DatasetError(`${root} looks like ${found.join(' and like ')}: ${howToName}`);
  }
  if (best && best.share > ENOUGH) return best.rule;
  if (!best && isFolderPerClass(files)) return folders;
  const looked = [...CORPUS_RULES, folders].map((rule) => `${rule.kind} (${rule.example})`);
  throw new DatasetError(
    `${root} follows no known corpus: its ${files.length} audio files, such as ${files[0]}, were compared with ` +
      `${looked.join(', ')}, and there is no manifest.csv: ${howToName}, or write a manifest.csv`,
  );
}

function isFolderPerClass(files: readonly string[]): boolean {
  const tops = new Set(files.map((file) => (file.includes('/') ? file.slice(0, file.indexOf('/')) : '')));
  return !tops.has('') && tops.size > 1;
}
