import { describe, expect, test } from 'vitest';
import { Decimal } from '#core/money/money.ts';
import { promotionOf } from '#testkit/promotion-builders.ts';
import type { PromotionCut } from './promotion-cut.ts';
import { knownIfSame } from './same-cuts.ts';

const cut: PromotionCut = {
  promotion: promotionOf(),
  from: new Decimal('10.00'),
  exact: new Decimal('0.995'),
  amount: new Decimal('1.00'),
  units: '2',
};

describe('cuts made anew', () => {
  test('that say what the known ones say are the known ones', () => {
    const known = [cut, { ...cut, from: new Decimal('9.00') }];
    const again = known.map((each) => ({ ...each, amount: new Decimal('1') }));
    expect(knownIfSame(known, again)).toBe(known);
    const none: PromotionCut[] = [];
    expect(knownIfSame(none, [])).toBe(none);
  });

  test.each<[string, Partial<PromotionCut>]>([
    ['another promotion, even of the same words', { promotion: promotionOf() }],
    ['another worth to begin with', { from: new Decimal('10.01') }],
    ['another exact amount', { exact: new Decimal('0.996') }],
    ['another amount', { amount: new Decimal('0.99') }],
    ['other units', { units: null }],
  ])('stand when they say %s', (_, change) => {
    const made = [{ ...cut, ...change }];
    expect(knownIfSame([cut], made)).toBe(made);
  });

  test('stand when there are more or fewer of them, or none are known', () => {
    const made = [cut];
    for (const known of [undefined, [], [cut, cut]]) {
      expect(knownIfSame(known, made)).toBe(made);
    }
  });
});
