/**
 * What runs anywhere, browsers too: architectures, opening a bundle over the network, and prediction.
 * Nothing here reaches for Node.
 */
export * from './answers.ts';
export * from './architectures/architecture.ts';
export { joinNetworks } from './architectures/ensemble.ts';
export { classify, coolLogits, logitsModel } from './architectures/head.ts';
export * from './architectures/initializers.ts';
export * from './architectures/layout.ts';
export * from './architectures/list.ts';
export { type Bundle, type BundleSource, openBundle, openBundleFrom } from './bundle/bundle.ts';
export { type BundleCard, type CardDetails, parseCard } from './bundle/card.ts';
export * from './bundle/fetch.ts';
export * from './bundle/predict.ts';
export * from './bundle/predict-audio.ts';
export * from './bundle/stream-predictor.ts';
export * from './bundle/windows.ts';
export * from './errors.ts';
export * from './known-voice.ts';
export * from './normalisation.ts';
export * from './row-statistics.ts';
export type { VoiceEstimate } from './voice-estimate.ts';
