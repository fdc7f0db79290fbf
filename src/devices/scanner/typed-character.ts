/** GS1 data fields of no fixed length end with this character; barcodes carry it as FNC1. */
export const GROUP_SEPARATOR = '\u001d';

/** One key going down. `at` is when it happened, in milliseconds of any steady clock. */
export interface KeyStroke {
  /** What the key types under the keyboard layout of this device, as KeyboardEvent.key names it. */
  key: string;
  /** Which key of the keyboard it is, whatever the layout, as KeyboardEvent.code names it; "" where that is unknown. */
  code: string;
  shift: boolean;
  /** `command` is Meta, or Control and Alt together; AltGr, which only makes characters, is none of these. */
  held: 'none' | 'control' | 'alt' | 'command';
  at: number;
  /** The key is held down and repeats by itself, which is fast too but is no scanner. */
  repeat: boolean;
  /** The focus is where keys type or choose something. */
  inField: boolean;
  /** A space would press what has the focus, or open it, rather than be typed. */
  spacePresses: boolean;
}

/** One character: as the device understood it, and as a keyboard with the US layout would have. */
export interface TypedCharacter {
  typed: string;
  onUsKeyboard: string;
}

/** The group separator in every way in which scanners type it: as itself, as Ctrl+] or as the key that was agreed on. */
function isSeparator(stroke: KeyStroke, separatorKey: string): boolean {
  const controlBracket = stroke.held === 'control' && (stroke.key === ']' || stroke.code === 'BracketRight');
  return stroke.key === GROUP_SEPARATOR || controlBracket || (separatorKey !== '' && stroke.key === separatorKey);
}

/** What a stroke types; null for keys that type nothing, for commands, and for a key that repeats because it is held. */
export function typedCharacter(stroke: KeyStroke, separatorKey: string): TypedCharacter | null {
  if (stroke.repeat) {
    return null;
  }
  if (isSeparator(stroke, separatorKey)) {
    return { typed: GROUP_SEPARATOR, onUsKeyboard: GROUP_SEPARATOR };
  }
  if (stroke.held !== 'none') {
    return null;
  }
  const onUsKeyboard = usCharacter(stroke);
  if (stroke.key === 'Dead' && onUsKeyboard !== null) {
    return { typed: '', onUsKeyboard };
  }
  return stroke.key.length === 1 ? { typed: stroke.key, onUsKeyboard: onUsKeyboard ?? stroke.key } : null;
}

/** The digit of the keypad that goes down while Alt is held: part of a character typed by its number. */
export function altDigit(stroke: KeyStroke): string | null {
  return stroke.held === 'alt' && !stroke.repeat ? (/^Numpad(\d)$/.exec(stroke.code)?.[1] ?? null) : null;
}

/** The character that was typed by its number, as Alt+0029; a number that stands for no character shows as such. */
export function characterByNumber(digits: string): TypedCharacter {
  const code = Number(digits);
  const character = code === 29 || (code >= 32 && code < 127) ? String.fromCharCode(code) : '\ufffd';
  return { typed: character, onUsKeyboard: character };
}

/** The key that ends a code: Enter or Tab, or the control characters for them, which some scanners type. */
export function closingKey({ key, code, held }: KeyStroke): 'Enter' | 'Tab' | null {
  if (held === 'none') {
    return key === 'Enter' || key === 'Tab' ? key : null;
  }
  return held === 'control' && (code === 'KeyM' || code === 'KeyJ') ? 'Enter' : null;
}

/** The characters of the other keys of a US keyboard: without Shift and with it. */
const US_KEYS: Readonly<Record<string, readonly [string, string]>> = {
  Digit0: ['0', ')'],
  Digit1: ['1', '!'],
  Digit2: ['2', '@'],
  Digit3: ['3', '#'],
  Digit4: ['4', '$'],
  Digit5: ['5', '%'],
  Digit6: ['6', '^'],
  Digit7: ['7', '&'],
  Digit8: ['8', '*'],
  Digit9: ['9', '('],
  Minus: ['-', '_'],
  Equal: ['=', '+'],
  BracketLeft: ['[', '{'],
  BracketRight: [']', '}'],
  Backslash: ['\\', '|'],
  Semicolon: [';', ':'],
  Quote: ["'", '"'],
  Backquote: ['`', '~'],
  Comma: [',', '<'],
  Period: ['.', '>'],
  Slash: ['/', '?'],
  Space: [' ', ' '],
};

/** Letters come from Shift alone, so that CapsLock does not turn them round. */
function usCharacter({ code, shift }: KeyStroke): string | null {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter !== undefined) {
    return shift ? letter : letter.toLowerCase();
  }
  return US_KEYS[code]?.[shift ? 1 : 0] ?? null;
}
