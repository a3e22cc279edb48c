import { join } from 'node:path';
import { createJsExtractor, type FeatureRecipe, PRESETS } from '@ser/dsp';
import { planShards } from '../../src/store/plan.ts';
import { extractShard } from '../../src/store/shard.ts';
import { madeCorpus } from '../support/made-corpus.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const folder = useTempFolder();

/** One value a sample: 64 kB a second. */
const WAVE: FeatureRecipe = {
  features: 'wave',
  sampleRate: 16_000,
  segments: { kind: 'equalise', samples: 1600 },
};

it('deals clips out in order, up to the size of a shard', async () => {
  const { clips } = await madeCorpus(folder(), [0.5, 0.5, 0.5, 3, 0.5]);
  const tasks = planShards(clips, WAVE, '/store', 70_000);
  expect(tasks.map((task) => task.clips.length)).toEqual([2, 1, 1, 1]);
  expect(tasks.flatMap((task) => task.clips)).toEqual(clips);
  expect(tasks.map(({ index, path }) => [index, path])).toEqual([
    [0, '/store/part-00000.arrow'],
    [1, '/store/part-00001.arrow'],
    [2, '/store/part-00002.arrow'],
    [3, '/store/part-00003.arrow'],
  ]);
});

it('takes at most 1,024 clips, however little they give', async () => {
  const { clips } = await madeCorpus(folder(), [0.1]);
  const many = Array.from({ length: 2500 }, () => clips[0] as (typeof clips)[0]);
  expect(planShards(many, PRESETS.tiny, '/store', 1e9).map((task) => task.clips.length)).toEqual([
    1024, 1024, 452,
  ]);
});

it('makes tasks that can be sent to another machine and back', async () => {
  const { clips } = await madeCorpus(folder(), [0.3, 0.05]);
  const [task] = planShards(clips, WAVE, folder());
  const sent = JSON.parse(JSON.stringify(task));
  const report = await extractShard(sent, createJsExtractor());
  expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  expect(report).toMatchObject({
    file: 'part-00000.arrow',
    clips: 2,
    rows: 3,
    width: 1,
    problems: [],
    tooShort: ['1002_IEO_DIS_HI'],
  });
  expect(report.seconds).toBeCloseTo(0.35);
  expect(sent.path).toBe(join(folder(), report.file));
});
