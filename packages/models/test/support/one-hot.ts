/** Targets that are sure of their class: a row of probabilities for each of `classes`. */
export function oneHot(classes: ArrayLike<number>, count: number): Float32Array {
  return Float32Array.from({ length: classes.length * count }, (_, i) =>
    classes[Math.floor(i / count)] === i % count ? 1 : 0,
  );
}
