import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkDigit, gtin14, isGtin } from './gtin.ts';

describe('the check digit', () => {
  test.each([
    ['950110153100', '0'],
    ['708000382434', '9'],
    ['590123412345', '7'],
    ['9638507', '4'],
    ['48596309512', '4'],
    ['61414100003', '6'],
    ['9876543210921', '3'],
    ['0000000', '0'],
  ])('of %s is %s', (payload, digit) => {
    expect(checkDigit(payload)).toBe(digit);
  });

  test('finds every single wrong digit', () => {
    const payloads = fc.stringMatching(/^\d{12}$/);
    fc.assert(
      fc.property(payloads, fc.nat({ max: 12 }), fc.integer({ min: 1, max: 9 }), (payload, place, shift) => {
        const code = payload + checkDigit(payload);
        const wrong = (Number(code[place]) + shift) % 10;
        expect(isGtin(code)).toBe(true);
        expect(isGtin(`${code.slice(0, place)}${String(wrong)}${code.slice(place + 1)}`)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  test('does not depend on leading zeros', () => {
    const digits = fc.stringMatching(/^\d{1,13}$/);
    fc.assert(
      fc.property(digits, (payload) => {
        expect(checkDigit(payload.padStart(17, '0'))).toBe(checkDigit(payload));
      }),
    );
  });
});

describe('the normal form', () => {
  test.each([
    ['96385074', '00000096385074'],
    ['12345670', '00000012345670'],
    ['614141000036', '00614141000036'],
    ['5901234123457', '05901234123457'],
    ['98765432109213', '98765432109213'],
  ])('of %s is %s', (code, normal) => {
    expect(gtin14(code)).toBe(normal);
  });

  test('is the same for one code in every length it is printed in', () => {
    const spellings = ['614141000036', '0614141000036', '00614141000036'];
    expect(new Set(spellings.map(gtin14)).size).toBe(1);
  });

  test.each([
    '5901234123458',
    '12345673',
    '416000336109',
    '123',
    '',
    '123456789',
    '012345678905 ',
    '0123456789abc',
    '１２３４５６７０',
  ])('of %j is none', (code) => {
    expect(gtin14(code)).toBeNull();
  });
});
