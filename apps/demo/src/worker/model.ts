import { type FeatureExtractor, resolveMel } from '@ser/dsp';
import { type Bundle, fetchBundle, openBundle, predictAudio, windowLength } from '@ser/models/browser';
import type { ModelFacts, ModelSource } from '../shared/messages.ts';

/** Opens a model, and runs it once, so that the first answer doesn't wait for shaders to be compiled. */
export async function openModel(source: ModelSource, extractor: FeatureExtractor): Promise<Bundle> {
  const bundle =
    source.kind === 'site'
      ? await fetchBundle(source.url)
      : await openBundle({
          name: source.name,
          async read(file) {
            const bytes = source.files[file];
            if (!bytes) throw new Error(`it is not among the files that were chosen`);
            return new Uint8Array(bytes);
          },
        });
  const { recipe } = bundle.card;
  const silence = new Float32Array(windowLength(recipe));
  await predictAudio(bundle, extractor, { samples: silence, sampleRate: recipe.sampleRate });
  return bundle;
}

export function describeModel({ card }: Bundle): ModelFacts {
  const { name, architecture, labels, recipe, normalisation, corpus, split, side, figures, licence } = card;
  const { fMin, fMax } = resolveMel(recipe.mel ?? {}, recipe.sampleRate);
  return {
    name,
    architecture,
    labels,
    windowSeconds: windowLength(recipe) / recipe.sampleRate,
    corpus,
    split,
    side,
    ...(figures.uar && { uar: figures.uar }),
    licence,
    range: [fMin, fMax],
    averageVoice: normalisation.kind === 'voice' ? normalisation.mean : null,
  };
}
