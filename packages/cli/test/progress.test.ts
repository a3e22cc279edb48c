import { PassThrough } from 'node:stream';
import { createProgress } from '../src/progress.ts';

/** A stream that is or is not a terminal, and what was written to it. */
function capture(isTTY: boolean) {
  const stream = Object.assign(new PassThrough(), {
    isTTY,
    columns: 120,
    rows: 30,
    cursorTo() {},
    clearLine() {},
  });
  let text = '';
  stream.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  return { stream: stream as unknown as NodeJS.WriteStream, text: () => text };
}

describe('createProgress', () => {
  beforeEach(() => jest.useFakeTimers({ doNotFake: ['nextTick'] }));
  afterEach(() => jest.useRealTimers());

  it('writes plain lines, a few seconds apart, where there is no terminal', () => {
    const { stream, text } = capture(false);
    const progress = createProgress('features', 'clips', stream);
    for (let i = 0; i <= 100; i++) {
      progress.update(i, 100, 'a note');
      jest.advanceTimersByTime(100);
    }
    progress.stop();
    expect(text()).toBe('features 20/100 clips  8 s left  a note\nfeatures 70/100 clips  3 s left  a note\n');
  });

  it('says nothing of work under two seconds where there is no terminal', () => {
    const { stream, text } = capture(false);
    const progress = createProgress('features', 'clips', stream);
    for (let i = 0; i <= 10; i++) {
      progress.update(i, 10);
      jest.advanceTimersByTime(100);
    }
    progress.stop();
    expect(text()).toBe('');
  });

  it('draws a bar on a terminal', () => {
    const { stream, text } = capture(true);
    const progress = createProgress('features', 'clips', stream);
    progress.update(1, 4, 'a note');
    jest.advanceTimersByTime(300);
    progress.stop();
    expect(text()).toContain('features');
    expect(text()).toContain('1/4 clips');
    expect(text()).toContain('a note');
  });
});
