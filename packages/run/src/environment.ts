import { cpus, totalmem } from 'node:os';
import type { Corpus, FeatureStore } from '@ser/dataset';
import type { DeviceInfo } from '@ser/dsp';
import type { BackendInfo } from '@ser/models';
import { withoutFeatures } from './corpus.ts';

/** What a run ran on, for whoever wants its figures again. */
export interface Environment {
  node: string;
  platform: string;
  cpu: string;
  cores: number;
  memoryGiB: number;
  tfjs: string;
  backend: { name: string; device: DeviceInfo; notBetter: string[] };
  extractor: DeviceInfo;
  corpus: {
    name: string;
    root: string;
    synthetic: boolean;
    licence: string | null;
    clips: number;
    labels: string[];
    /** Files and clips that were left out. */
    skipped: Corpus['skipped'];
    fingerprint: string;
  };
}

export function describeEnvironment(
  backend: BackendInfo,
  extractor: DeviceInfo,
  corpus: Corpus,
  store: FeatureStore,
): Environment {
  const { name, root, synthetic, licence = null, clips, labels, fingerprint } = corpus;
  const skipped = [...corpus.skipped, ...withoutFeatures(store)];
  return {
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    tfjs: backend.tf.version.tfjs,
    backend: { name: backend.name, device: backend.device, notBetter: backend.reasons },
    extractor,
    corpus: { name, root, synthetic, licence, clips: clips.length, labels, skipped, fingerprint },
  };
}
