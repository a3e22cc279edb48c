import { peopleFigures } from '../src/people.ts';

const labels = ['ANG', 'NEU', 'SAD'];

it('counts single votes and the most voted label, and averages over labels that occur', () => {
  const clips = [
    { label: 'ANG', votes: { ANG: 3, NEU: 1 } },
    { label: 'ANG', votes: { NEU: 4 } },
    { label: 'NEU', votes: { NEU: 2, SAD: 2 } },
    { label: 'NEU' },
    { label: 'HAP', votes: { ANG: 9 } },
  ];
  expect(peopleFigures(clips, labels)).toEqual({
    count: 3,
    votes: 12,
    single: { accuracy: 5 / 12, uar: (3 / 8 + 2 / 4) / 2 },
    majority: { accuracy: 1.5 / 3, uar: (1 / 2 + 0.5) / 2 },
  });
});

it('says nothing where nobody was asked', () => {
  expect(peopleFigures([{ label: 'ANG' }, { label: 'NEU', votes: {} }], labels)).toBeUndefined();
});
