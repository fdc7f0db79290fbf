import { describe, expect, test } from 'vitest';
import { dayBefore, isoWeekday, wallClock } from './wall-clock.ts';

describe('the clock on the wall', () => {
  test.each([
    { instant: '2026-03-15T04:59:59.999Z', zone: 'America/Panama', date: '2026-03-14', minute: 23 * 60 + 59 },
    { instant: '2026-03-15T05:00:00.000Z', zone: 'America/Panama', date: '2026-03-15', minute: 0 },
    { instant: '2026-01-31T18:15:00.000Z', zone: 'Asia/Kathmandu', date: '2026-02-01', minute: 0 },
    { instant: '2026-07-14T22:30:00.000Z', zone: 'Europe/Madrid', date: '2026-07-15', minute: 30 },
    { instant: '2026-01-14T22:30:00.000Z', zone: 'Europe/Madrid', date: '2026-01-14', minute: 23 * 60 + 30 },
    { instant: '1969-12-31T23:59:00.000Z', zone: 'UTC', date: '1969-12-31', minute: 23 * 60 + 59 },
  ])('at $instant in $zone shows $date, minute $minute', ({ instant, zone, ...shown }) => {
    expect(wallClock(instant, zone)).toEqual(shown);
  });

  test('of no zone and no instant is refused', () => {
    expect(() => wallClock('2026-03-14T12:00:00Z', 'America/Nowhere')).toThrow(RangeError);
    expect(() => wallClock('', 'America/Panama')).toThrow(RangeError);
  });
});

describe('days', () => {
  test('have a weekday from Monday to Sunday', () => {
    const week = ['2026-03-09', '2026-03-10', '2026-03-11', '2026-03-12', '2026-03-13', '2026-03-14', '2026-03-15'];
    expect(week.map(isoWeekday)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  test('follow one another over months, years and leap days', () => {
    expect(['2026-03-01', '2028-03-01', '2026-01-01'].map(dayBefore)).toEqual([
      '2026-02-28',
      '2028-02-29',
      '2025-12-31',
    ]);
  });
});
