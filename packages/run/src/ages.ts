import type { Clip } from '@ser/dataset';
import type { PredictionRecord } from '@ser/models';
import type { Judgement } from './judge.ts';

/** Adds to each prediction how old the speaker is, in bands of ten years, where the corpus says so. */
export function withAges(judgement: Judgement, clips: readonly Clip[]): Judgement {
  const bands = new Map(
    clips.flatMap(({ id, age }) => (age === undefined ? [] : [[id, band(age)] as const])),
  );
  const add = (record: PredictionRecord): PredictionRecord => {
    const age = bands.get(record.clip);
    return age === undefined ? record : { ...record, age };
  };
  return Object.fromEntries(
    Object.entries(judgement).map(([name, records]) => [name, records.map(add)]),
  ) as unknown as Judgement;
}

function band(age: number): string {
  const from = Math.floor(age / 10) * 10;
  return `${from}–${from + 9}`;
}
