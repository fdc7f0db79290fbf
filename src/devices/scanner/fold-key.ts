import { bareCode, type Closing, type KnownScanner, type SeenScan, UNKNOWN_SCANNER } from './known-scanner.ts';
import {
  isClosedScan,
  isFast,
  isScannerTyping,
  isUnclosedScan,
  longestGap,
  medianOf,
  type Typing,
} from './scanner-pace.ts';
import {
  altDigit,
  characterByNumber,
  closingKey,
  GROUP_SEPARATOR,
  type KeyStroke,
  type TypedCharacter,
  typedCharacter,
} from './typed-character.ts';

/*
 * A scanner that types like a keyboard gives itself away by its speed and by what it types. Whatever has the focus, its
 * burst is a scan; everything else is a person typing. `scanner-pace.ts` says where the line is drawn.
 */

const WHOLE_GTIN = /^(\d{8}|\d{12,14})$/;
const SILENCE_MS = 120;
/** On a machine that is busy a burst may come in pieces; what looks unfinished is waited for this long. */
const UNFINISHED_MS = 500;
/** What certainly is a scanner's, whose closing key is still to come, is waited for longer: half a code may be another's. */
const UNCLOSED_MS = 3_000;
/** The pace of a burst shows in its newest gaps; a long code need not be measured as a whole. */
const MEASURED_GAPS = 32;
/** A scanner that ends its codes with two keys presses the second at its own pace, give or take so much. */
const SECOND_CLOSING_SLACK_MS = 12;

/** What has been typed since the last pause; `burst` once it is certain that a scanner types. */
export interface ScannerState extends Typing {
  /** Digits of a character that is being typed by its number, with Alt held. */
  altDigits: string;
  /** Milliseconds before the first of them. */
  altGap: number;
  startedInField: boolean;
  lastAt: number;
  burst: boolean;
  /** When the last scan was closed, and until when a second closing key belongs to it. */
  closedAt: number;
  closesUntil: number;
  /** So many characters of the text were handed on already as typed by a person. */
  handedOn: number;
  /** What silence closed last: a key that by its own time belongs to it, and was only late to arrive, goes on with it. */
  heldUp: ScannerState | null;
}

export type ScannerEffect =
  /** A whole code arrived. */
  | { kind: 'scan'; scan: ScannedText; seen: SeenScan }
  /** The characters that reached the field before the burst was certain must leave it again. */
  | { kind: 'restore_field' }
  /** A person typed this with nothing in focus. */
  | { kind: 'typed'; text: string }
  /** What was handed on last as typed is the beginning of the scan that follows. */
  | { kind: 'take_back' };

/**
 * What a scan may say, the likeliest first and never empty: the code as it was typed, the same with the scanner's own
 * prefix and suffix, and both as the scanner meant them if it is set to a US keyboard and this device is not.
 */
export type ScannedText = readonly string[];

export interface Folded {
  state: ScannerState;
  effects: readonly ScannerEffect[];
  /** The key belongs to a scan: neither field nor button may see it. */
  swallow: boolean;
  /** Nothing that was typed before belongs to this key. */
  startsAnew: boolean;
}

/** The same within a run of keys, where it is known already. */
type FoldedKey = Omit<Folded, 'startsAnew'>;

export const NOTHING_TYPED: ScannerState = {
  text: '',
  onUsKeyboard: '',
  characters: 0,
  gaps: [],
  altDigits: '',
  altGap: 0,
  startedInField: false,
  lastAt: 0,
  burst: false,
  closedAt: Number.NEGATIVE_INFINITY,
  closesUntil: Number.NEGATIVE_INFINITY,
  handedOn: 0,
  heldUp: null,
};

/** Takes one more key. Pure: the clock is in the key, and the caller folds `foldSilence` when no key came for a while. */
export function foldKey(before: ScannerState, stroke: KeyStroke, known: KnownScanner = UNKNOWN_SCANNER): Folded {
  const { heldUp } = before;
  const isLate = heldUp !== null && stroke.at - heldUp.lastAt <= longestGap(known);
  const run = isLate ? heldUp : { ...before, heldUp: null };
  const paused = !isNothing(run) && stroke.at - run.lastAt > longestGap(known);
  const { state, effects } = paused ? closedRun(run, known) : { state: run, effects: [] };
  const folded = foldIntoRun(state, stroke, known);
  return { ...folded, effects: [...effects, ...folded.effects], startsAnew: paused || isNothing(run) };
}

/**
 * No key came for a while: what was typed is over. On a machine that is busy that may be wrong, and the next key, by its
 * own time, belongs to it after all. So what was taken for a person's typing is kept, and of a scan the closing key that
 * may still come.
 */
export function foldSilence(before: ScannerState, known: KnownScanner = UNKNOWN_SCANNER): Closed {
  const { state, effects } = closedRun(before, known);
  if (effects.some(({ kind }) => kind === 'scan')) {
    return { state: { ...state, closedAt: before.lastAt, closesUntil: before.lastAt + longestGap(known) }, effects };
  }
  const { state: heldUp } = withNumberedCharacter(before, known);
  const handedOn = heldUp.startedInField ? heldUp.handedOn : heldUp.text.length;
  return { state: { ...state, heldUp: { ...heldUp, handedOn } }, effects };
}

/**
 * How many milliseconds without a key close what was typed, once it is sure that none was only held up: `lateMs` is how
 * long after it happened the last key was seen. A person's typing and a whole GTIN are closed soon; a burst that stops
 * half-way is more likely to have been held up, unless the scanner is one that is known to press no key at the end.
 */
export function silenceAfter(state: ScannerState, lateMs: number, known: KnownScanner = UNKNOWN_SCANNER): number {
  return silenceOf(state, known) + Math.min(2 * Math.max(lateMs, 0), UNFINISHED_MS);
}

function silenceOf(state: ScannerState, known: KnownScanner): number {
  if (WHOLE_GTIN.test(state.text) || (!state.burst && !isFast(state.gaps))) {
    return Math.max(SILENCE_MS, longestGap(known) + 10);
  }
  return state.burst && known.learned.closing !== 'none' ? UNCLOSED_MS : UNFINISHED_MS;
}

/** Whether no key of anything is being waited for. */
export function isNothing(state: ScannerState): boolean {
  return state.characters === 0 && state.altDigits === '';
}

interface Closed {
  state: ScannerState;
  effects: readonly ScannerEffect[];
}

/** What was typed before a pause is over: a scan without a closing key, or what a person typed. */
function closedRun(before: ScannerState, known: KnownScanner): Closed {
  const { state, effects } = withNumberedCharacter(before, known);
  if (state.burst || isUnclosedScan(state)) {
    return { state: NOTHING_TYPED, effects: [...effects, ...scanned(state, 'none', known)] };
  }
  const text = state.startedInField ? '' : state.text.slice(state.handedOn);
  return { state: NOTHING_TYPED, effects: text === '' ? [] : [{ kind: 'typed', text }] };
}

function foldIntoRun(before: ScannerState, stroke: KeyStroke, known: KnownScanner): FoldedKey {
  const digit = altDigit(stroke);
  if (digit !== null) {
    return { state: withAltDigit(before, digit, stroke), effects: [], swallow: before.burst };
  }
  const { state, effects } = withNumberedCharacter(before, known);
  const folded = foldOther(state, stroke, known);
  return { ...folded, effects: [...effects, ...folded.effects] };
}

function foldOther(state: ScannerState, stroke: KeyStroke, known: KnownScanner): FoldedKey {
  const closing = closingKey(stroke);
  if (closing !== null) {
    return closed(state, { key: closing, at: stroke.at }, known);
  }
  const character = typedCharacter(stroke, known.separatorKey);
  const separatorOfNothing = isNothing(state) && stroke.key.length > 1 && character?.typed === GROUP_SEPARATOR;
  if (character === null || separatorOfNothing) {
    return foldOtherKey(state, stroke, known);
  }
  const { at, inField } = stroke;
  const grown = withCharacter(state, { character, gap: at - state.lastAt, at, inField }, known);
  // A space pressed on a button is a press; one that follows so closely is part of a code.
  const spaceOfCode = stroke.key === ' ' && stroke.spacePresses && isFast(grown.state.gaps);
  return { ...grown, swallow: grown.state.burst || spaceOfCode };
}

/**
 * A key that types nothing. A command in the middle of a code is the scanner's, such as Ctrl+J, which would open a window
 * of the browser. A person's key between two of a scanner's, such as Escape, does its work and does not tear the code
 * apart.
 */
function foldOtherKey(state: ScannerState, stroke: KeyStroke, known: KnownScanner): FoldedKey {
  const stays = state.burst || isModifier(stroke.key) || isFast(state.gaps);
  return stays ? { state, effects: [], swallow: state.burst && stroke.held !== 'none' } : dropped(state, known);
}

/** Enter or Tab: it closes a scan and is part of it; otherwise it is a person's key and goes its way. */
function closed(state: ScannerState, { key, at }: { key: Closing; at: number }, known: KnownScanner): FoldedKey {
  if (isNothing(state)) {
    return { state, effects: [], swallow: at >= state.closedAt && at <= state.closesUntil };
  }
  if (state.burst || isClosedScan(state, { key, gap: at - state.lastAt }, known)) {
    const closesUntil = at + 2 * medianOf(state.gaps) + SECOND_CLOSING_SLACK_MS;
    return {
      state: { ...NOTHING_TYPED, closedAt: at, closesUntil },
      effects: scanned(state, key, known),
      swallow: true,
    };
  }
  return dropped(state, known);
}

/** A key that no scanner sends ends what was typed. */
function dropped(state: ScannerState, known: KnownScanner): FoldedKey {
  return { ...closedRun(state, known), swallow: false };
}

/** A scan; the field it began in is put right first where that has not happened yet. */
function scanned(state: ScannerState, closing: Closing, known: KnownScanner): ScannerEffect[] {
  const { text, onUsKeyboard, gaps } = state;
  const scan = [bareCode(text, known), text, bareCode(onUsKeyboard, known), onUsKeyboard];
  const seen: SeenScan = { gapMs: medianOf(gaps), closing, first: text.slice(0, 1) };
  return [
    ...(state.startedInField && !state.burst ? [{ kind: 'restore_field' } as const] : []),
    ...(state.handedOn > 0 ? [{ kind: 'take_back' } as const] : []),
    { kind: 'scan', scan: [...new Set(scan)].filter((reading) => reading !== ''), seen },
  ];
}

function withNumberedCharacter(state: ScannerState, known: KnownScanner): Closed {
  if (state.altDigits === '') {
    return { state, effects: [] };
  }
  const character = characterByNumber(state.altDigits);
  const { altGap: gap, lastAt: at, startedInField: inField } = state;
  return withCharacter({ ...state, altDigits: '' }, { character, gap, at, inField }, known);
}

function withAltDigit(state: ScannerState, digit: string, { at, inField }: KeyStroke): ScannerState {
  const startedInField = isNothing(state) ? inField : state.startedInField;
  const altGap = state.altDigits === '' ? at - state.lastAt : state.altGap;
  return { ...state, altDigits: state.altDigits + digit, altGap, startedInField, lastAt: at };
}

interface NewCharacter {
  character: TypedCharacter;
  /** Milliseconds since whatever came before it. */
  gap: number;
  at: number;
  inField: boolean;
}

function withCharacter(
  state: ScannerState,
  { character, gap, at, inField }: NewCharacter,
  known: KnownScanner,
): Closed {
  const first = state.characters === 0;
  const typing: Typing = {
    text: state.text + character.typed,
    onUsKeyboard: state.onUsKeyboard + character.onUsKeyboard,
    characters: state.characters + 1,
    gaps: first ? [] : [...state.gaps, gap].slice(-MEASURED_GAPS),
  };
  const startedInField = first ? inField : state.startedInField;
  const burst = state.burst || isScannerTyping(typing, known);
  const isNew = burst && !state.burst && startedInField;
  return {
    state: { ...state, ...typing, startedInField, lastAt: at, burst },
    effects: isNew ? [{ kind: 'restore_field' }] : [],
  };
}

const MODIFIERS = new Set(['Shift', 'CapsLock', 'AltGraph', 'Control', 'Alt', 'NumLock']);

/** Scanners hold these for capitals and signs; alone they say nothing. */
function isModifier(key: string): boolean {
  return MODIFIERS.has(key);
}
