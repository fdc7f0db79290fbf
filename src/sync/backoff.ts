const FIRST_MS = 1000;
const LONGEST_MS = 60_000;
const LONGEST_RETRY_AFTER_SECONDS = 15 * 60;

/**
 * How long to wait after so many failures in a row (1 after the first), in milliseconds: anything up to twice as long
 * each time, a minute at most, so that fifty tills that come back together do not come at once. `random` is in [0, 1).
 */
export function fullJitter(failures: number, random: number): number {
  const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 16));
  return Math.floor(random * longest);
}

/** A moment between both bounds, in milliseconds. */
export function between(shortestMs: number, longestMs: number, random: number): number {
  return Math.floor(shortestMs + random * (longestMs - shortestMs));
}

/**
 * What a Retry-After header asks for, in seconds: a whole number or an HTTP date, fifteen minutes at most. Null when
 * there is none, or one that makes no sense: zero, negative, in the past, anything else.
 */
export function retryAfterSeconds(header: string | null, nowMs: number): number | null {
  const text = header?.trim() ?? '';
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : secondsUntil(text, nowMs);
  return seconds === null || seconds <= 0 ? null : Math.min(seconds, LONGEST_RETRY_AFTER_SECONDS);
}

/** Only the form that HTTP prescribes: Date.parse would take nearly anything with a digit in it. */
function secondsUntil(text: string, nowMs: number): number | null {
  if (!/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text)) {
    return null;
  }
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.ceil((at - nowMs) / 1000);
}
