export {
  type CremaDOptions,
  type DownloadProgress,
  type DownloadSummary,
  downloadCremaD,
} from './crema-d.ts';
export type { RetryPolicy } from './retry.ts';
