/** Data that no figure can be drawn from; the message names the value and says what it must be. */
export class ReportError extends Error {
  override name = 'ReportError';
}
