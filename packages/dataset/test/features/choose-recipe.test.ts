import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PRESETS } from '@ser/dsp';
import { chooseRecipe, type RecipeChoice } from '../../src/features/choose-recipe.ts';
import { shortestClipSamples } from '../../src/features/shortest-clip.ts';
import type { Corpus } from '../../src/types.ts';
import { clipName, madeCorpus } from '../support/made-corpus.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const folder = useTempFolder();
let corpus: Corpus;
beforeEach(async () => {
  corpus = await madeCorpus(folder(), [0.5, 0.3, 0.4], [16_000, 22_050, 8000]);
});

const choose = (choice: RecipeChoice) => chooseRecipe(choice, corpus);

it('is compact by default, and the notebook for waves', async () => {
  expect(await choose({})).toEqual(PRESETS.compact);
  expect(await choose({ preset: 'notebook' })).toEqual(PRESETS['notebook-mel']);
  expect(await choose({ features: 'wave' })).toEqual(PRESETS['notebook-wave']);
  expect(await choose({ features: 'wave', preset: 'notebook' })).toEqual(PRESETS['notebook-wave']);
});

it('cuts as asked', async () => {
  const segments = async (choice: RecipeChoice) => (await choose(choice)).segments;
  expect(await segments({ seconds: 4 })).toEqual({ kind: 'window', seconds: 4, hopSeconds: 2, pad: false });
  expect(await segments({ preset: 'tiny', seconds: 4 })).toEqual({ kind: 'whole', seconds: 4 });
  expect(await segments({ preset: 'notebook', segments: 'whole' })).toEqual({ kind: 'whole', seconds: 2.5 });
  expect(await segments({ preset: 'tiny', segments: 'window' })).toEqual({
    kind: 'window',
    seconds: 2.5,
    hopSeconds: 1.25,
  });
  expect(await segments({ preset: 'notebook', segments: 'window', seconds: 2, hopSeconds: 0.5 })).toEqual({
    kind: 'window',
    seconds: 2,
    hopSeconds: 0.5,
  });
});

it("equalises to the corpus's shortest clip, at the recipe's rate", async () => {
  expect((await choose({ segments: 'equalise' })).segments).toEqual({ kind: 'equalise', samples: 4800 });
  expect((await choose({ segments: 'equalise', preset: 'notebook' })).segments).toEqual({
    kind: 'equalise',
    samples: 6615,
    dropFirst: true,
  });
});

it.each<[RecipeChoice, RegExp]>([
  [{ features: 'wave', preset: 'compact' }, /preset compact has no 'wave' features/],
  [{ preset: 'notebook', seconds: 2 }, /seconds is given, but segments are 'equalise'/],
  [{ preset: 'tiny', hopSeconds: 1 }, /hop-seconds is given, but segments are 'whole'/],
])('refuses %j', async (choice, message) => {
  await expect(choose(choice)).rejects.toThrow(message);
});

it('measures the shortest clip among those that can be read', async () => {
  expect(await shortestClipSamples(corpus, 22_050)).toBe(6615);
  await writeFile(join(folder(), clipName(1)), 'no audio');
  expect(await shortestClipSamples(corpus, 8000)).toBe(3200);
  for (const i of [0, 2]) await writeFile(join(folder(), clipName(i)), 'no audio');
  await expect(shortestClipSamples(corpus, 8000)).rejects.toThrow(/none of its 3 clips can be read/);
});
