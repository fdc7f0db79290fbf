import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkDigit, isGtin } from './gtin.ts';
import { expandUpcE, suppressUpcA } from './upc-e.ts';

describe('a UPC-E', () => {
  test.each([
    ['0127890', '01200000789'],
    ['0123783', '01230000078'],
    ['0123454', '01234000005'],
    ['0123456', '01234500006'],
    ['1234567', '12345600007'],
  ])('%s has its zeros put back where its last digit says: %s', (upcE, payload) => {
    expect(expandUpcE(upcE)).toMatchObject({ ok: true, upcA: payload + checkDigit(payload) });
  });

  test('is typed with or without its number system and check digit', () => {
    const whole = { ok: true, upcA: '042100005264', gtin14: '00042100005264', checkDigit: '4' };
    expect([expandUpcE('04252614'), expandUpcE('0425261'), expandUpcE('425261')]).toEqual([whole, whole, whole]);
  });

  test.each([
    ['24252614', 'number_system'],
    ['2425261', 'number_system'],
    ['04252615', 'check_digit'],
    ['42526', 'length'],
    ['042526144', 'length'],
    ['04252a14', 'not_numeric'],
  ])('%s is refused for its %s', (code, reason) => {
    expect(expandUpcE(code)).toEqual({ ok: false, reason });
  });
});

describe('a UPC-A', () => {
  test.each([
    ['123456789012', 'not_suppressible'],
    ['012345000041', 'not_suppressible'],
    ['212345000052', 'number_system'],
    ['012345000059', 'check_digit'],
    ['12345678901', 'length'],
    ['01234500005x', 'not_numeric'],
  ])('%s has no UPC-E: %s', (code, reason) => {
    expect(suppressUpcA(code)).toEqual({ ok: false, reason });
  });

  test('that was suppressed is the same when it is expanded again', () => {
    const withZeros = fc
      .tuple(fc.constantFrom('0', '1'), fc.stringMatching(/^\d{5}$/), fc.stringMatching(/^0000[5-9]$/))
      .map(([system, maker, item]) => system + maker + item);
    const sparse = fc
      .tuple(fc.constantFrom('0', '1'), fc.stringMatching(/^\d\d\d00$/), fc.stringMatching(/^00\d\d\d$/))
      .map(([system, maker, item]) => system + maker + item);
    fc.assert(
      fc.property(fc.oneof(withZeros, sparse), (payload) => {
        const upcA = payload + checkDigit(payload);
        const suppressed = suppressUpcA(upcA);
        const again = suppressed.ok ? expandUpcE(suppressed.upcE) : null;
        const noShape = /^\d\d\d[3-9]00\d\d[1-9]/.test(payload);
        expect(again === null ? noShape : again.ok && again.upcA === upcA).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('comes out of every UPC-E there is', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[01]\d{6}$/), (seven) => {
        const expanded = expandUpcE(seven);
        expect(expanded.ok && isGtin(expanded.upcA)).toBe(true);
        expect(expanded.ok && suppressUpcA(expanded.upcA).ok).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
