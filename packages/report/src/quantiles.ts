/** Values below which the given shares of some others lie, interpolated between neighbours (NumPy's 'linear'). */
export function quantiles(values: readonly number[], shares: readonly number[]): number[] {
  const sorted = Float64Array.from(values).sort();
  return shares.map((share) => {
    const place = share * (sorted.length - 1);
    const below = sorted[Math.floor(place)] as number;
    const above = sorted[Math.ceil(place)] as number;
    const part = place - Math.floor(place);
    return below * (1 - part) + above * part;
  });
}
