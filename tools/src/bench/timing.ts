/** Shorter calls are repeated until they come to this, so that the clock's grain and one hiccup don't count. */
const LEAST_MS = 100;

/** Seconds that a call takes. */
export async function time(call: () => unknown): Promise<number> {
  const start = performance.now();
  for (let calls = 1; ; calls++) {
    await call();
    const elapsed = performance.now() - start;
    if (elapsed >= LEAST_MS) return elapsed / calls / 1000;
  }
}

/**
 * Seconds of each call in each round, `seconds[call][round]`. They change places from round to round, so that none
 * always comes first, and ratios are formed within a round.
 */
export async function takeTurns(
  calls: readonly (() => unknown)[],
  rounds: number,
  onCall: () => void = () => {},
): Promise<number[][]> {
  const seconds: number[][] = calls.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < calls.length; turn++) {
      const i = (round + turn) % calls.length;
      seconds[i]?.push(await time(calls[i] as () => unknown));
      onCall();
    }
  }
  return seconds;
}

/** How many times as fast as `baseline` it was: the median of the rounds' ratios. */
export function speedRatio(own: readonly number[], baseline: readonly number[]): number {
  return median(own.map((value, round) => (baseline[round] as number) / value));
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] as number) + (sorted[Math.floor(middle)] as number)) / 2;
}
