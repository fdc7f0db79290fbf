import { localMoment } from './local-moment.ts';

/** What calendar and clock on a local's wall show. */
export interface WallClock {
  /** YYYY-MM-DD. */
  date: string;
  /** Minutes since midnight: 0 … 1439. */
  minute: number;
}

const MINUTES_A_DAY = 1440;
const MS_A_DAY = 86_400_000;

/** The wall clock of a time zone at a UTC instant. Throws RangeError for an unknown time zone or instant. */
export function wallClock(instantUtc: string, timeZone: string): WallClock {
  const { businessDate, utcOffsetMin } = localMoment(instantUtc, timeZone);
  const minutes = Math.floor(Date.parse(instantUtc) / 60_000) + utcOffsetMin;
  return { date: businessDate, minute: ((minutes % MINUTES_A_DAY) + MINUTES_A_DAY) % MINUTES_A_DAY };
}

/** 1 = Monday … 7 = Sunday. */
export function isoWeekday(date: string): number {
  const sundayIsZero = new Date(`${date}T00:00:00Z`).getUTCDay();
  return sundayIsZero === 0 ? 7 : sundayIsZero;
}

/** The date before this one; both YYYY-MM-DD. */
export function dayBefore(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) - MS_A_DAY).toISOString().slice(0, 10);
}
