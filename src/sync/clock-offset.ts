/** An answer that took longer than this says too little about when in between the server looked at its clock. */
const LONGEST_MS = 30_000;

/** From here on a clock is so wrong that a person should set it right. */
export const CLOCK_WARNING_MS = 2 * 60_000;

/**
 * How far the server's clock is ahead of ours, in milliseconds, negative when it is behind: its word lies somewhere
 * between the question and the answer (milliseconds of our clock), most likely in the middle. Null when the answer
 * tells too little, or our clock was set meanwhile.
 */
export function clockOffset(serverNow: string, askedAt: number, answeredAt: number): number | null {
  const took = answeredAt - askedAt;
  const offset = Date.parse(serverNow) - (askedAt + took / 2);
  return took >= 0 && took <= LONGEST_MS && Number.isFinite(offset) ? Math.round(offset) : null;
}
