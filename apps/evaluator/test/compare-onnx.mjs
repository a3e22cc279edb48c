// In a process of its own: ONNX Runtime takes no typed arrays of jest's world. Prints a line a network.
import { ARCHITECTURES, chooseBackend, findArchitecture, joinNetworks } from '@ser/models';
import { compareWithOnnx } from '../dist/onnx/check.js';
import { convertToOnnx } from '../dist/onnx/convert.js';

await chooseBackend({ backend: 'auto', device: 'cpu' });
// Enough for every layer to have something left; the wave network's own size would be gigabytes.
const sizeFor = ({ features }) =>
  features === 'wave' ? { frames: 2000, width: 1 } : { frames: 120, width: 64 };
const networks = ARCHITECTURES.map(({ name, recipe, build }) => ({
  name,
  model: build({ ...sizeFor(recipe), classes: 6, seed: 1 }),
}));
const { recipe, build } = findArchitecture('tiny');
const members = [2, 3].map((seed) => build({ ...sizeFor(recipe), classes: 6, seed }));
networks.push({ name: 'two of tiny', model: await joinNetworks(members) });

for (const { name, model } of networks) {
  // Fresh statistics are 0 and 1, which would hide a mistake.
  for (const { layer, weights } of model.layers.map((layer) => ({ layer, weights: layer.getWeights() }))) {
    if (layer.getClassName() === 'BatchNormalization') layer.setWeights(weights.map((w) => w.add(0.3)));
  }
  const difference = await compareWithOnnx(model, await convertToOnnx(model, {}));
  console.log(JSON.stringify({ name, difference }));
  model.dispose();
}
