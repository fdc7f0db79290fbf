import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { priceVerifier } from './price-verifier.ts';

describe('the check digit of a price field', () => {
  /** Worked by hand: 2 → 4, 8 → 5, 7 → 1, 5 → 3 is 13, times 3 is 39. */
  test('of the four digits 2875 is 9', () => {
    expect(priceVerifier('2875')).toBe('9');
  });

  /** Worked by hand: 1 → 5, 4 → 8, 6 → 7, 8 → 4, 5 → 9 is 33, 7 up to the next ten, which 6 counts for. */
  test('of the five digits 14685 is 6', () => {
    expect(priceVerifier('14685')).toBe('6');
  });

  test('of nothing is 0', () => {
    expect([priceVerifier('0000'), priceVerifier('00000')]).toEqual(['0', '0']);
  });

  test.each(['', '123', '123456', '12a4', '١٢٣٤', ' 123'])('of %j is none', (field) => {
    expect(priceVerifier(field)).toBeNull();
  });

  test('finds every single wrong digit', () => {
    const fields = fc.oneof(fc.stringMatching(/^\d{4}$/), fc.stringMatching(/^\d{5}$/));
    fc.assert(
      fc.property(fields, fc.nat({ max: 3 }), fc.integer({ min: 1, max: 9 }), (field, place, shift) => {
        const wrong = String((Number(field[place]) + shift) % 10);
        expect(priceVerifier(field.slice(0, place) + wrong + field.slice(place + 1))).not.toBe(priceVerifier(field));
      }),
      { numRuns: 500 },
    );
  });
});
