export { type BuildOptions, buildFeatureStore } from './build.ts';
export type { StoreRow } from './columns.ts';
export { FeatureStore, openFeatureStore } from './feature-store.ts';
export type { StoreManifest } from './manifest.ts';
export { planShards } from './plan.ts';
export { extractShard, type ShardCall, type ShardReport, type ShardTask } from './shard.ts';
