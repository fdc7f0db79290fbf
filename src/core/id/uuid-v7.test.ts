import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { uuidV7 } from './uuid-v7.ts';

const bytes = fc.uint8Array({ minLength: 10, maxLength: 10 });
const moments = fc.integer({ min: 0, max: 2 ** 48 - 1 });

describe('an id', () => {
  test('begins with the milliseconds, and says version 7 and the variant', () => {
    expect(uuidV7(0x0198_7a6b_5c4d, new Uint8Array(10))).toBe('01987a6b-5c4d-7000-8000-000000000000');
    expect(uuidV7(0x0198_7a6b_5c4d, new Uint8Array(10).fill(255))).toBe('01987a6b-5c4d-7fff-bfff-ffffffffffff');
  });

  test('is always a UUID of version 7', () => {
    fc.assert(
      fc.property(moments, bytes, (now, random) => {
        expect(uuidV7(now, random)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      }),
    );
  });

  test('sorts by the time it was minted, whatever the chance', () => {
    fc.assert(
      fc.property(fc.tuple(moments, bytes), fc.tuple(moments, bytes), (one, other) => {
        fc.pre(one[0] < other[0]);
        expect(uuidV7(...one) < uuidV7(...other)).toBe(true);
      }),
    );
  });

  test('differs from another of the same millisecond in 74 bits of chance', () => {
    const zero = uuidV7(1, new Uint8Array(10));
    let bitsThatCount = 0;
    for (let bit = 0; bit < 80; bit += 1) {
      const random = new Uint8Array(10);
      random[bit >> 3] = 1 << (bit & 7);
      bitsThatCount += uuidV7(1, random) === zero ? 0 : 1;
    }
    expect(bitsThatCount).toBeGreaterThanOrEqual(74);
  });
});

describe('what cannot become an id', () => {
  test.each([9, 11, 0])('%i bytes of chance', (length) => {
    expect(() => uuidV7(1, new Uint8Array(length))).toThrow(RangeError);
  });
  test.each([-1, 1.5, 2 ** 48, NaN])('a clock that says %d', (now) => {
    expect(() => uuidV7(now, new Uint8Array(10))).toThrow(RangeError);
  });
});
