import { sortLevels } from '../../src/corpora/levels.ts';

it('sorts levels as they rise, and others before them by name', () => {
  expect(sortLevels(['XX', 'HI', 'b', 'LO', 'a', 'MD'])).toEqual(['a', 'b', 'LO', 'MD', 'HI', 'XX']);
  expect(sortLevels(new Set(['strong', 'normal']))).toEqual(['normal', 'strong']);
});
