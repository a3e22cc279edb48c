import { count, decimal, duration, loss, percent, percentRange, plural, points } from '../src/format.ts';

it('groups counts by thousands', () => {
  expect([0, 7442, 115_970_822, -1200, 1e15].map(count)).toEqual([
    '0',
    '7,442',
    '115,970,822',
    '−1,200',
    '1.00e+15',
  ]);
});

it('writes shares as percentages', () => {
  expect([0, 0.6154, 1].map((share) => percent(share))).toEqual(['0.0%', '61.5%', '100.0%']);
  expect(percent(0.615, 0)).toBe('62%');
  expect(percent(-0.0001)).toBe('0.0%');
  expect(percentRange([0.582, 0.649])).toBe('58.2–64.9%');
});

it('writes differences in points with their sign, and none where they round to nothing', () => {
  expect([0.021, -0.021, 0, 0.0001, -0.0001].map(points)).toEqual(['+2.1', '−2.1', '0.0', '0.0', '0.0']);
});

it('writes other numbers with as many digits as help', () => {
  expect([0, 0.5, 0.123456, 12.345, 1234.56, -0.3, 1e-9, 3e30].map(decimal)).toEqual([
    '0',
    '0.5',
    '0.123',
    '12.3',
    '1,234.6',
    '−0.3',
    '1.0e-9',
    '3.0e+30',
  ]);
  expect([1.2, 0.7126, 123_456].map(loss)).toEqual(['1.200', '0.713', '123,456']);
});

it('writes durations as people say them', () => {
  expect([0.84, 12.34, 192, 7512].map(duration)).toEqual(['0.84 s', '12.3 s', '3 min 12 s', '2 h 5 min']);
});

it('counts one and many', () => {
  expect([plural(1, 'clip'), plural(1200, 'clip'), plural(2, 'class', 'classes')]).toEqual([
    '1 clip',
    '1,200 clips',
    '2 classes',
  ]);
});

it.each([count, percent, points, decimal, loss, duration])('%p refuses what is not a number', (format) => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, null, undefined, '1']) {
    expect(() => format(value as number)).toThrow('must be a finite number');
  }
});
