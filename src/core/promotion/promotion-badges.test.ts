import { describe, expect, it } from 'vitest';
import { bundleOf, goodsOf, percentOff, promotionOf, threeForTwo, variants } from '#testkit/promotion-builders.ts';
import { productOf } from '#testkit/sale-builders.ts';
import type { Promotion } from './promotion.ts';
import { promotionBadges, promotionsForEverybody } from './promotion-badges.ts';

const COLA = productOf({ variant_id: 'cola', category_id: 'drinks', tags: ['sweet', 'cold'] });
const BREAD = productOf({ variant_id: 'bread', category_id: 'bakery' });

function badgeOn(product: typeof COLA, promotions: readonly Promotion[]): string | null {
  return promotionBadges(promotions)(product)?.promotion_id ?? null;
}

describe('the badge on a tile', () => {
  it('is found by the variant, by the category and by any tag', () => {
    for (const goods of [variants('cola'), goodsOf({ category_ids: ['drinks'] }), goodsOf({ tags: ['cold'] })]) {
      const promotions = [percentOff('20', { goods })];
      expect(badgeOn(COLA, promotions)).toBe('20-off');
      expect(badgeOn(BREAD, promotions)).toBeNull();
    }
  });

  it('is the first of several, however each of them names the product', () => {
    const byTag = percentOff('10', { goods: goodsOf({ tags: ['sweet'] }) });
    const byVariant = threeForTwo(variants('cola'));
    expect(badgeOn(COLA, [byTag, byVariant])).toBe('10-off');
    expect(badgeOn(COLA, [byVariant, byTag])).toBe('three-for-two');
  });

  it('is left out for a promotion on everything and for the parts of a bundle', () => {
    expect(badgeOn(COLA, [percentOff('5')])).toBeNull();
    expect(badgeOn(BREAD, [bundleOf('5.50', 'bread', 'coffee')])).toBeNull();
  });
});

describe('the promotions that everybody has', () => {
  const timeZone = 'America/Panama';
  const evening = promotionOf({
    promotion_id: 'evening',
    when: { from: null, until: null, weekdays: [], hours: { from: '18:00', to: '20:00' } },
  });
  const idsAt = (instant: string, promotions: readonly Promotion[]) =>
    promotionsForEverybody(promotions, { instant, timeZone }).map((promotion) => promotion.promotion_id);

  it('begin and end with their hours on the clock of the local', () => {
    expect(idsAt('2026-03-14T22:59:59.999Z', [evening])).toEqual([]);
    expect(idsAt('2026-03-14T23:00:00.000Z', [evening])).toEqual(['evening']);
    expect(idsAt('2026-03-15T00:59:59.999Z', [evening])).toEqual(['evening']);
    expect(idsAt('2026-03-15T01:00:00.000Z', [evening])).toEqual([]);
  });

  it('come by their priority, equals as in the catalogue, and without those for a tier of customers', () => {
    const promotions = [
      promotionOf({ promotion_id: 'low', priority: 1 }),
      promotionOf({ promotion_id: 'gold', priority: 9, customer_tiers: ['gold'] }),
      promotionOf({ promotion_id: 'high', priority: 5 }),
      promotionOf({ promotion_id: 'low-too', priority: 1 }),
    ];
    expect(idsAt('2026-03-14T15:00:00.000Z', promotions)).toEqual(['high', 'low', 'low-too']);
  });
});
