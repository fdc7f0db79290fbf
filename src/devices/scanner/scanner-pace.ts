import { isGtin } from '#core/barcode/gtin.ts';
import { type Closing, type KnownScanner, prefixOf } from './known-scanner.ts';

/** The pace at which something was typed: the milliseconds between its characters, and what they were. */
export interface Typing {
  text: string;
  onUsKeyboard: string;
  characters: number;
  gaps: readonly number[];
}

/** A scanner nobody knows yet: so many characters, half of the gaps between them at most so long. */
const LEAST_CHARACTERS = 6;
const FAST_MS = 35;
/** No person types a whole GTIN with the right check digit at this pace, and then Enter. */
const GTIN_MS = 90;
/** Without Enter it takes more digits to be sure. */
const UNCLOSED_DIGITS = 12;
/** What begins with the prefix of the scanner may be as slow as scanners are. */
const PREFIXED_MS = 100;
/** A pause this long parts what is typed; a scanner known to be slow is given longer. */
const PAUSE_MS = 110;
const LONGEST_PAUSE_MS = 200;
const SHORT_CODE = { characters: 3, leastMs: 15, mostMs: 30 } as const;

/** The pause, in milliseconds, after which what comes next is something else. */
export function longestGap(known: KnownScanner): number {
  return Math.min(Math.max(PAUSE_MS, 3 * (known.learned.gapMs ?? 0)), LONGEST_PAUSE_MS);
}

/** Whether half of the gaps are short enough for a scanner that nobody knows. */
export function isFast(gaps: readonly number[]): boolean {
  return gaps.length > 0 && medianOf(gaps) <= FAST_MS;
}

/** It is certain already that a scanner types, before the code is at its end. */
export function isScannerTyping(typing: Typing, known: KnownScanner): boolean {
  const { characters, gaps, text } = typing;
  if (characters >= LEAST_CHARACTERS) {
    // Digits alone: whole words are typed at such a pace, long numbers never.
    return isFast(gaps) || (/^\d+$/.test(text) && isKnownPace(gaps, known));
  }
  return isPrefixed(typing, known) && characters >= prefixOf(known).length + 2;
}

/** With nothing behind it but silence, what was typed turns out to be a scan of a scanner without a closing key. */
export function isUnclosedScan({ text, onUsKeyboard, gaps }: Typing): boolean {
  const gtin = [text, onUsKeyboard].find(isGtin) ?? '';
  return gtin.length >= UNCLOSED_DIGITS && isGtinPace(gaps);
}

/** With its closing key at hand, what was typed turns out to be a scan. `closingGap` is how long before it nothing came. */
export function isClosedScan(typing: Typing, closing: { key: Closing; gap: number }, known: KnownScanner): boolean {
  const { characters, gaps, text, onUsKeyboard } = typing;
  if (isGtin(text) || isGtin(onUsKeyboard)) {
    return isGtinPace(gaps);
  }
  if (isPrefixed(typing, known) && characters > prefixOf(known).length) {
    return true;
  }
  if (known.learned.closing !== closing.key) {
    return false;
  }
  return (
    isShortCode(typing, closing.gap, known) ||
    (characters >= LEAST_CHARACTERS && /\d/.test(text) && !/\s/.test(text) && isKnownPace(gaps, known))
  );
}

function isGtinPace(gaps: readonly number[]): boolean {
  return medianOf(gaps) <= GTIN_MS && isSteady(gaps);
}

function isPrefixed({ text, gaps }: Typing, known: KnownScanner): boolean {
  const prefix = prefixOf(known);
  return prefix !== '' && text.startsWith(prefix) && gaps.every((gap) => gap <= PREFIXED_MS);
}

/** Three characters and the closing key, each as quick as this scanner is: fingers that roll over keys do not end on Enter. */
function isShortCode({ characters, gaps }: Typing, closingGap: number, { learned }: KnownScanner): boolean {
  const limit = Math.min(Math.max(2 * (learned.gapMs ?? 0), SHORT_CODE.leastMs), SHORT_CODE.mostMs);
  return characters >= SHORT_CODE.characters && [...gaps, closingGap].every((gap) => gap <= limit);
}

/** The pace of the scanner that was learned, give or take two fifths. */
function isKnownPace(gaps: readonly number[], { learned }: KnownScanner): boolean {
  return learned.gapMs !== null && medianOf(gaps) <= Math.max(1.4 * learned.gapMs, FAST_MS) && isSteady(gaps);
}

/** Machines keep time; people hesitate between some keys and roll over others. */
function isSteady(gaps: readonly number[]): boolean {
  return Math.max(...gaps) <= 2 * medianOf(gaps) + 20;
}

/** The middle one; 0 where there is none. */
export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}
