export const KEYPAD_DIGITS = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

/** What a keypad can be asked to do: a digit, the decimal sign, taking the last one back. */
export type KeypadKey = (typeof KEYPAD_DIGITS)[number] | 'decimal' | 'back';

/** The shape of what is typed: how many digits before and after the decimal sign. */
export interface EntryShape {
  whole: number;
  decimals: number;
}

/**
 * The typed text after one more key, always with "." as decimal sign. A key that would break the shape leaves the
 * text as it is, so that what stands there can be read as a number at any time.
 */
export function pressKey(typed: string, key: KeypadKey, shape: EntryShape): string {
  if (key === 'back') {
    return typed.slice(0, -1);
  }
  if (key === 'decimal') {
    return shape.decimals === 0 || typed.includes('.') ? typed : `${typed === '' ? '0' : typed}.`;
  }
  return withDigit(typed, key, shape);
}

/** The text after these characters were typed as on a keypad; what is neither digit nor decimal sign is left out. */
export function pressCharacters(typed: string, characters: string, shape: EntryShape): string {
  return Array.from(characters).reduce((text, char) => {
    const key = char === '.' || char === ',' ? 'decimal' : KEYPAD_DIGITS.find((digit) => digit === char);
    return key === undefined ? text : pressKey(text, key, shape);
  }, typed);
}

function withDigit(typed: string, digit: string, shape: EntryShape): string {
  const [whole = '', decimals] = typed.split('.');
  if (decimals !== undefined) {
    return decimals.length < shape.decimals ? typed + digit : typed;
  }
  if (whole === '0') {
    return digit;
  }
  return whole.length < shape.whole ? typed + digit : typed;
}
