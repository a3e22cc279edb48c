import type { FeatureStore } from '@ser/dataset';
import {
  type Augmentation,
  applyNormalisation,
  deriveSeed,
  drawBeta,
  type FixedNormalisation,
  mixStyle,
  type Normalisation,
} from '@ser/models';
import type { Voices } from '@ser/run';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
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
 * which speed it is heard, how well its voice is known, and whose style it takes on.
 */
export class TrainingSegments {
  readonly #versions: readonly Version[];
  readonly #normalisation: Normalisation;
  readonly #styleMix: Augmentation['styleMix'];
  /** For each version, the rows of each clip. */
  readonly #rowsOf: readonly Map<string, number[]>[];
  /** The rows of each label that are trained on. */
  readonly #rowsLike: Map<string, number[]>;

  /**
   * @param versions of one corpus; the first is as recorded
   * @param rows of the first, that are trained on
   */
  constructor(
    versions: readonly [Version, ...Version[]],
    rows: readonly number[],
    normalisation: Normalisation,
    styleMix?: Augmentation['styleMix'],
  ) {
    this.#versions = versions;
    this.#normalisation = normalisation;
    this.#styleMix = styleMix;
    this.#rowsOf = versions.map(({ store }) => groupRows(store.rows.keys(), (row) => clipAt(store, row)));
    this.#rowsLike = groupRows(rows, (row) => this.labelOf(row));
  }

  labelOf(row: number): string {
    return (this.#versions[0] as Version).store.rows[row]?.label ?? '';
  }

  /**
   * A row as a step meets it: normalised, end to end, time-major.
   *
   * @param seed what is drawn follows from it
   */
  async read(row: number, seed: number): Promise<Float32Array> {
    const { values, width } = await this.#normalised(row, seed);
    if (!this.#styleMix) return values;
    const random = xoroshiro128plus(deriveSeed(seed, 'style'));
    if (uniformFloat64(random) >= this.#styleMix.share) return values;
    const like = this.#rowsLike.get(this.labelOf(row)) as number[];
    const other = like[uniformInt(random, 0, like.length - 1)] as number;
    const { values: style } = await this.#normalised(other, deriveSeed(seed, 'style of another'));
    mixStyle(values, style, width, drawBeta(this.#styleMix.alpha, random));
    return values;
  }

  async #normalised(row: number, seed: number): Promise<{ values: Float32Array; width: number }> {
    const { version, at } = this.#drawVersion(row, seed);
    const { store, voices } = version;
    const values = await store.read(at);
    applyNormalisation(this.#normalisationOf(voices, at, seed), values, store.width);
    return { values, width: store.width };
  }

  /** The same segment of the clip at some speed, or the clip's last where it has fewer there; the row itself where it has none. */
  #drawVersion(row: number, seed: number): { version: Version; at: number } {
    const [recorded] = this.#versions as [Version];
    if (this.#versions.length === 1) return { version: recorded, at: row };
    const random = xoroshiro128plus(deriveSeed(seed, 'speed'));
    const drawn = uniformInt(random, 0, this.#versions.length - 1);
    const clip = clipAt(recorded.store, row);
    const segment = (this.#rowsOf[0]?.get(clip) ?? []).indexOf(row);
    const rows = this.#rowsOf[drawn]?.get(clip);
    return rows
      ? { version: this.#versions[drawn] as Version, at: rows[Math.min(segment, rows.length - 1)] as number }
      : { version: recorded, at: row };
  }

  #normalisationOf(voices: Voices | undefined, row: number, seed: number): FixedNormalisation {
    const normalisation = this.#normalisation;
    if (normalisation.kind !== 'voice') return normalisation;
    return drawAcquaintance(normalisation, voices as Voices, row, seed);
  }
}

function clipAt(store: FeatureStore, row: number): string {
  return store.rows[row]?.clip ?? '';
}

function groupRows(rows: Iterable<number>, nameOf: (row: number) => string): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const row of rows) {
    const name = nameOf(row);
    const group = groups.get(name);
    if (group) group.push(row);
    else groups.set(name, [row]);
  }
  return groups;
}
