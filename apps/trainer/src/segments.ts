import type { FeatureStore } from '@ser/dataset';
import { applyNormalisation, deriveSeed, type FixedNormalisation, type Normalisation } from '@ser/models';
import type { Voices } from '@ser/run';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { drawAcquaintance } from './acquaintance.ts';

/** A corpus's features at one speed, and what its voices are like there, for networks that get to know voices. */
export interface Version {
  store: FeatureStore;
  voices?: Voices;
}

/**
 * The segments that a network trains on. What a row of the store as recorded comes to at a step is drawn at random: at
 * which speed it is heard, and how well its voice is known.
 */
export class TrainingSegments {
  readonly #versions: readonly [Version, ...Version[]];
  readonly #normalisation: Normalisation;
  /** For each version, the rows of each clip. */
  readonly #rowsOf: readonly Map<string, number[]>[];

  /** @param versions of one corpus; the first is as recorded */
  constructor(versions: readonly [Version, ...Version[]], normalisation: Normalisation) {
    this.#versions = versions;
    this.#normalisation = normalisation;
    this.#rowsOf = versions.map(({ store }) => rowsOfClips(store));
  }

  labelOf(row: number): string {
    return this.#versions[0].store.rows[row]?.label ?? '';
  }

  /**
   * A row as a step meets it: normalised, end to end, time-major.
   *
   * @param seed what is drawn follows from it
   */
  async read(row: number, seed: number): Promise<Float32Array> {
    const { version, at } = this.#drawVersion(row, seed);
    const values = await version.store.read(at);
    applyNormalisation(this.#normalisationOf(version, at, seed), values, version.store.width);
    return values;
  }

  /** The same segment of the clip at some speed, or the clip's last where it has fewer there; the row itself where it has none. */
  #drawVersion(row: number, seed: number): { version: Version; at: number } {
    const [recorded] = this.#versions;
    if (this.#versions.length === 1) return { version: recorded, at: row };
    const drawn = uniformInt(xoroshiro128plus(deriveSeed(seed, 'speed')), 0, this.#versions.length - 1);
    const { clip, segment } = recorded.store.rows[row] as FeatureStore['rows'][number];
    const rows = this.#rowsOf[drawn]?.get(clip);
    return rows
      ? { version: this.#versions[drawn] as Version, at: rows[Math.min(segment, rows.length - 1)] as number }
      : { version: recorded, at: row };
  }

  #normalisationOf({ voices }: Version, row: number, seed: number): FixedNormalisation {
    const normalisation = this.#normalisation;
    if (normalisation.kind !== 'voice') return normalisation;
    return drawAcquaintance(normalisation, voices as Voices, row, seed);
  }
}

function rowsOfClips(store: FeatureStore): Map<string, number[]> {
  const clips = new Map<string, number[]>();
  for (const [row, { clip }] of store.rows.entries()) {
    const rows = clips.get(clip);
    if (rows) rows.push(row);
    else clips.set(clip, [row]);
  }
  return clips;
}
