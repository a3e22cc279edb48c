export { auditSplit, clipIdOf } from './audit.ts';
export { formatAudit } from './format-audit.ts';
export { DEFAULT_FRACTIONS, type SplitOptions } from './plan.ts';
export { splitCorpus } from './split.ts';
