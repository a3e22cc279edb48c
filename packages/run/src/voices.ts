import type { FeatureStore } from '@ser/dataset';
import { deriveSeed, RowStatistics } from '@ser/models';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** How well a model may know the voice of the clip that it judges; it is never told what the others express. */
export const ACQUAINTANCES = ['stranger', 'ten', 'neutral', 'all'] as const;

/**
 * - 'stranger': by the clip alone.
 * - 'ten': by ten clips of the speaker too, drawn at random; by the other nine, where it is one of them.
 * - 'neutral': by the speaker's other clips labelled NEU too, as if one had asked for some plain speech.
 * - 'all': by all of the speaker's other clips too.
 */
export type Acquaintance = (typeof ACQUAINTANCES)[number];

/** The label of plain speech. */
export const NEUTRAL = 'NEU';

interface Clip {
  /** Its place among the store's clips. */
  number: number;
  /** Its windows in the store. */
  rows: number[];
  statistics: RowStatistics;
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
        clip = { number: clips.size, rows: [], statistics: new RowStatistics(store.width), label, family };
        family.push(clip);
        clips.set(id, clip);
        if (speaker !== undefined) families.set(speaker, family);
      }
      clip.rows.push(row);
      clip.statistics.add(await store.read(row));
      clipOf.push(clip);
    }
    return new Voices(store.width, clipOf);
  }

  /** Whether any of these rows' clips has others by which its voice can be so known. */
  knows(rows: readonly number[], acquaintance: Acquaintance): boolean {
    return acquaintance === 'stranger' || rows.some((row) => this.#others(row, acquaintance).length > 0);
  }

  /** What is known of the bands of the voice of a row's clip, the clip itself among it. */
  of(row: number, acquaintance: Acquaintance): RowStatistics {
    return this.#join([this.#clipOf[row] as Clip, ...this.#others(row, acquaintance)]);
  }

  /** The rows of the other clips by which the voice of a row's clip is so known. */
  others(row: number, acquaintance: Acquaintance): number[] {
    return this.#others(row, acquaintance).flatMap(({ rows }) => rows);
  }

  /**
   * By the clip itself and `count` others of its speaker, drawn from `seed`; by all if there are no more.
   *
   * @param label draws among clips of this label only
   */
  withOthers(row: number, count: number, seed: number, label?: string): RowStatistics {
    const clip = this.#clipOf[row] as Clip;
    return this.#join([clip, ...draw(othersOf(clip, label), count, seed)]);
  }

  #others(row: number, acquaintance: Acquaintance): Clip[] {
    const clip = this.#clipOf[row] as Clip;
    switch (acquaintance) {
      case 'stranger':
        return [];
      case 'ten': {
        const [first = clip] = clip.family;
        // The same ten for all of a speaker's clips: what the model says of them is by no more speech than theirs.
        return draw(clip.family, 10, deriveSeed(first.number, 'ten')).filter((other) => other !== clip);
      }
      case 'neutral':
        return othersOf(clip, NEUTRAL);
      case 'all':
        return othersOf(clip);
    }
  }

  #join(clips: readonly Clip[]): RowStatistics {
    const joined = new RowStatistics(this.#width);
    for (const { statistics } of clips) joined.merge(statistics);
    return joined;
  }
}

function othersOf(clip: Clip, label?: string): Clip[] {
  return clip.family.filter((other) => other !== clip && (label === undefined || other.label === label));
}

/** `count` of the clips, or all if there are no more: the beginning of a shuffle. */
function draw(clips: readonly Clip[], count: number, seed: number): Clip[] {
  const random = xoroshiro128plus(seed);
  const shuffled = [...clips];
  const drawn = Math.min(count, shuffled.length);
  for (let i = 0; i < drawn; i++) {
    const j = uniformInt(random, i, shuffled.length - 1);
    [shuffled[i], shuffled[j]] = [shuffled[j] as Clip, shuffled[i] as Clip];
  }
  return shuffled.slice(0, drawn);
}
