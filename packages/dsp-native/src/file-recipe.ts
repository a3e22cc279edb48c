import {
  type AudioBatch,
  checkRate,
  checkRecipe,
  clipLengths,
  countsToOffsets,
  DspError,
  type FeatureRecipe,
  frameCount,
  isTooShortToReflect,
  planSegments,
  playedRate,
  type ResolvedMel,
  resampledLength,
  resolveMel,
  type SegmentOptions,
  type SegmentPlan,
} from '@ser/dsp';
import { melParams, type ResampleParams, resampleParams } from './params.ts';

/** A {@link FeatureRecipe}. Without `segments`, which only 'mel' can do, a file is taken whole, at its own length. */
export type FileRecipe = Omit<FeatureRecipe, 'segments'> & { segments?: SegmentOptions };

/** What the addon needs to work at one batch by a recipe. */
export interface BatchPlan {
  params: object;
  /** Rows of segment s: `rowOffsets[s] … rowOffsets[s + 1]`. */
  rowOffsets: Uint32Array;
  width: number;
  /** Clip i's segments: `segmentOffsets[i] … segmentOffsets[i + 1]`. */
  segmentOffsets: Uint32Array;
  /** Clips that can have no rows, though each is one segment, and why, without their names. */
  errors: Map<number, string>;
}

/** Works out from a checked recipe what to do with a batch; tables are computed once. Throws a {@link DspError}. */
export class FilePlanner {
  readonly #sampleRate: number;
  readonly #speed: number | undefined;
  readonly #segments: SegmentPlan | undefined;
  readonly #mel: { options: ResolvedMel; params: object } | undefined;
  readonly #designs = new Map<number, ResampleParams>();

  constructor(recipe: FileRecipe) {
    const { features, sampleRate, speed, segments, mel } = check(recipe);
    this.#sampleRate = sampleRate;
    this.#speed = speed;
    this.#segments = segments && planSegments(segments, sampleRate);
    if (features === 'mel') {
      const options = resolveMel(mel, sampleRate);
      this.#mel = { options, params: melParams(options) };
    }
  }

  plan(batch: AudioBatch): BatchPlan {
    const design = this.#design(playedRate(batch.sampleRate, this.#speed));
    const lengths = clipLengths(batch).map((n) => (design ? resampledLength(n, design) : n));
    const segments = this.#segments;
    const starts = segments && lengths.map(segments.starts);
    const segmentOffsets = countsToOffsets(starts?.map(({ length }) => length) ?? lengths.map(() => 1));
    const pieces =
      starts?.flatMap((places, clip) => places.map((start) => segments!.lengthAt(start, lengths[clip]!))) ??
      lengths;
    return {
      params: {
        resample: design,
        segments: starts && {
          offsets: segmentOffsets,
          pieces: countsToOffsets(pieces),
          starts: Float64Array.from(starts.flat()),
        },
        mel: this.#mel?.params,
      },
      rowOffsets: countsToOffsets(pieces.map((length) => this.#rows(length))),
      width: this.#mel?.options.melBands ?? 1,
      segmentOffsets,
      errors: this.#errors(pieces),
    };
  }

  #design(rate: number): ResampleParams | undefined {
    if (rate === this.#sampleRate) return undefined;
    let design = this.#designs.get(rate);
    if (!design) {
      design = resampleParams(rate, this.#sampleRate);
      this.#designs.set(rate, design);
    }
    return design;
  }

  #rows(length: number): number {
    if (!this.#mel) return length + 2;
    const { fftSize, hopLength, center } = this.#mel.options;
    return this.#isTooShort(length) ? 0 : frameCount(length, fftSize, hopLength, center);
  }

  /** Segments are long enough once the recipe is checked; whole files may not be. */
  #errors(lengths: readonly number[]): Map<number, string> {
    const short = this.#segments
      ? []
      : [...lengths.entries()].filter(([, length]) => this.#isTooShort(length));
    const { fftSize = 0 } = this.#mel?.options ?? {};
    return new Map(
      short.map(([i, length]) => [
        i,
        `it has ${length} samples, but padMode 'reflect' with fftSize ${fftSize} needs ${Math.floor(fftSize / 2) + 1}`,
      ]),
    );
  }

  #isTooShort(length: number): boolean {
    if (!this.#mel) return false;
    const { fftSize, center, padMode } = this.#mel.options;
    return center && padMode === 'reflect' && isTooShortToReflect(length, fftSize);
  }
}

function check(recipe: FileRecipe): FileRecipe {
  if (recipe?.segments !== undefined) return checkRecipe(recipe);
  if (recipe?.features !== 'mel') {
    throw new DspError("The recipe has no segments: only features 'mel' can do without them.");
  }
  // Long enough for any frame: how long files are is not known yet.
  const sampleRate = checkRate('sampleRate', recipe.sampleRate);
  checkRecipe({ ...recipe, segments: { kind: 'equalise', samples: 2 ** 28 } });
  return { ...recipe, sampleRate };
}
