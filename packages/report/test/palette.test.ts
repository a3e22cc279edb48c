import { HEAT, HEAT_TURN, heatStep, INK, MUTED, PAPER, SERIES, SHADES, SOFT } from '../src/palette.ts';

/** WCAG 2.2's contrast ratio. */
function contrast(a: string, b: string): number {
  const luminance = (hex: string) => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
      const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [low = 0, high = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

describe.each(['light', 'dark'] as const)('on %s paper', (theme) => {
  it('text reaches WCAG AA', () => {
    for (const ground of [PAPER, SOFT]) {
      expect(contrast(INK[theme], ground[theme])).toBeGreaterThanOrEqual(4.5);
      expect(contrast(MUTED[theme], ground[theme])).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrast((SERIES[0] as typeof INK)[theme], PAPER[theme])).toBeGreaterThanOrEqual(4.5); // links
  });

  it('lines and bars reach the 3 : 1 that WCAG asks of graphics', () => {
    for (const shade of SERIES) expect(contrast(shade[theme], PAPER[theme])).toBeGreaterThanOrEqual(3);
  });

  it('figures in cells of a heat map reach WCAG AA', () => {
    HEAT.forEach((shade, step) => {
      const text = step >= HEAT_TURN ? PAPER : INK;
      expect(contrast(text[theme], shade[theme])).toBeGreaterThanOrEqual(4.5);
    });
  });

  it('each step of a heat map stands out more than the one before', () => {
    const steps = HEAT.map((shade) => contrast(shade[theme], PAPER[theme]));
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
  });
});

it('has each light colour once, so that each has one dark partner', () => {
  const light = SHADES.map((shade) => shade.light);
  expect(new Set(light).size).toBe(light.length);
});

it('keeps a step for nothing and reaches the last one only near all', () => {
  expect([0, 0.001, 0.5, 0.99, 1].map(heatStep)).toEqual([0, 1, 5, 9, 9]);
});
