import { setTimeout as sleep } from 'node:timers/promises';
import { eachConcurrently } from '../src/concurrency.ts';

it('works on every item, never on more than the limit at once', async () => {
  let now = 0;
  let most = 0;
  const done: number[] = [];
  await eachConcurrently([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
    most = Math.max(most, ++now);
    await sleep(2);
    now--;
    done.push(item);
  });
  expect(done.sort()).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(most).toBe(3);
});

it('takes items as they come', async () => {
  async function* items() {
    for (let i = 0; i < 5; i++) {
      await sleep(1);
      yield i;
    }
  }
  const done: number[] = [];
  await eachConcurrently(items(), 2, async (item) => {
    done.push(item);
  });
  expect(done).toEqual([0, 1, 2, 3, 4]);
});

it('starts no more after a failure, and waits for what is under way', async () => {
  const started: number[] = [];
  const ended: number[] = [];
  const working = eachConcurrently([1, 2, 3, 4], 2, async (item) => {
    started.push(item);
    if (item === 1) throw new Error('one failed');
    await sleep(5);
    ended.push(item);
  });
  await expect(working).rejects.toThrow('one failed');
  expect(started).toEqual([1, 2]);
  expect(ended).toEqual([2]);
});
