import type { Frames } from '@ser/dsp';
import {
  type Data,
  Field,
  Float32,
  Int32,
  List,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  Utf8,
  type Vector,
  vectorFromArray,
} from 'apache-arrow';
import type { SegmentRef } from '../types.ts';

/** A segment of the store: all but its values. */
export interface StoreRow extends SegmentRef {
  label: string;
  speaker?: string;
  sentence?: string;
  sex?: 'female' | 'male';
  level?: string;
  /** Rows of `width` values. */
  frames: number;
}

const VALUES = new List(new Field('item', new Float32(), false));

const FIELDS = {
  clip: new Field('clip', new Utf8(), false),
  segment: new Field('segment', new Int32(), false),
  label: new Field('label', new Utf8(), false),
  speaker: new Field('speaker', new Utf8(), true),
  sentence: new Field('sentence', new Utf8(), true),
  sex: new Field('sex', new Utf8(), true),
  level: new Field('level', new Utf8(), true),
  frames: new Field('frames', new Int32(), false),
  width: new Field('width', new Int32(), false),
  values: new Field('values', VALUES, false),
};

/** The table that a store is: a row a segment, its features as a list of float32, time-major. */
export const SCHEMA = new Schema(Object.values(FIELDS));

/** `frames` holds the values of `rows`, in order; they are taken as they are, not copied. */
export function toRecordBatch(rows: readonly StoreRow[], frames: Frames): RecordBatch {
  const texts = (name: 'clip' | 'label' | 'speaker' | 'sentence' | 'sex' | 'level') =>
    vectorFromArray(
      rows.map((row) => row[name] ?? null),
      FIELDS[name].type,
    ).data[0] as Data;
  const integers = (value: (row: StoreRow) => number) =>
    makeData({ type: new Int32(), data: Int32Array.from(rows, value) });
  const columns: Record<keyof typeof FIELDS, Data> = {
    clip: texts('clip'),
    segment: integers((row) => row.segment),
    label: texts('label'),
    speaker: texts('speaker'),
    sentence: texts('sentence'),
    sex: texts('sex'),
    level: texts('level'),
    frames: integers((row) => row.frames),
    width: integers(() => frames.width),
    values: makeData({
      type: VALUES,
      length: rows.length,
      nullCount: 0,
      valueOffsets: Int32Array.from(frames.offsets, (offset) => offset * frames.width),
      child: makeData({ type: new Float32(), data: frames.data }),
    }),
  };
  const children = Object.values(columns);
  const data = makeData({ type: new Struct(SCHEMA.fields), length: rows.length, nullCount: 0, children });
  return new RecordBatch(SCHEMA, data);
}

/**
 * The rows of a batch that was read from `bytes`, each with the byte there at which its values start. Texts go
 * through `intern`, so that a label or speaker is held once and not once a row.
 */
export function* fromRecordBatch(
  batch: RecordBatch,
  bytes: Uint8Array,
  intern: (text: string) => string,
): Generator<[row: StoreRow, position: number]> {
  if (batch.numRows === 0) return;
  const column = (name: keyof typeof FIELDS) => batch.getChild(name) as Vector;
  const [clips, segments, labels, frames] = (['clip', 'segment', 'label', 'frames'] as const).map(column) as [
    Vector,
    Vector,
    Vector,
    Vector,
  ];
  const optional = (['speaker', 'sentence', 'sex', 'level'] as const).map(
    (name) => [name, column(name)] as const,
  );
  const lists = column('values').data[0] as Data<List<Float32>>;
  const start = (lists.children[0] as Data<Float32>).values.byteOffset - bytes.byteOffset;
  for (let i = 0; i < batch.numRows; i++) {
    const row: StoreRow = {
      clip: intern(clips.get(i)),
      segment: segments.get(i),
      label: intern(labels.get(i)),
      frames: frames.get(i),
    };
    for (const [name, texts] of optional) {
      const text: string | null = texts.get(i);
      if (text !== null) Object.assign(row, { [name]: intern(text) });
    }
    yield [row, start + 4 * (lists.valueOffsets[i] as number)];
  }
}
