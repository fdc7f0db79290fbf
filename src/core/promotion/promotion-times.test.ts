import { describe, expect, test } from 'vitest';
import { isInForce } from './promotion-times.ts';
import type { PromotionTimes } from './promotion.ts';

const ALWAYS: PromotionTimes = { from: null, until: null, weekdays: [], hours: null };

/** Whether it is in force when the clocks of the local show this: "2026-03-14T16:59". */
function isOpen(when: Partial<PromotionTimes>, wall: string): boolean {
  const [hour, minute] = [wall.slice(11, 13), wall.slice(14)];
  return isInForce({ ...ALWAYS, ...when }, { date: wall.slice(0, 10), minute: Number(hour) * 60 + Number(minute) });
}

test('without limits a promotion always is', () => {
  expect(isOpen({}, '2026-03-14T00:00')).toBe(true);
});

describe('days', () => {
  test('first and last are included', () => {
    const march = { from: '2026-03-01', until: '2026-03-31' };
    expect(
      ['2026-02-28T23:59', '2026-03-01T00:00', '2026-03-31T23:59', '2026-04-01T00:00'].map((wall) =>
        isOpen(march, wall),
      ),
    ).toEqual([false, true, true, false]);
  });

  test('of the week', () => {
    const weekend = { weekdays: [6, 7] };
    expect(
      ['2026-03-13T23:59', '2026-03-14T00:00', '2026-03-15T23:59', '2026-03-16T00:00'].map((wall) =>
        isOpen(weekend, wall),
      ),
    ).toEqual([false, true, true, false]);
  });
});

describe('hours', () => {
  test('hold from the first minute, and no longer in the last', () => {
    const happy = { hours: { from: '17:00', to: '19:00' } };
    expect(
      ['2026-03-14T16:59', '2026-03-14T17:00', '2026-03-14T18:59', '2026-03-14T19:00'].map((wall) =>
        isOpen(happy, wall),
      ),
    ).toEqual([false, true, true, false]);
  });

  test('that end as they begin are none', () => {
    expect(isOpen({ hours: { from: '17:00', to: '17:00' } }, '2026-03-14T17:00')).toBe(false);
  });

  test('to midnight', () => {
    const evening = { hours: { from: '20:00', to: '00:00' } };
    expect([isOpen(evening, '2026-03-14T23:59'), isOpen(evening, '2026-03-15T00:00')]).toEqual([true, false]);
  });

  test('over midnight belong to the day on which they began', () => {
    const fridayNight = { weekdays: [5], hours: { from: '22:00', to: '02:00' } };
    expect(
      ['2026-03-13T01:59', '2026-03-13T22:00', '2026-03-14T01:59', '2026-03-14T02:00', '2026-03-14T22:00'].map((wall) =>
        isOpen(fridayNight, wall),
      ),
    ).toEqual([false, true, true, false, false]);
    const lastNight = { until: '2026-03-31', hours: { from: '22:00', to: '02:00' } };
    expect([isOpen(lastNight, '2026-04-01T01:00'), isOpen(lastNight, '2026-04-01T22:00')]).toEqual([true, false]);
  });
});
