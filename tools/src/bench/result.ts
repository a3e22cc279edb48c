/** Numbers in rows of `width`, whatever the feature. */
export interface Result {
  values: ArrayLike<number>;
  width: number;
}

/** The largest difference, in parts of its row's largest value; Infinity where one result isn't comparable. */
export function deviation(actual: Result, expected: Result): number {
  if (actual.values.length !== expected.values.length) return Number.POSITIVE_INFINITY;
  let worst = 0;
  for (let row = 0; row < expected.values.length; row += expected.width) {
    let largest = 0;
    let difference = 0;
    for (let i = row; i < row + expected.width; i++) {
      const value = expected.values[i] as number;
      largest = Math.max(largest, Math.abs(value));
      difference = Math.max(difference, Math.abs(value - (actual.values[i] as number)));
    }
    if (Number.isNaN(difference)) return Number.POSITIVE_INFINITY;
    if (difference > 0) worst = Math.max(worst, difference / largest);
  }
  return worst;
}
