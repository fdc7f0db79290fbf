import { describe, expect, test } from 'vitest';
import { bookOf, promotable, sold, threeForTwo, variants } from '#testkit/promotion-builders.ts';
import type { SaleLine } from '#core/sale/sale.ts';
import { applyPromotions } from './apply-promotions.ts';
import type { Promotion } from './promotion.ts';

/** What is taken off each line, promotion by promotion. */
function taken(lines: readonly SaleLine[], promotions: readonly Promotion[]): string[] {
  const run = applyPromotions(
    lines.map((line) => promotable(line)),
    bookOf(promotions),
    null,
  );
  return run.cuts.map((cuts) => cuts.map((cut) => cut.amount.toFixed(2)).join(' + ') || 'none');
}

describe('three for two', () => {
  test('the cheapest of each three is free', () => {
    expect(
      taken([sold('tea', '2', '3.00'), sold('mate', '2', '2.00')], [threeForTwo(variants('tea', 'mate'))]),
    ).toEqual(['none', '2.00']);
  });
});
