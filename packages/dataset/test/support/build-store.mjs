// A process that builds a store as it is published: CORPUS OUT RECIPE SHARD_BYTES. Prints each shard's progress,
// then its rows and the largest resident set it came to, in MB.
import { createJsExtractor } from '@ser/dsp';
import { buildFeatureStore, loadCorpus } from '../../dist/index.js';

const [, , root, dir, recipe, shardBytes] = process.argv;
const store = await buildFeatureStore({
  corpus: await loadCorpus(root),
  recipe: JSON.parse(recipe),
  extractor: createJsExtractor(),
  dir,
  shardBytes: Number(shardBytes),
  onProgress: (done, total) => console.log(`${done}/${total}`),
});
let values = 0;
for (const row of store.rows.keys()) values += (await store.read(row)).length;
await store.close();
console.log(
  JSON.stringify({ rows: store.rows.length, values, maxMB: process.resourceUsage().maxRSS / 1000 }),
);
