import { resolve } from 'node:path';
import { resolveUserPath } from '../src/user-path.ts';

describe('resolveUserPath', () => {
  const before = process.env.INIT_CWD;
  afterEach(() => {
    if (before === undefined) delete process.env.INIT_CWD;
    else process.env.INIT_CWD = before;
  });

  it('counts from where the user stands', () => {
    process.env.INIT_CWD = '/home/me';
    expect(resolveUserPath('clips')).toBe(resolve('/home/me/clips'));
    expect(resolveUserPath('/data/clips')).toBe(resolve('/data/clips'));
  });

  it('counts from the current folder where npm says nothing', () => {
    delete process.env.INIT_CWD;
    expect(resolveUserPath('clips')).toBe(resolve(process.cwd(), 'clips'));
  });
});
