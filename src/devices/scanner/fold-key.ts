/**
 * A scanner that types like a keyboard gives itself away by its speed: six or more characters, half of the gaps
 * between them at most 35 ms and none above 100 ms, closed by Enter or Tab or by silence. Whatever has the
 * focus, such a burst is a scan; everything slower is a person typing.
 */
const LEAST_CHARACTERS = 6;
const MEDIAN_GAP_MS = 35;
const LARGEST_GAP_MS = 100;
const WHOLE_GTIN = /^(\d{8}|\d{12,14})$/;
const SILENCE_MS = 120;
/** On a machine that is busy a burst may come in pieces; what looks unfinished is waited for this long. */
const UNFINISHED_MS = 500;

/** One key going down. `at` is when it happened, in milliseconds of any steady clock. */
export interface KeyStroke {
  key: string;
  at: number;
  /** The key is held down and repeats by itself, which is fast too but is no scanner. */
  repeat: boolean;
  /** Control, Alt or Meta is held: a command, not a character. */
  command: boolean;
  /** The focus is where text is typed. */
  inField: boolean;
}

/** What has been typed since the last pause; `burst` once it is certain that a scanner types. */
export interface ScannerState {
  text: string;
  startedInField: boolean;
  lastAt: number;
  gaps: readonly number[];
  burst: boolean;
}

export type ScannerEffect =
  /** A whole code arrived. */
  | { kind: 'scan'; text: string }
  /** The characters that reached the field before the burst was certain must leave it again. */
  | { kind: 'restore_field' }
  /** A person typed this with nothing in focus. */
  | { kind: 'typed'; text: string };

export interface Folded {
  state: ScannerState;
  effects: readonly ScannerEffect[];
  /** The key belongs to a scan: neither field nor button may see it. */
  swallow: boolean;
}

export const NOTHING_TYPED: ScannerState = { text: '', startedInField: false, lastAt: 0, gaps: [], burst: false };

/** Takes one more key. Pure: the clock is in the key, and the caller folds `foldSilence` when no key came for a while. */
export function foldKey(before: ScannerState, stroke: KeyStroke): Folded {
  const gap = stroke.at - before.lastAt;
  const paused = before.text !== '' && gap > LARGEST_GAP_MS;
  const { state, effects } = paused ? foldSilence(before) : { state: before, effects: [] };
  if (stroke.key === 'Enter' || stroke.key === 'Tab') {
    return closed(state, effects);
  }
  if (!isCharacter(stroke)) {
    return state.burst || isModifier(stroke.key) ? { state, effects, swallow: false } : dropped(state, effects);
  }
  const typed = withCharacter(state, stroke, gap);
  if (typed.burst && !state.burst && typed.startedInField) {
    return { state: typed, effects: [...effects, { kind: 'restore_field' }], swallow: true };
  }
  return { state: typed, effects, swallow: typed.burst };
}

/** What was typed before a pause is over: a scan without a closing key, or what a person typed. */
export function foldSilence(state: ScannerState): { state: ScannerState; effects: readonly ScannerEffect[] } {
  if (state.burst) {
    return { state: NOTHING_TYPED, effects: [{ kind: 'scan', text: state.text }] };
  }
  const typed = state.text !== '' && !state.startedInField;
  return { state: NOTHING_TYPED, effects: typed ? [{ kind: 'typed', text: state.text }] : [] };
}

/**
 * How many milliseconds without a key close what was typed, once it is sure that none was only held up: `lateMs` is how
 * long after it happened the last key was seen. A person's typing and a whole GTIN are closed soon; a burst that stops
 * half-way is more likely to have been held up.
 */
export function silenceAfter(state: ScannerState, lateMs: number): number {
  const machineLike = state.burst || (state.gaps.length > 0 && median(state.gaps) <= MEDIAN_GAP_MS);
  const unfinished = machineLike && !WHOLE_GTIN.test(state.text);
  return (unfinished ? UNFINISHED_MS : SILENCE_MS) + Math.min(2 * Math.max(lateMs, 0), UNFINISHED_MS);
}

/** Enter or Tab: it closes a scan and is part of it; otherwise it is a person's key and goes its way. */
function closed(state: ScannerState, effects: readonly ScannerEffect[]): Folded {
  const after = foldSilence(state);
  return { state: after.state, effects: [...effects, ...after.effects], swallow: state.burst };
}

/** A key that no scanner sends ends what was typed. */
function dropped(state: ScannerState, effects: readonly ScannerEffect[]): Folded {
  const after = foldSilence(state);
  return { state: after.state, effects: [...effects, ...after.effects], swallow: false };
}

function withCharacter(state: ScannerState, stroke: KeyStroke, gap: number): ScannerState {
  const first = state.text === '';
  const gaps = first ? [] : [...state.gaps, gap];
  const text = state.text + stroke.key;
  return {
    text,
    startedInField: first ? stroke.inField : state.startedInField,
    lastAt: stroke.at,
    gaps,
    burst: state.burst || (text.length >= LEAST_CHARACTERS && median(gaps) <= MEDIAN_GAP_MS),
  };
}

function isCharacter(stroke: KeyStroke): boolean {
  return stroke.key.length === 1 && !stroke.repeat && !stroke.command;
}

/** Scanners hold Shift for capitals; that key alone says nothing. */
function isModifier(key: string): boolean {
  return key === 'Shift' || key === 'CapsLock' || key === 'AltGraph';
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}
