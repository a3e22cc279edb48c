/** An input, option or file that can't be used; the message names it and says what to do. */
export class ModelError extends Error {
  override name = 'ModelError';
}
