/** A configuration or run directory that can't be used; the message names it and says what to do. */
export class RunError extends Error {
  override name = 'RunError';
}
