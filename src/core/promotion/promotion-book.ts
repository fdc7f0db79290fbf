import { wallClock } from '#core/calendar/wall-clock.ts';
import type { Decimal } from '#core/money/money.ts';
import type { LineProduct } from '#core/sale/sale.ts';
import { type GoodsTest, goodsTest, isEverything } from './goods-test.ts';
import type { Goods, Promotion } from './promotion.ts';
import { isInForce } from './promotion-times.ts';

/** The promotions that one sale can have, in the order in which they are applied. */
export interface PromotionBook {
  /** The smallest amount of money: 0.01. */
  unit: Decimal;
  rules: readonly PromotionRule[];
  /** The rules that may reduce the product, by their place in `rules`, ascending. The same product, the same array. */
  rulesFor: (product: LineProduct) => readonly number[];
}

/** A promotion made ready to be applied. */
export interface PromotionRule {
  promotion: Promotion;
  /**
   * The goods that its action names: of a bundle its parts in their order, of "buy and get" the rewarded and then the
   * bought, of all others the promotion's own.
   */
  goods: readonly GoodsTest[];
  /** The goods of its conditions, in their order. */
  conditionGoods: readonly GoodsTest[];
}

/** When, for whom and in which money a sale is made. */
export interface PromotionMoment {
  /** UTC instant at which the sale was opened, so that prices never jump while it is made. */
  instant: string;
  timeZone: string;
  /** The customer's tier, or null. */
  tier: string | null;
  /** The smallest amount of money: 0.01. */
  unit: Decimal;
}

/**
 * Those in force at that moment for that customer, sorted, indexed by goods. Throws RangeError for an unknown time
 * zone or instant.
 */
export function openPromotionBook(promotions: readonly Promotion[], at: PromotionMoment): PromotionBook {
  const now = wallClock(at.instant, at.timeZone);
  const rules = promotions
    .filter((promotion) => isForCustomer(promotion, at.tier) && isInForce(promotion.when, now))
    .toSorted((a, b) => b.priority - a.priority)
    .map(ruleOf);
  return { unit: at.unit, rules, rulesFor: indexByGoods(rules) };
}

function isForCustomer(promotion: Promotion, tier: string | null): boolean {
  const tiers = promotion.customer_tiers;
  return tiers.length === 0 || (tier !== null && tiers.includes(tier));
}

function ruleOf(promotion: Promotion): PromotionRule {
  return {
    promotion,
    goods: actionGoods(promotion).map(goodsTest),
    conditionGoods: promotion.conditions.map((condition) => goodsTest(condition.goods)),
  };
}

/** The goods that a promotion's action names; see `PromotionRule.goods`. */
export function actionGoods({ action, goods }: Promotion): Goods[] {
  if (action.kind === 'bundle') {
    return action.parts.map((part) => part.goods);
  }
  return action.kind === 'buy_get' ? [goods, action.bought] : [goods];
}

/**
 * A rule matters to a sale that holds goods of the first kind it names: without them it takes nothing off. So a product
 * leads to its rules by a few look-ups, however many promotions there are.
 */
function indexByGoods(rules: readonly PromotionRule[]): PromotionBook['rulesFor'] {
  const index = { everything: [] as number[], variants: new Places(), categories: new Places(), tags: new Places() };
  rules.forEach((rule, place) => {
    const [goods] = actionGoods(rule.promotion);
    if (goods === undefined) {
      return;
    }
    if (isEverything(goods)) {
      index.everything.push(place);
    }
    index.variants.add(goods.variant_ids, place);
    index.categories.add(goods.category_ids, place);
    index.tags.add(goods.tags, place);
  });
  const known = new WeakMap<LineProduct, readonly number[]>();
  return (product) => {
    const found = known.get(product);
    if (found !== undefined) {
      return found;
    }
    const places = new Set([
      ...index.everything,
      ...index.variants.of(product.variantId),
      ...index.categories.of(product.categoryId),
      ...(product.tags ?? []).flatMap((tag) => index.tags.of(tag)),
    ]);
    const sorted = [...places].sort((a, b) => a - b);
    known.set(product, sorted);
    return sorted;
  };
}

const NOWHERE: readonly number[] = [];

class Places {
  readonly #byName = new Map<string, number[]>();

  add(names: readonly string[], place: number): void {
    for (const name of names) {
      const places = this.#byName.get(name);
      if (places === undefined) {
        this.#byName.set(name, [place]);
      } else {
        places.push(place);
      }
    }
  }

  of(name: string | null | undefined): readonly number[] {
    return name === null || name === undefined ? NOWHERE : (this.#byName.get(name) ?? NOWHERE);
  }
}
