// One thing of a good call made wrong, anywhere in it.

const NUMBERS = [
  -1,
  0,
  1,
  2,
  3,
  0.5,
  2 ** 15,
  2 ** 20,
  2 ** 31,
  2 ** 32 - 1,
  2 ** 32,
  2 ** 40,
  2 ** 53,
  2 ** 63,
  1e300,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
];

const KINDS = [Float32Array, Float64Array, Int16Array, Uint16Array, Int32Array, Uint32Array, Uint8Array];

function somethingElse(draw) {
  return draw.pick([
    undefined,
    null,
    true,
    '',
    'power',
    Symbol('spoiled'),
    12n,
    () => 1,
    {},
    [],
    [1, 2, 3],
    new ArrayBuffer(64),
    new DataView(new ArrayBuffer(64)),
    new BigInt64Array(4),
    new Float32Array(0),
    new Uint32Array(1),
    draw.pick(NUMBERS),
  ]);
}

function detached(array) {
  structuredClone(array.buffer, { transfer: [array.buffer] });
  return array;
}

function shrunk(array) {
  const buffer = new ArrayBuffer(array.byteLength, { maxByteLength: array.byteLength + 8 });
  const view = new array.constructor(buffer);
  buffer.resize(0);
  return view;
}

function inSharedMemory(array) {
  const copy = new array.constructor(new SharedArrayBuffer(array.byteLength));
  copy.set(array);
  return copy;
}

function withOneChanged(draw, array) {
  const copy = array.slice();
  if (copy.length > 0) copy[draw.integer(0, copy.length - 1)] = draw.pick([...NUMBERS, copy[0] + 1]);
  return copy;
}

function spoiledArray(draw, array) {
  const copy = array.slice(); // for its own memory, that others don't lose theirs
  return draw.pick([
    () => withOneChanged(draw, array),
    () => withOneChanged(draw, array),
    () => copy.subarray(1),
    () => copy.subarray(0, -1),
    () => copy.subarray(0, draw.integer(0, copy.length)),
    () => copy.subarray(0, 0),
    () => new array.constructor(array.length + draw.pick([1, 2, array.length])),
    () => copy.reverse(),
    () => new (draw.pick(KINDS))(array.length),
    () => detached(copy),
    () => shrunk(array),
    () => inSharedMemory(array),
    () => somethingElse(draw),
  ])();
}

function spoiledNumber(draw, number) {
  const near = [number + 1, number - 1, 2 * number, -number, Math.floor(number / 2)];
  return draw.chance(0.2) ? somethingElse(draw) : draw.pick([...NUMBERS, ...near]);
}

/** Not one that was spoiled before: what is detached can't be copied. */
const isTable = (value) => KINDS.some((kind) => value instanceof kind) && value.buffer.byteLength > 0;

export function spoiledValue(draw, value) {
  if (isTable(value)) return spoiledArray(draw, value);
  if (typeof value === 'number') return spoiledNumber(draw, value);
  if (typeof value === 'boolean') return draw.chance(0.5) ? !value : somethingElse(draw);
  return somethingElse(draw);
}

const isFolder = (value) => typeof value === 'object' && value !== null && !ArrayBuffer.isView(value);

/** Changes one field of `job`, or of the objects in it, in place. Gives its path, for messages. */
export function spoil(draw, job) {
  const places = [];
  const visit = (object, path) => {
    for (const [name, value] of Object.entries(object)) {
      places.push({ object, name, path: `${path}${name}` });
      if (isFolder(value)) visit(value, `${path}${name}.`);
    }
  };
  visit(job, '');
  const { object, name, path } = draw.pick(places);
  if (draw.chance(0.05)) delete object[name];
  else object[name] = spoiledValue(draw, object[name]);
  return path;
}
