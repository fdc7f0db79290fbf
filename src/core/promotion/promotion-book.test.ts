import { describe, expect, test } from 'vitest';
import { goodsOf, openedBook, percentOff, promotionOf, sold, soldAs, variants } from '#testkit/promotion-builders.ts';

describe('the moment', () => {
  const saturday = promotionOf({ when: { from: null, until: null, weekdays: [6], hours: null } });

  test('is that on the clocks of the local: Saturday begins there five hours after it does in UTC', () => {
    const instants = ['2026-03-14T04:59:59.999Z', '2026-03-14T05:00:00.000Z', '2026-03-15T04:59:59.999Z'];
    expect(instants.map((instant) => openedBook([saturday], { instant }).rules.length)).toEqual([0, 1, 1]);
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
    expect(book.rulesFor(soldAs(tea, { variantId: null }).product)).toEqual([3]);
    expect(book.rulesFor(tea.product)).toBe(book.rulesFor(tea.product));
  });
});
