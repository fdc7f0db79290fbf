import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fullJitter, retryAfterSeconds } from './backoff.ts';

const NOW = Date.parse('2026-03-14T15:00:00Z');

describe('fullJitter', () => {
  test('doubles its reach with each failure, up to a minute', () => {
    const almostOne = 1 - 2 ** -32;
    expect([1, 2, 3, 6, 7, 8, 1000].map((failures) => fullJitter(failures, almostOne))).toEqual([
      999, 1999, 3999, 31_999, 59_999, 59_999, 59_999,
    ]);
  });

  test('may be anything below that, so that tills do not come back together', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (failures, random) => {
          const wait = fullJitter(failures, random);
          expect(wait).toBeGreaterThanOrEqual(0);
          expect(wait).toBeLessThan(60_000);
        },
      ),
    );
    expect(fullJitter(9, 0)).toBe(0);
  });
});

describe('Retry-After', () => {
  test.each([
    ['120', 120],
    [' 7 ', 7],
    ['Sat, 14 Mar 2026 15:02:00 GMT', 120],
  ])('%j is so many seconds', (header, seconds) => {
    expect(retryAfterSeconds(header, NOW)).toBe(seconds);
  });

  test('never more than a quarter of an hour', () => {
    expect(retryAfterSeconds('86400', NOW)).toBe(900);
    expect(retryAfterSeconds('Sun, 15 Mar 2026 15:00:00 GMT', NOW)).toBe(900);
  });

  test.each([
    [null],
    [''],
    ['0'],
    ['-5'],
    ['1.5'],
    ['1e3'],
    ['soon'],
    ['NaN'],
    ['99999999999999999999'],
    ['Sat, 14 Mar 2026 14:59:00 GMT'],
    ['Sat, 99 Mar 2026 15:00:00 GMT'],
  ])('%j makes no sense', (header) => {
    expect(retryAfterSeconds(header, NOW)).toBeNull();
  });

  test('no text makes it wait for ever', () => {
    fc.assert(
      fc.property(fc.string(), (header) => {
        const seconds = retryAfterSeconds(header, NOW) ?? 1;
        expect(seconds).toBeGreaterThan(0);
        expect(seconds).toBeLessThanOrEqual(900);
      }),
    );
  });
});
