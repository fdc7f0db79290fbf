/** What a keypad can be asked to do: a digit, the decimal sign, taking the last back, or taking everything back. */
export type KeypadKey = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' | 'decimal' | 'back' | 'clear';

/** The shape of what is typed: how many digits before and after the decimal sign. */
export interface EntryShape {
  whole: number;
  decimals: number;
}

/**
 * The typed text after one more key, always with "." as decimal sign. A key that would break the shape leaves the
 * text as it is, so that what stands there can be read as an amount at any time.
 */
export function pressKey(typed: string, key: KeypadKey, shape: EntryShape): string {
  switch (key) {
    case 'clear':
      return '';
    case 'back':
      return typed.slice(0, -1);
    case 'decimal':
      return shape.decimals === 0 || typed.includes('.') ? typed : `${typed === '' ? '0' : typed}.`;
    default:
      return withDigit(typed, key, shape);
  }
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

/** What a field holds after someone typed or pasted into it: digits and one decimal sign, cut to the shape. */
export function tidyEntry(text: string, shape: EntryShape): string {
  return [...text.replace(',', '.')].reduce((typed, char) => {
    if (char === '.') {
      return pressKey(typed, 'decimal', shape);
    }
    return /^\d$/.test(char) ? withDigit(typed, char, shape) : typed;
  }, '');
}
