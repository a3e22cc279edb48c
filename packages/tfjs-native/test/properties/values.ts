import type { CaseTable } from '../support/property.ts';

const DTYPES = ['float32', 'int32', 'bool'] as const;

export const values: CaseTable = {
  Cast: (draw) => {
    const shape = draw.shape(0, 4);
    const x = draw.chance(0.5) ? draw.any(shape) : draw.wild(shape);
    return { inputs: { x }, attrs: { dtype: draw.pick(DTYPES) } };
  },
  ExpandDims: (draw) => {
    const input = draw.any(draw.shape(0, 4));
    return { inputs: { input }, attrs: { dim: draw.integer(-input.shape.length - 1, input.shape.length) } };
  },
  Fill: (draw) => ({
    inputs: {},
    attrs: { shape: draw.shape(0, 4), value: draw.integer(-3, 3), dtype: draw.pick(['float32', 'int32']) },
  }),
  GatherV2: (draw) => {
    const batchDims = draw.integer(0, 1);
    const shape = draw.shape(1 + batchDims, 4, 1);
    const axis = draw.integer(batchDims, shape.length - 1);
    const picks = [...shape.slice(0, batchDims), ...draw.shape(batchDims === 0 ? 0 : 1, 2, 1, 40)];
    const indices = draw.integers(picks, 0, (shape[axis] as number) - 1);
    return { inputs: { x: draw.any(shape), indices }, attrs: { axis, batchDims } };
  },
  Identity: (draw) => ({ inputs: { x: draw.any(draw.shape(0, 4)) } }),
  OneHot: (draw) => ({
    inputs: { indices: draw.integers(draw.shape(0, 3), -1, 6) },
    attrs: { depth: draw.integer(1, 6), onValue: 2, offValue: -1, dtype: draw.pick(['float32', 'int32']) },
  }),
  OnesLike: (draw) => ({ inputs: { x: draw.any(draw.shape(0, 4)) } }),
  Reshape: (draw) => {
    const x = draw.any(draw.shape(1, 4, 1));
    return { inputs: { x }, attrs: { shape: draw.chance(0.5) ? [-1] : [1, ...draw.shuffled(x.shape)] } };
  },
  Select: (draw) => {
    const shape = draw.shape(1, 4);
    const t = draw.any(shape);
    return { inputs: { condition: draw.truths(shape), t, e: draw.any(shape, t.dtype) } };
  },
  UnsortedSegmentSum: (draw) => {
    const x = draw.floats(draw.shape(1, 4, 1));
    const numSegments = draw.integer(1, 6);
    const segmentIds = draw.integers([x.shape[0] as number], 0, numSegments);
    return { inputs: { x, segmentIds }, attrs: { numSegments } };
  },
  ZerosLike: (draw) => ({ inputs: { x: draw.any(draw.shape(0, 4)) } }),
};
