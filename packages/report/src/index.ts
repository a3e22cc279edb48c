export { ReportError } from './errors.ts';
export type * from './run-report/types.ts';
export { runReport } from './run-report.ts';
