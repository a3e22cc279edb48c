/** A colour on light paper and the same one on dark. */
export interface Shade {
  light: string;
  dark: string;
}

// Figures are drawn in the light colours; on a dark page, style rules swap each for its dark partner by
// its value. So every light colour below must be there once only, and figures use no other colour.

/** Text reaches a contrast of at least 4.5 : 1 on `paper` and `soft`, both light and dark. */
export const PAPER: Shade = { light: '#ffffff', dark: '#15181d' };
export const SOFT: Shade = { light: '#f4f6f8', dark: '#1e2229' };
export const RULE: Shade = { light: '#dde2e7', dark: '#343b45' };
export const MUTED: Shade = { light: '#57616c', dark: '#a2acb8' };
export const INK: Shade = { light: '#1a1f25', dark: '#e9ecef' };

/** For lines and bars, told apart by people with any colour vision (after Okabe and Ito's set of 2008). */
export const SERIES: readonly Shade[] = [
  { light: '#0072b2', dark: '#56b4e9' },
  { light: '#d55e00', dark: '#ff9c5b' },
  { light: '#009e73', dark: '#3ecf9f' },
  { light: '#a8508a', dark: '#e59fcb' },
];

/**
 * Heat maps, from nothing to all. One hue with even steps of lightness, away from the paper. The step between
 * 5 and 6 is wide on purpose: up to 5 the text is ink, from 6 it is paper, and both keep 4.5 : 1.
 */
export const HEAT: readonly Shade[] = [
  { light: '#f3f7fb', dark: '#1b2027' },
  { light: '#e0ecf6', dark: '#1c2c3d' },
  { light: '#cbdff0', dark: '#1c364f' },
  { light: '#b3d0e9', dark: '#1b4061' },
  { light: '#98bfe0', dark: '#1a4a73' },
  { light: '#7aacd5', dark: '#195486' },
  { light: '#2a72b0', dark: '#5aa5e0' },
  { light: '#1d609b', dark: '#78b8ea' },
  { light: '#124e85', dark: '#97caf1' },
  { light: '#083c6d', dark: '#b9ddf8' },
];

/** From this step of {@link HEAT} on, text stands out in paper rather than ink. */
export const HEAT_TURN = 6;

/** The step of {@link HEAT} for a share of the largest value; 0 has a step of its own. */
export function heatStep(share: number): number {
  return share <= 0 ? 0 : Math.min(HEAT.length - 1, 1 + Math.floor(share * (HEAT.length - 1)));
}

/** Every colour that a figure may hold. */
export const SHADES: readonly Shade[] = [PAPER, SOFT, RULE, MUTED, INK, ...SERIES, ...HEAT];
