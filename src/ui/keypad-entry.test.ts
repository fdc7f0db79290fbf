import { describe, expect, it } from 'vitest';
import { type EntryShape, pressCharacters, pressKey } from './keypad-entry.ts';

const MONEY: EntryShape = { whole: 5, decimals: 2 };
const PIECES: EntryShape = { whole: 5, decimals: 0 };

describe('typing on a keypad', () => {
  it('puts digits one after the other and never a useless zero in front', () => {
    expect(pressCharacters('', '012', MONEY)).toBe('12');
    expect(pressCharacters('', '00', MONEY)).toBe('0');
  });

  it('takes one decimal sign, as point or comma, and gives it a zero to stand on', () => {
    expect(pressCharacters('', '.5', MONEY)).toBe('0.5');
    expect(pressCharacters('7', ',2.5', MONEY)).toBe('7.25');
  });

  it('takes no more digits than the shape has room for', () => {
    expect(pressCharacters('', '1234567', MONEY)).toBe('12345');
    expect(pressCharacters('', '1.239', MONEY)).toBe('1.23');
    expect(pressCharacters('', '1.5', PIECES)).toBe('15');
  });

  it('takes the last one back, and nothing from nothing', () => {
    expect(pressKey('7.', 'back', MONEY)).toBe('7');
    expect(pressKey('', 'back', MONEY)).toBe('');
  });
});
