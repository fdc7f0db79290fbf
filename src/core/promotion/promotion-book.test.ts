import { describe, expect, test } from 'vitest';
import { goodsOf, openedBook, percentOff, promotionOf, sold, soldAs, variants } from '#testkit/promotion-builders.ts';
import type { PromotionTimes } from './promotion.ts';

const ALWAYS: PromotionTimes = { from: null, until: null, weekdays: [], hours: null };

/** The instant at which clocks in Panama, five hours behind UTC, show this. */
function panama(wall: string): string {
  return new Date(Date.parse(`${wall}:00.000Z`) + 5 * 3_600_000).toISOString();
}

function isOpen(when: Partial<PromotionTimes>, wall: string): boolean {
  const book = openedBook([promotionOf({ when: { ...ALWAYS, ...when } })], { instant: panama(wall) });
  return book.rules.length === 1;
}

describe('days', () => {
  test('first and last are included, in the calendar of the local', () => {
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

describe('customers', () => {
  const forGold = promotionOf({ customer_tiers: ['gold', 'silver'] });

  test('of one of the tiers have it, others and strangers have not', () => {
    expect(['gold', 'silver', 'bronze', null].map((tier) => openedBook([forGold], { tier }).rules.length)).toEqual([
      1, 1, 0, 0,
    ]);
  });
});

describe('the book', () => {
  const list = [
    percentOff('1', { goods: variants('tea') }),
    percentOff('2', { goods: goodsOf({ category_ids: ['drinks'] }), priority: 5 }),
    percentOff('3'),
    percentOff('4', { goods: goodsOf({ tags: ['spring'] }), priority: 5 }),
  ];
  const book = openedBook(list);

  test('is sorted by priority, equals as they came', () => {
    expect(book.rules.map((rule) => rule.promotion.promotion_id)).toEqual(['2-off', '4-off', '1-off', '3-off']);
  });

  test('knows which promotions may reduce a product', () => {
    const tea = sold('tea', '1', '1.00');
    expect(book.rulesFor(tea.product)).toEqual([2, 3]);
    expect(book.rulesFor(soldAs(tea, { categoryId: 'drinks', tags: ['spring'] }).product)).toEqual([0, 1, 2, 3]);
    expect(book.rulesFor(sold('mate', '1', '1.00').product)).toEqual([3]);
    expect(book.rulesFor(tea.product)).toBe(book.rulesFor(tea.product));
  });
});
