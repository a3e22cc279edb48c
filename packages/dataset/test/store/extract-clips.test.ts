import { copyFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FeatureExtractor, FeatureRecipe } from '@ser/dsp';
import { createExtractor } from '@ser/dsp-native';
import { extractClips } from '../../src/store/extract-clips.ts';
import type { Clip } from '../../src/types.ts';
import { clipName, madeCorpus } from '../support/made-corpus.ts';
import { useTempFolder } from '../support/temp-folder.ts';
import { wavBytes } from '../support/wav-bytes.ts';

const folder = useTempFolder();
const FIXTURES = join(import.meta.dirname, '../../fixtures/audio');
const RECIPE: FeatureRecipe = {
  features: 'mel',
  sampleRate: 16_000,
  segments: { kind: 'window', seconds: 0.2, hopSeconds: 0.1 },
  mel: { fftSize: 512, hopLength: 256, melBands: 20 },
};

/** What comes of every clip, one after the other: its id and values, or why it can't be read. */
async function extractAll(clips: Clip[], extractor: FeatureExtractor) {
  const values: [string, number[][]][] = [];
  const problems: [string, string][] = [];
  let seconds = 0;
  const onBad = (clip: Clip, error: Error) => problems.push([clip.id, error.message]);
  for await (const block of extractClips(clips, RECIPE, extractor, onBad)) {
    const { frames, segmentOffsets } = block;
    expect(segmentOffsets).toHaveLength(block.clips.length + 1);
    expect(frames.data).toHaveLength(frames.offsets.at(-1)! * frames.width);
    for (const [i, { id }] of block.clips.entries()) {
      const rows = [...frames.offsets.subarray(segmentOffsets[i], segmentOffsets[i + 1]! + 1)];
      const ends = rows.slice(1).map((end, s) => [rows[s]! * frames.width, end * frames.width] as const);
      values.push([id, ends.map(([from, to]) => [...frames.data.subarray(from, to)])]);
    }
    seconds += block.seconds;
  }
  return { values, problems, seconds };
}

it('gives the same clips and problems, whether the extractor reads files or not', async () => {
  await madeCorpus(folder(), [0.5, 0.3, 0.9, 0.1, 0.4, 0.7, 0.2, 0.3, 0.2], [16_000, 16_000, 8000, 22_050]);
  const path = (i: number) => join(folder(), clipName(i));
  await copyFile(join(FIXTURES, 'chirp.flac'), path(1)); // a FLAC file that is named .wav
  await writeFile(path(2), 'no audio');
  await truncate(path(4), 1000);
  await writeFile(path(5), wavBytes([0, 100, 200, 220], { kind: 'mu-law' }));
  await writeFile(path(6), wavBytes([0, Number.NaN], { kind: 'f32' }));
  const clips = Array.from({ length: 10 }, (_, i) => ({ id: `clip ${i}`, path: path(i), label: 'ANG' }));

  const [js, native] = await Promise.all([
    createExtractor({ device: 'js' }),
    createExtractor({ device: 'cpu' }),
  ]);
  const expected = await extractAll(clips, js);
  const actual = await extractAll(clips, native);
  for (const extractor of [js, native]) extractor.dispose();
  expect(expected.problems.map(([id]) => id)).toEqual(['clip 2', 'clip 4', 'clip 6', 'clip 9']);
  expect(actual.problems).toEqual(expected.problems);
  expect(actual.seconds).toBeCloseTo(expected.seconds, 6);
  expect(actual.values.map(([id, segments]) => [id, segments.map((row) => row.length)])).toEqual(
    expected.values.map(([id, segments]) => [id, segments.map((row) => row.length)]),
  );
  for (const [i, [, segments]] of actual.values.entries()) {
    for (const [s, row] of segments.entries()) {
      const reference = expected.values[i]![1][s]!;
      const largest = Math.max(...reference);
      expect(Math.max(...row.map((x, k) => Math.abs(x - reference[k]!)))).toBeLessThanOrEqual(1e-5 * largest);
    }
  }
});
