import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkPair, hasCheckPair } from './check-pair.ts';

describe('the check pair of a model number', () => {
  test.each([
    // The "2" is the 15th of the characters from nought, times 2: 30, which the pair counts as nought times 32 and 30.
    ['2', '2Y'],
    // B is 30, times 2; A is 29, times 3: 147 is four times 32 and 19.
    ['AB', '6M'],
    // The "z" is 81; six of them, times 2 + 3 + 5 + 7 + 11 + 13: 3321, of which 258 are left beyond three times 1021.
    ['zzzzzz', 'A4'],
  ])('%s, worked out by hand, is %s', (payload, pair) => {
    expect(checkPair(payload)).toBe(pair);
    expect(hasCheckPair(payload + pair)).toBe(true);
  });

  test('is that of at most 23 characters', () => {
    const longest = `1${'!'.repeat(22)}`;
    expect(checkPair(`${longest}!`)).toBeNull();
    // The first of 23 counts 83 times: 14 × 83 is 1162, of which 141 are left: four times 32 and 13.
    expect(checkPair(longest)).toBe('6F');
  });

  test('needs something before it that it checks', () => {
    expect(['', '2', '22'].map(hasCheckPair)).toEqual([false, false, false]);
  });

  const numbers = fc.stringMatching(/^[0-9A-Za-z/_-]{1,23}$/);

  test('finds every single wrong character', () => {
    fc.assert(
      fc.property(numbers, fc.nat(), fc.stringMatching(/^[0-9A-Z]$/), (payload, any, other) => {
        const place = any % payload.length;
        fc.pre(payload[place] !== other);
        const wrong = payload.slice(0, place) + other + payload.slice(place + 1);
        expect(hasCheckPair(wrong + (checkPair(payload) ?? ''))).toBe(false);
      }),
    );
  });

  test('finds two different characters that changed places', () => {
    fc.assert(
      fc.property(numbers, fc.nat(), fc.nat(), (payload, one, another) => {
        const characters = Array.from(payload);
        const [first, second] = [one % characters.length, another % characters.length];
        const [a = '', b = ''] = [characters[first], characters[second]];
        fc.pre(a !== b);
        const swapped = characters.with(first, b).with(second, a).join('');
        expect(hasCheckPair(swapped + (checkPair(payload) ?? ''))).toBe(false);
      }),
    );
  });
});
