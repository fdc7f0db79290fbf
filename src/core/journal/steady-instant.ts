/** How far a clock may step back and still be the same clock, put right a little by the device itself, in milliseconds. */
export const SMALL_STEP_MS: number = 2 * 60_000;

/**
 * When something happens, by a clock that may be set while it runs: after a small step back the newest instant stands
 * until the clock has caught up, so that time does not run backwards from one sale to the next. After a larger step the
 * clock is believed, for the newest instant may be of a day far in the future: nothing is ordered by it. Both are UTC
 * instants; `newest` is that of the journal's newest event, null before the first.
 */
export function steadyInstant(now: string, newest: string | null): string {
  const stepBack = newest === null ? 0 : Date.parse(newest) - Date.parse(now);
  return newest !== null && stepBack > 0 && stepBack <= SMALL_STEP_MS ? newest : now;
}
