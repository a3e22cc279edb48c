// Six stops from near-black over purple and orange to pale yellow; lightness rises evenly, so the map reads the
// same in grey and to people with any colour vision.
const STOPS: readonly [number, number, number][] = [
  [8, 8, 22],
  [60, 20, 95],
  [136, 34, 106],
  [208, 70, 72],
  [246, 145, 48],
  [252, 246, 178],
];

/** 256 colours from the lowest to the highest value. */
export const COLOR_MAP: readonly (readonly number[])[] = Array.from({ length: 256 }, (_, i) => {
  const at = (i / 255) * (STOPS.length - 1);
  const from = Math.min(Math.floor(at), STOPS.length - 2);
  const low = STOPS[from] as (typeof STOPS)[number];
  const high = STOPS[from + 1] as (typeof STOPS)[number];
  return low.map((value, channel) => Math.round(value + (at - from) * ((high[channel] as number) - value)));
});
