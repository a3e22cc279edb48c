/**
 * A seed of its own for everything that draws random numbers, from the run's seed and a name: the same pair
 * gives the same seed on every machine, and different names give unrelated streams.
 *
 * @returns a 32-bit integer, 0 or more (FNV-1a over `seed/name`, then MurmurHash3's finaliser)
 */
export function deriveSeed(seed: number, name: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(`${seed}/${name}`)) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
