import { CLOCK_WARNING_MS } from '#sync/clock-offset.ts';

/** What decides whether a till gets through an outage. */
export interface SurvivalFacts {
  storageKept: boolean;
  startsOffline: boolean;
  room: 'plenty' | 'little' | 'none';
  bothCopies: boolean;
  /** Milliseconds since the server last said that these prices hold; null when it is not known. */
  pricesCheckedAgoMs: number | null;
  /** Milliseconds; null while it has not been measured. */
  clockOffsetMs: number | null;
  isInstalled: boolean;
}

/** `look`: to be done by a person. `note`: good to know, and no reason to wait for. */
export type Verdict = 'good' | 'look' | 'note';

export type SurvivalPoint = 'kept' | 'offline' | 'copies' | 'room' | 'prices' | 'clock' | 'installed';

const DAY_MS = 24 * 60 * 60_000;

/** Each point with its verdict, the ones that matter most first. */
export function judgeSurvival(facts: SurvivalFacts): { point: SurvivalPoint; verdict: Verdict }[] {
  const good = (is: boolean): Verdict => (is ? 'good' : 'look');
  const { clockOffsetMs, pricesCheckedAgoMs } = facts;
  const clock = clockOffsetMs === null ? 'note' : good(Math.abs(clockOffsetMs) <= CLOCK_WARNING_MS);
  const prices = pricesCheckedAgoMs === null ? 'note' : good(pricesCheckedAgoMs <= DAY_MS);
  return [
    { point: 'kept', verdict: good(facts.storageKept) },
    { point: 'offline', verdict: good(facts.startsOffline) },
    { point: 'copies', verdict: good(facts.bothCopies) },
    { point: 'room', verdict: good(facts.room === 'plenty') },
    { point: 'prices', verdict: prices },
    { point: 'clock', verdict: clock },
    { point: 'installed', verdict: facts.isInstalled ? 'good' : 'note' },
  ];
}
