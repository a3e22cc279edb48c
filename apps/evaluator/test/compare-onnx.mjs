// In a process of its own: ONNX Runtime takes no typed arrays of jest's world. Prints a line an architecture.
import { ARCHITECTURES, chooseBackend } from '@ser/models';
import { compareWithOnnx } from '../dist/onnx/check.js';
import { convertToOnnx } from '../dist/onnx/convert.js';

await chooseBackend({ backend: 'auto', device: 'cpu' });
for (const { name, recipe, build } of ARCHITECTURES) {
  // Enough for every layer to have something left; the wave network's own size would be gigabytes.
  const shape = recipe.features === 'wave' ? { frames: 2000, width: 1 } : { frames: 120, width: 64 };
  const model = build({ ...shape, classes: 6, seed: 1 });
  // Fresh statistics are 0 and 1, which would hide a mistake.
  for (const { layer, weights } of model.layers.map((layer) => ({ layer, weights: layer.getWeights() }))) {
    if (layer.getClassName() === 'BatchNormalization') layer.setWeights(weights.map((w) => w.add(0.3)));
  }
  const difference = await compareWithOnnx(model, await convertToOnnx(model, {}));
  console.log(JSON.stringify({ name, difference }));
  model.dispose();
}
