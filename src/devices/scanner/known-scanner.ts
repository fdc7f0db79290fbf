/** How a scanner ended a code; `none` when only silence came after it. */
export type Closing = 'Enter' | 'Tab' | 'none';

/** What a person has set for the scanner of this till, as it is set in the scanner itself; "" for nothing. */
export interface ScannerSettings {
  /** Characters that it types before each code, and after it. */
  prefix: string;
  suffix: string;
  /** The key it presses for a group separator, as KeyboardEvent.key names it, such as "F8". */
  separatorKey: string;
}

/** What the till has learned about its scanner by looking at scans; null and "" until it knows. */
export interface LearnedScanner {
  /** How many milliseconds it leaves between two characters, rounded up to five. */
  gapMs: number | null;
  closing: Closing | null;
  /** A sign with which it begins every code. */
  sign: string;
}

/** Everything the till knows of its scanner. */
export interface KnownScanner extends ScannerSettings {
  learned: LearnedScanner;
}

/** What one scan has shown of the scanner. */
export interface SeenScan {
  /** The middle one of its gaps, in milliseconds. */
  gapMs: number;
  closing: Closing;
  /** Its first character. */
  first: string;
}

export const NO_SETTINGS: ScannerSettings = { prefix: '', suffix: '', separatorKey: '' };
export const NOTHING_LEARNED: LearnedScanner = { gapMs: null, closing: null, sign: '' };
export const UNKNOWN_SCANNER: KnownScanner = { ...NO_SETTINGS, learned: NOTHING_LEARNED };

/** So many scans are looked at, the newest; fewer than the second figure teach nothing. */
const REMEMBERED = 12;
const LEAST_SCANS = 3;
const SLOWEST_GAP_MS = 60;
/** "]" begins a symbology identifier, which belongs to the code. */
const SIGN = /^[^\p{L}\p{N}\s\p{C}\]]$/u;

/** The newest scans, this one included. */
export function remember(seen: readonly SeenScan[], scan: SeenScan): readonly SeenScan[] {
  return [...seen, scan].slice(-REMEMBERED);
}

/**
 * What these scans say about the scanner; where they say nothing, what was known before stands. Of several scanners
 * at one till the slowest counts, but a single slow scan is taken for a till that was busy.
 */
export function learnScanner(seen: readonly SeenScan[], before: LearnedScanner): LearnedScanner {
  if (seen.length < LEAST_SCANS) {
    return before;
  }
  const slowestFirst = seen.map((scan) => scan.gapMs).sort((a, b) => b - a);
  const gapMs = Math.min(Math.ceil((slowestFirst[1] ?? 0) / 5) * 5, SLOWEST_GAP_MS);
  const [first = ''] = seen.map((scan) => scan.first);
  const constant = seen.every((scan) => scan.first === first) && SIGN.test(first);
  return { gapMs: Math.max(gapMs, 5), closing: usualClosing(seen), sign: constant ? first : '' };
}

function usualClosing(seen: readonly SeenScan[]): Closing | null {
  const closings: readonly Closing[] = ['Enter', 'Tab', 'none'];
  return (
    closings.find((closing) => 4 * seen.filter((scan) => scan.closing === closing).length >= 3 * seen.length) ?? null
  );
}

/** What the scanner puts before each code: what was set, else the sign it was seen to begin with. */
export function prefixOf(known: KnownScanner): string {
  return known.prefix === '' ? known.learned.sign : known.prefix;
}

/** The code without what the scanner adds to it; as it is when nothing else would be left. */
export function bareCode(text: string, known: KnownScanner): string {
  const prefix = prefixOf(known);
  const start = prefix !== '' && text.startsWith(prefix) ? prefix.length : 0;
  const end = known.suffix !== '' && text.endsWith(known.suffix) ? text.length - known.suffix.length : text.length;
  return start < end ? text.slice(start, end) : text;
}
