/** CREMA-D's and RAVDESS's levels as they rise. */
const LEVELS = ['LO', 'MD', 'HI', 'XX', 'normal', 'strong'];

/** In the order in which they rise; names that are none of the known ones go first, by name. */
export function sortLevels(names: Iterable<string>): string[] {
  return [...names].sort().sort((a, b) => LEVELS.indexOf(a) - LEVELS.indexOf(b));
}
