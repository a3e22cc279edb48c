import { withAges } from '../src/ages.ts';

it('adds ages in bands of ten years where the corpus knows them', () => {
  const record = (clip: string) => ({ clip, label: 'ANG', probabilities: [1] });
  const clip = (id: string, age?: number) => ({
    id,
    path: id,
    label: 'ANG',
    ...(age !== undefined && { age }),
  });
  const judged = withAges({ stranger: [record('a'), record('b')], all: [record('a')] }, [
    clip('a', 30),
    clip('b'),
  ]);
  expect(judged).toEqual({
    stranger: [{ ...record('a'), age: '30–39' }, record('b')],
    all: [{ ...record('a'), age: '30–39' }],
  });
});
