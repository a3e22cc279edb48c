/**
 * The first `coefficients` rows of the orthonormal DCT-II over `bands` values (`scipy.fft.dct(…, norm='ortho')`), row by
 * row: coefficient k of x is `Σ_b matrix[k × bands + b] × x[b]`.
 */
export function dctMatrix(coefficients: number, bands: number): Float32Array {
  const matrix = new Float32Array(coefficients * bands);
  for (let k = 0; k < coefficients; k++) {
    const scale = Math.sqrt((k === 0 ? 1 : 2) / bands);
    for (let b = 0; b < bands; b++) {
      matrix[k * bands + b] = scale * Math.cos((Math.PI * k * (2 * b + 1)) / (2 * bands));
    }
  }
  return matrix;
}
