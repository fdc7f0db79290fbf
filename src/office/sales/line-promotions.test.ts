import { describe, expect, it } from 'vitest';
import { linePromotions } from './line-promotions.ts';

describe('what promotions took off the lines', () => {
  it('is found by line, in the order they were applied, under the names people know', () => {
    const found = linePromotions({
      customer_tier: null,
      promotions: [
        { promotion_id: 'p-1', name: '3 for 2', amount: '2.50' },
        { promotion_id: 'p-2', name: '$5 off $50', amount: '5.00' },
      ],
      items: [
        {
          item_id: 'i-1',
          promotions: [
            { promotion_id: 'p-1', amount: '2.50' },
            { promotion_id: 'p-2', amount: '1.10' },
          ],
        },
        { item_id: 'i-2', promotions: [{ promotion_id: 'gone', amount: '0.10' }] },
      ],
      cash_rounding_amount: null,
    });
    expect(found.get('i-1')).toEqual([
      { promotionId: 'p-1', name: '3 for 2', amount: '2.50' },
      { promotionId: 'p-2', name: '$5 off $50', amount: '1.10' },
    ]);
    expect(found.get('i-2')).toEqual([{ promotionId: 'gone', name: 'gone', amount: '0.10' }]);
    expect(found.get('i-3')).toBeUndefined();
  });
});
