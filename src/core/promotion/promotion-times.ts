import { dayBefore, isoWeekday, type WallClock } from '#core/calendar/wall-clock.ts';
import type { PromotionTimes } from './promotion.ts';

/** Whether a promotion is in force at that moment of the local's clock. */
export function isInForce(when: PromotionTimes, now: WallClock): boolean {
  const day = when.hours === null ? now.date : dayOfWindow(when.hours, now);
  return day !== null && isDayMeant(when, day);
}

function isDayMeant(when: PromotionTimes, day: string): boolean {
  const isInRange = (when.from === null || day >= when.from) && (when.until === null || day <= when.until);
  return isInRange && (when.weekdays.length === 0 || when.weekdays.includes(isoWeekday(day)));
}

/** The day on which the hours that run now began, or null outside of them: after midnight that is the day before. */
function dayOfWindow(hours: { from: string; to: string }, now: WallClock): string | null {
  const from = minuteOf(hours.from);
  const to = minuteOf(hours.to);
  if (from <= to) {
    return now.minute >= from && now.minute < to ? now.date : null;
  }
  if (now.minute >= from) {
    return now.date;
  }
  return now.minute < to ? dayBefore(now.date) : null;
}

function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}
