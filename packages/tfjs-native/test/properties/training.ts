import type { Draw, Value } from '../support/draw.ts';
import type { CaseTable } from '../support/property.ts';

const positive = (value: Value): Value => ({
  ...value,
  values: value.values.map((x) => Math.fround(Math.abs(x) + 0.1)),
});

/** Images of any rank, long enough that their rows are several chunks' now and then. */
function images(draw: Draw, channels: number): Value {
  const rows = draw.chance(0.2) ? [draw.integer(1000, 3000)] : draw.shape(0, 3, 1);
  const mean = draw.pick([0, 3, -100]);
  const x = draw.floats([...rows, channels]);
  return { ...x, values: x.values.map((value) => Math.fround(value + mean)) };
}

/** Calls of the kernels that TensorFlow.js doesn't have. */
export const training: CaseTable = {
  AdamStep: (draw) => {
    const shape = draw.shape(0, 3);
    const inputs = {
      variable: draw.floats(shape),
      gradient: draw.floats(shape),
      first: draw.floats(shape),
      second: positive(draw.floats(shape)),
    };
    const attrs = {
      learningRate: draw.pick([1e-3, 0.1]),
      beta1: draw.pick([0, 0.9]),
      beta2: draw.pick([0.99, 0.999]),
      epsilon: 1e-6,
      step: draw.integer(1, 100),
      kept: draw.pick([1, 0.99]),
    };
    return { inputs, attrs };
  },
  BatchNormTraining: (draw) => {
    const channels = draw.integer(1, 40);
    const inputs = {
      x: images(draw, channels),
      offset: draw.floats([channels]),
      scale: draw.floats([channels]),
    };
    return { inputs, attrs: { varianceEpsilon: 0.01 } };
  },
  BatchNormTrainingGrad: (draw) => {
    const channels = draw.integer(1, 40);
    const x = images(draw, channels);
    const inputs = {
      x,
      dy: draw.floats(x.shape),
      mean: draw.floats([channels]),
      variance: positive(draw.floats([channels])),
      scale: draw.floats([channels]),
    };
    return { inputs, attrs: { varianceEpsilon: 0.01 } };
  },
  MovingAverage: (draw) => {
    const shape = draw.shape(0, 3);
    return { inputs: { average: draw.floats(shape), value: draw.floats(shape) }, attrs: { decay: 0.7 } };
  },
  ReluGrad: (draw) => {
    const shape = draw.shape(0, 3);
    return { inputs: { dy: draw.floats(shape), x: draw.floats(shape) } };
  },
};
