import type { FeatureStore } from '@ser/dataset';
import { BandStatistics, deriveSeed } from '@ser/models';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** How well a model may know the voice of the clip that it judges; it is never told what the others express. */
export const ACQUAINTANCES = ['stranger', 'ten', 'neutral', 'all'] as const;

/**
 * - 'stranger': by the clip alone.
 * - 'ten': by ten other clips of the speaker too, drawn at random.
 * - 'neutral': by the speaker's other clips labelled NEU too, as if one had asked for some plain speech.
 * - 'all': by all of the speaker's other clips too.
 */
export type Acquaintance = (typeof ACQUAINTANCES)[number];

/** The label of plain speech. */
export const NEUTRAL = 'NEU';

interface Clip {
  /** Its place among the store's clips. */
  number: number;
  statistics: BandStatistics;
  label: string;
  /** All of the speaker's clips, this one among them. */
  family: Clip[];
}

/** Statistics of the voices in a feature store, clip by clip. */
export class Voices {
  readonly #width: number;
  /** The clip of each row. */
  readonly #clipOf: readonly Clip[];

  private constructor(width: number, clipOf: readonly Clip[]) {
    this.#width = width;
    this.#clipOf = clipOf;
  }

  /** Reads a whole store once. */
  static async read(store: FeatureStore): Promise<Voices> {
    const clips = new Map<string, Clip>();
    const families = new Map<string, Clip[]>();
    const clipOf: Clip[] = [];
    for (const [row, { clip: id, speaker, label }] of store.rows.entries()) {
      let clip = clips.get(id);
      if (!clip) {
        const family = (speaker !== undefined && families.get(speaker)) || [];
        clip = { number: clips.size, statistics: new BandStatistics(store.width), label, family };
        family.push(clip);
        clips.set(id, clip);
        if (speaker !== undefined) families.set(speaker, family);
      }
      clip.statistics.add(await store.read(row));
      clipOf.push(clip);
    }
    return new Voices(store.width, clipOf);
  }

  /** Whether any of these rows' clips has others by which its voice can be so known. */
  knows(rows: readonly number[], acquaintance: Acquaintance): boolean {
    const label = acquaintance === 'neutral' ? NEUTRAL : undefined;
    return (
      acquaintance === 'stranger' || rows.some((row) => othersOf(this.#clipOf[row] as Clip, label).length > 0)
    );
  }

  /** What is known of the voice of a row's clip, the clip itself among it. */
  of(row: number, acquaintance: Acquaintance): BandStatistics {
    const clip = this.#clipOf[row] as Clip;
    switch (acquaintance) {
      case 'stranger':
        return clip.statistics;
      case 'ten':
        return this.withOthers(row, 10, deriveSeed(clip.number, 'ten others'));
      case 'neutral':
        return this.#join([clip, ...othersOf(clip, NEUTRAL)]);
      case 'all':
        return this.#join(clip.family);
    }
  }

  /**
   * By the clip itself and `count` others of its speaker, drawn from `seed`; by all if there are no more.
   *
   * @param label draws among clips of this label only
   */
  withOthers(row: number, count: number, seed: number, label?: string): BandStatistics {
    const clip = this.#clipOf[row] as Clip;
    const random = xoroshiro128plus(seed);
    const others = othersOf(clip, label);
    // The beginning of a shuffle.
    const drawn = Math.min(count, others.length);
    for (let i = 0; i < drawn; i++) {
      const j = uniformInt(random, i, others.length - 1);
      [others[i], others[j]] = [others[j] as Clip, others[i] as Clip];
    }
    return this.#join([clip, ...others.slice(0, drawn)]);
  }

  #join(clips: readonly Clip[]): BandStatistics {
    const joined = new BandStatistics(this.#width);
    for (const { statistics } of clips) joined.merge(statistics);
    return joined;
  }
}

function othersOf(clip: Clip, label?: string): Clip[] {
  return clip.family.filter((other) => other !== clip && (label === undefined || other.label === label));
}
