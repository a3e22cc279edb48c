import { checkTrainable } from '../../src/corpora/check.ts';

const clip = (label: string) => ({ id: label, path: '', label });

it('accepts two classes', () => {
  expect(() =>
    checkTrainable({ root: '/corpus', labels: ['ANG', 'SAD'], clips: [clip('ANG'), clip('SAD')] }),
  ).not.toThrow();
});

it('refuses one class, naming the folder and the class', () => {
  expect(() => checkTrainable({ root: '/corpus', labels: ['ANG'], clips: [clip('ANG')] })).toThrow(
    /\/corpus: all 1 clips have the label ANG/,
  );
});
