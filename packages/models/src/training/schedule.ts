/** How the learning rate runs over a training: all along the same, or by {@link warmCosine}. */
export type Schedule = 'constant' | 'warm-cosine';

/** Share of the steps in which the learning rate rises. */
const WARM_UP = 0.05;

/**
 * The part of the full learning rate that a step takes: a short linear rise, and half a cosine down to 0 at
 * the last step, so that the weights come to rest. Loshchilov & Hutter, "SGDR" (2017), without restarts.
 *
 * @param step from 0
 * @param steps of the whole training
 */
export function warmCosine(step: number, steps: number): number {
  const rise = Math.min(1, (step + 1) / (WARM_UP * steps));
  const fall = (1 + Math.cos((Math.PI * Math.min(step, steps)) / steps)) / 2;
  return rise * fall;
}
