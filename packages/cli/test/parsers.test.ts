import { integer, positiveNumber } from '../src/parsers.ts';

describe('integer', () => {
  it('takes whole numbers of at least the smallest', () => {
    expect(integer(0)('0')).toBe(0);
    expect(integer(1)('64')).toBe(64);
  });

  it.each(['', ' ', '1.5', '1e3', 'x', '0', '-1', '99999999999999999999'])('refuses %j', (text) => {
    expect(() => integer(1)(text)).toThrow('whole number of at least 1');
  });
});

describe('positiveNumber', () => {
  it('takes numbers above zero', () => {
    expect(positiveNumber('1e-4')).toBe(1e-4);
  });

  it.each(['', '0', '-1', 'x', 'Infinity', 'NaN'])('refuses %j', (text) => {
    expect(() => positiveNumber(text)).toThrow('above 0');
  });
});
