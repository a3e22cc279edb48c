// What neither HTML nor XML can carry: control characters, lone surrogates and non-characters.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to replace
const UNFIT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\p{Cs}\ufffe\uffff]/gu;

/** `value` without the characters that XML forbids; each becomes U+FFFD. */
export function plainText(value: unknown): string {
  return String(value).replace(UNFIT, '\ufffd');
}

/** `value` as text or as a quoted attribute of HTML and XML. */
export function escapeText(value: unknown): string {
  return plainText(value)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;');
}

/**
 * For a label inside a figure: on one line and at most `length` characters. Names that every object has, such as
 * `__proto__`, get an invisible character: ECharts keeps measured texts in a plain object, whose prototype they would
 * reach.
 */
export function shortText(value: unknown, length = 24): string {
  const characters = [...plainText(value).replace(/\s+/g, ' ').trim()];
  const text =
    characters.length <= length ? characters.join('') : `${characters.slice(0, length - 1).join('')}…`;
  return text in Object.prototype ? `${text}\u200b` : text;
}
