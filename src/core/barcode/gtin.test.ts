import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkDigit, gtin14, isGtin, isSscc, readGtin, restrictedUse } from './gtin.ts';

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

describe('a GTIN', () => {
  test.each([
    ['96385074', 'GTIN-8'],
    ['0000096385074', 'GTIN-8'],
    ['614141000036', 'GTIN-12'],
    ['00614141000036', 'GTIN-12'],
    ['5901234123457', 'GTIN-13'],
    ['05901234123457', 'GTIN-13'],
    ['98765432109213', 'GTIN-14'],
  ])('%s is a %s, however many zeros fill its field', (code, format) => {
    expect(readGtin(code)).toMatchObject({ ok: true, format });
  });

  test.each([
    ['5901234123458', 'check_digit'],
    ['590123412345', 'check_digit'],
    ['59012341', 'check_digit'],
    ['123456789', 'length'],
    ['', 'length'],
    ['012345678901234', 'length'],
    ['59012341234x7', 'not_numeric'],
    ['５９０１２３４１２３４５７', 'not_numeric'],
  ])('is not %j: %s', (code, reason) => {
    expect(readGtin(code)).toEqual({ ok: false, reason });
  });

  test.each([
    ['2012345678900', 'region'],
    ['212345000003', 'region'],
    ['0212345000003', 'region'],
    ['412345000009', 'company'],
    ['00011112', 'company'],
    ['20000004', 'company'],
    ['96385074', null],
    ['4006381333931', null],
    ['5901234123457', null],
  ])('%s is kept for: %s', (code, use) => {
    expect(restrictedUse(code.padStart(14, '0'))).toBe(use);
  });
});

test('a logistic unit has eighteen digits, the last of which checks the others', () => {
  const sscc = '10614141192837465';
  expect(isSscc(sscc + checkDigit(sscc))).toBe(true);
  expect(isSscc(sscc + String((Number(checkDigit(sscc)) + 1) % 10))).toBe(false);
  expect(isSscc('5901234123457')).toBe(false);
});
