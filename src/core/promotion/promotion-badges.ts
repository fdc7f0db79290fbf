import type { Product } from '#core/catalogue/catalogue.ts';
import { wallClock } from '#core/calendar/wall-clock.ts';
import { isEverything } from './goods-test.ts';
import { actionGoods } from './promotion-book.ts';
import type { Promotion } from './promotion.ts';
import { isInForce } from './promotion-times.ts';

/** Finds what stands in the corner of a product's tile: the first of the promotions that name it, or null. */
export type PromotionBadges = (product: Pick<Product, 'variant_id' | 'category_id' | 'tags'>) => Promotion | null;

/**
 * The promotions that everybody has at a UTC instant, in the order in which they are applied. Throws RangeError for an
 * unknown time zone or instant.
 */
export function promotionsForEverybody(
  promotions: readonly Promotion[],
  at: { instant: string; timeZone: string },
): readonly Promotion[] {
  const now = wallClock(at.instant, at.timeZone);
  return promotions
    .filter((promotion) => promotion.customer_tiers.length === 0 && isInForce(promotion.when, now))
    .toSorted((a, b) => b.priority - a.priority);
}

/**
 * Made once for promotions in their order; a product is then found by a few look-ups, however many promotions there
 * are. A promotion on all goods stands on no tile: it would stand on every one and say nothing. Nor does a bundle: its
 * price beside the price of one of its parts would mislead.
 */
export function promotionBadges(promotions: readonly Promotion[]): PromotionBadges {
  const places = {
    variants: new Map<string, number>(),
    categories: new Map<string, number>(),
    tags: new Map<string, number>(),
  };
  const note = (names: readonly string[], found: Map<string, number>, place: number) => {
    for (const name of names) {
      if (!found.has(name)) {
        found.set(name, place);
      }
    }
  };
  promotions.forEach((promotion, place) => {
    const named = promotion.action.kind === 'bundle' ? [] : actionGoods(promotion);
    for (const goods of named.filter((each) => !isEverything(each))) {
      note(goods.variant_ids, places.variants, place);
      note(goods.category_ids, places.categories, place);
      note(goods.tags, places.tags, place);
    }
  });
  return (product) => {
    const found = [
      places.variants.get(product.variant_id),
      places.categories.get(product.category_id),
      ...(product.tags ?? []).map((tag) => places.tags.get(tag)),
    ].filter((place) => place !== undefined);
    return promotions[Math.min(...found)] ?? null;
  };
}
