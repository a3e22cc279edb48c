/** Draws all that a round is made of from one seed (mulberry32): the same seed gives the same round. */
export class Draw {
  #state;

  constructor(seed) {
    this.#state = seed | 0;
  }

  /** From 0 to below 1. */
  unit() {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  /** Both ends are drawn. */
  integer(least, most) {
    return least + Math.floor(this.unit() * (most - least + 1));
  }

  chance(share) {
    return this.unit() < share;
  }

  pick(list) {
    return list[this.integer(0, list.length - 1)];
  }
}
