import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gs1Date } from './gs1-date.ts';

describe('a date of two-digit years', () => {
  test.each([
    ['261231', 2026, '2026-12-31'],
    ['760101', 2026, '2076-01-01'],
    ['770101', 2026, '1977-01-01'],
    ['991231', 2026, '1999-12-31'],
    ['000101', 2049, '2000-01-01'],
    ['000101', 2050, '2100-01-01'],
    ['490101', 1999, '2049-01-01'],
    ['500101', 1999, '1950-01-01'],
    ['990101', 2100, '2099-01-01'],
  ])('%s read in %i is %s', (digits, year, date) => {
    expect(gs1Date(digits, year)).toBe(date);
  });

  test.each([
    ['260200', '2026-02-28'],
    ['280200', '2028-02-29'],
    ['260400', '2026-04-30'],
    ['261200', '2026-12-31'],
    ['000200', '2000-02-29'],
  ])('%s, day nought, is the last of the month: %s', (digits, date) => {
    expect(gs1Date(digits, 2026)).toBe(date);
  });

  test.each(['260229', '261301', '260001', '260132', '260431', '26123', '2612311', '26-131', ''])(
    '%j is none',
    (digits) => {
      expect(gs1Date(digits, 2026)).toBeNull();
    },
  );

  test('is a day of the calendar, from 49 years back to 50 years ahead', () => {
    const years = fc.integer({ min: 1900, max: 2200 });
    fc.assert(
      fc.property(fc.stringMatching(/^\d\d(0[1-9]|1[0-2])(0\d|1\d|2[0-8])$/), years, (digits, year) => {
        const date = gs1Date(digits, year) ?? '';
        expect(new Date(`${date}T00:00:00Z`).toISOString().slice(0, 10)).toBe(date);
        expect(date.slice(2, 4)).toBe(digits.slice(0, 2));
        expect(Number(date.slice(0, 4)) - year).toBeGreaterThanOrEqual(-49);
        expect(Number(date.slice(0, 4)) - year).toBeLessThanOrEqual(50);
      }),
    );
  });
});
