import type { Format } from '#ui/format.tsx';

const HALF_A_DAY_MS = 12 * 60 * 60_000;

/** The time of day alone for what was not long ago, else with its date. `now` is in milliseconds. */
export function whenText(instantUtc: string, now: number, format: Format): string {
  return now - Date.parse(instantUtc) < HALF_A_DAY_MS ? format.time(instantUtc) : format.moment(instantUtc);
}
