import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyText } from '#testkit/texts.ts';
import { plainText } from './plain-text.ts';

describe('what a person typed', () => {
  test('stays as it is, without blanks at the ends', () => {
    expect(plainText('  lata abollada, ½ precio 💶 ', 200)).toBe('lata abollada, ½ precio 💶');
  });

  test('has a blank where a control character was: no database and no printer takes them', () => {
    expect(plainText('a\u0000b\tc\nd\u001de\u007f', 200)).toBe('a b c d e');
  });

  test('is cut without a blank or half a character at the end', () => {
    expect(plainText('abc def', 4)).toBe('abc');
    expect(plainText(`abc💶`, 4)).toBe('abc\ufffd');
  });

  test('of nothing but blanks is nothing', () => {
    expect(plainText(' \n\t ', 200)).toBe('');
  });
});

describe('always', () => {
  test('is short enough, well formed, free of control characters, and stays so when read again', () => {
    fc.assert(
      fc.property(anyText(), fc.integer({ min: 0, max: 40 }), (typed, most) => {
        const plain = plainText(typed, most);
        expect(plain.length).toBeLessThanOrEqual(most);
        expect(plain.isWellFormed()).toBe(true);
        expect(plain).not.toMatch(/\p{Cc}/u);
        expect(plainText(plain, most)).toBe(plain);
      }),
      { numRuns: 500 },
    );
  });
});
