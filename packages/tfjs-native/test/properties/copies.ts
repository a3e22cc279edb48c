import type { Draw } from '../support/draw.ts';
import type { CaseTable } from '../support/property.ts';

const axesOf = (shape: number[]) => shape.map((_, axis) => axis);

/** A shape and one of its axes. */
function shapeWithAxis(draw: Draw) {
  const shape = draw.shape(1, 4);
  return { shape, axis: draw.integer(0, shape.length - 1) };
}

/** Counted from the front or from the end. */
const named = (draw: Draw, axis: number, rank: number) => (draw.chance(0.3) ? axis - rank : axis);

export const copies: CaseTable = {
  Concat: (draw) => {
    const { shape, axis } = shapeWithAxis(draw);
    const { dtype } = draw.any([0]);
    const inputs = Array.from({ length: draw.integer(1, 4) }, () =>
      draw.any(shape.with(axis, draw.size()), dtype),
    );
    return { inputs, attrs: { axis: named(draw, axis, shape.length) } };
  },
  Pack: (draw) => {
    const shape = draw.shape(0, 4);
    const { dtype } = draw.any([0]);
    const inputs = Array.from({ length: draw.integer(1, 4) }, () => draw.any(shape, dtype));
    return { inputs, attrs: { axis: draw.integer(-shape.length - 1, shape.length) } };
  },
  PadV2: (draw) => {
    const x = draw.any(draw.shape(1, 5));
    const paddings = x.shape.map(() => [draw.integer(0, 3), draw.integer(0, 3)]);
    return { inputs: { x }, attrs: { paddings, constantValue: draw.integer(0, 1) } };
  },
  Reverse: (draw) => {
    const x = draw.any(draw.shape(1, 5));
    return { inputs: { x }, attrs: { dims: draw.some(axesOf(x.shape)) } };
  },
  Slice: (draw) => {
    const x = draw.any(draw.shape(1, 5));
    const begin = x.shape.map((size) => draw.integer(0, size));
    const size = x.shape.map((whole, i) =>
      draw.chance(0.2) ? -1 : draw.integer(0, whole - (begin[i] as number)),
    );
    return { inputs: { x }, attrs: { begin, size } };
  },
  SplitV: (draw) => {
    const sizes = Array.from({ length: draw.integer(1, 4) }, () => draw.integer(0, 5));
    const { shape, axis } = shapeWithAxis(draw);
    const whole = shape.with(
      axis,
      sizes.reduce((sum, size) => sum + size, 0),
    );
    return { inputs: { x: draw.any(whole) }, attrs: { numOrSizeSplits: sizes, axis } };
  },
  StridedSlice: (draw) => {
    const x = draw.any(draw.shape(1, 4, 1));
    const inRange = (size: number) => draw.integer(-size, size);
    const mask = () => draw.integer(0, 2 ** x.shape.length - 1);
    return {
      inputs: { x },
      attrs: {
        begin: x.shape.map(inRange),
        end: x.shape.map(inRange),
        // Where all are 1, TensorFlow.js's JavaScript kernel fails if begin is beyond end.
        strides: x.shape.map((_, axis) => draw.pick(axis === 0 ? [-2, -1, 2, 3] : [-3, -2, -1, 1, 2, 3])),
        beginMask: mask(),
        endMask: mask(),
        ellipsisMask: 0,
        newAxisMask: 0,
        shrinkAxisMask: 0,
      },
    };
  },
  Tile: (draw) => {
    const x = draw.any(draw.shape(1, 4, 0, 100));
    return { inputs: { x }, attrs: { reps: x.shape.map(() => draw.integer(1, 3)) } };
  },
  Transpose: (draw) => {
    const x = draw.any(draw.shape(1, 6));
    return { inputs: { x }, attrs: { perm: draw.shuffled(axesOf(x.shape)) } };
  },
  Unpack: (draw) => {
    const { shape, axis } = shapeWithAxis(draw);
    const value = draw.any(shape.with(axis, draw.integer(1, 4)));
    return { inputs: { value }, attrs: { axis: named(draw, axis, shape.length) } };
  },
};
