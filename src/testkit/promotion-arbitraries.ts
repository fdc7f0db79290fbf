import fc from 'fast-check';
import { currencyDecimals, Decimal } from '#core/money/money.ts';
import type { Goods, Promotion, PromotionAction, PromotionCondition, Reward } from '#core/promotion/promotion.ts';
import type { SaleLine } from '#core/sale/sale.ts';
import { EVERYTHING, goodsOf, promotionOf } from './promotion-builders.ts';
import { lineOf, lineProductOf } from './sale-builders.ts';

/** Promotions as fast-check draws them, over a small shop, so that they often meet each other on the same goods. */

const VARIANTS = ['tea', 'mate', 'coffee', 'milk', 'bread', 'cheese'] as const;
const CATEGORIES = ['drinks', 'food'] as const;
const TAGS = ['spring', 'local'] as const;

function money(currency: string, least: number, most: number): fc.Arbitrary<string> {
  const decimals = currencyDecimals(currency);
  const step = new Decimal(10).pow(-decimals);
  return fc.integer({ min: least, max: most }).map((units) => step.times(units).toFixed(decimals));
}

const percents = fc
  .oneof(
    fc.constantFrom(10, 20, 25, 33.33, 50, 100),
    fc.integer({ min: 0, max: 10_000 }).map((each) => each / 100),
  )
  .map(String);

export const promotedGoods: fc.Arbitrary<Goods> = fc.oneof(
  fc.constant(EVERYTHING),
  fc.subarray([...VARIANTS], { minLength: 1, maxLength: 3 }).map((variant_ids) => goodsOf({ variant_ids })),
  fc.constantFrom(...CATEGORIES).map((category) => goodsOf({ category_ids: [category] })),
  fc.constantFrom(...TAGS).map((tag) => goodsOf({ tags: [tag] })),
  fc
    .tuple(fc.constantFrom(...VARIANTS), fc.constantFrom(...TAGS))
    .map(([variant, tag]) => goodsOf({ variant_ids: [variant], tags: [tag] })),
);

function rewards(currency: string): fc.Arbitrary<Reward> {
  return fc.oneof(
    percents.map((percent): Reward => ({ kind: 'percent_off', percent })),
    money(currency, 0, 600).map((amount): Reward => ({ kind: 'amount_off', amount })),
    money(currency, 0, 600).map((price): Reward => ({ kind: 'price', price })),
  );
}

const few = fc.integer({ min: 1, max: 4 });
const fewOrAll = fc.option(few);

function tierActions(currency: string): fc.Arbitrary<PromotionAction> {
  const byTotal = fc.record({ from: money(currency, 0, 5_000), percent: percents });
  const byQuantity = fc.record({
    from: fc.integer({ min: 0, max: 20 }).map(String),
    amount: money(currency, 0, 1_000),
  });
  return fc.oneof(
    fc
      .array(byTotal, { minLength: 1, maxLength: 3 })
      .map((tiers): PromotionAction => ({ kind: 'tiers', by: 'total', tiers })),
    fc
      .array(byQuantity, { minLength: 1, maxLength: 3 })
      .map((tiers): PromotionAction => ({ kind: 'tiers', by: 'quantity', tiers })),
  );
}

export function promotionActions(currency: string): fc.Arbitrary<PromotionAction> {
  const reward = rewards(currency);
  const parts = fc.array(fc.record({ goods: promotedGoods, quantity: fc.integer({ min: 1, max: 2 }) }), {
    minLength: 1,
    maxLength: 3,
  });
  return fc.oneof(
    fc.record({ kind: fc.constant('each_unit' as const), reward, max_units: fewOrAll }),
    fc.record({ kind: fc.constant('each_line' as const), amount: money(currency, 0, 500) }),
    fc.record({ kind: fc.constant('together' as const), reward }),
    tierActions(currency),
    fc.record({
      kind: fc.constant('buy_get' as const),
      bought: promotedGoods,
      buy: few,
      get: few,
      reward,
      max_sets: fewOrAll,
    }),
    fc.record({ kind: fc.constant('every' as const), group: few, reward }),
    fc.record({ kind: fc.constant('bundle' as const), parts, price: money(currency, 0, 1_000) }),
  );
}

function conditions(currency: string): fc.Arbitrary<PromotionCondition> {
  return fc.oneof(
    fc.record({
      kind: fc.constantFrom('quantity' as const, 'line_quantity' as const),
      goods: promotedGoods,
      at_least: fc.integer({ min: 1, max: 8 }).map(String),
    }),
    fc.record({ kind: fc.constant('total' as const), goods: promotedGoods, at_least: money(currency, 0, 3_000) }),
  );
}

/** One to eight promotions of all kinds, always in force, each with an id of its own. */
export function promotionLists(currency: string, most = 8): fc.Arbitrary<Promotion[]> {
  const drawn = fc.record({
    priority: fc.integer({ min: 0, max: 3 }),
    exclusive: fc.integer({ min: 0, max: 9 }).map((each) => each === 0),
    stackable: fc.integer({ min: 0, max: 4 }).map((each) => each > 0),
    conditions: fc.oneof(fc.constant<PromotionCondition[]>([]), fc.array(conditions(currency), { maxLength: 2 })),
    goods: promotedGoods,
    action: promotionActions(currency),
    max_amount: fc.option(money(currency, 0, 1_500), { freq: 1 }),
  });
  return fc
    .array(drawn, { minLength: 1, maxLength: most })
    .map((list) => list.map((each, place) => promotionOf({ ...each, promotion_id: `promotion-${String(place + 1)}` })));
}

/** Lines of the small shop's goods: pieces and kilograms, some with a minimum price, some that come back. */
export function promotedLines(currency: string): fc.Arbitrary<SaleLine> {
  const quantity = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.integer({ min: 1, max: 9 }).map((pieces) => ({ unit: 'unit' as const, quantity: String(pieces) })),
    },
    {
      weight: 2,
      arbitrary: fc.integer({ min: 1, max: 3_000 }).map((grams) => ({
        unit: 'kg' as const,
        quantity: new Decimal(grams).div(1000).toFixed(),
      })),
    },
    {
      weight: 1,
      arbitrary: fc.integer({ min: 1, max: 3 }).map((pieces) => ({ unit: 'unit' as const, quantity: String(-pieces) })),
    },
  );
  return fc
    .record({
      variantId: fc.constantFrom(...VARIANTS),
      categoryId: fc.constantFrom(...CATEGORIES),
      tags: fc.subarray([...TAGS]),
      measured: quantity,
      unitPrice: money(currency, 0, 900),
      minimumPrice: fc.option(money(currency, 0, 500), { freq: 3 }),
    })
    .map(({ variantId, categoryId, tags, measured, unitPrice, minimumPrice }) =>
      lineOf({
        product: lineProductOf({
          variantId,
          sku: variantId,
          categoryId,
          tags,
          unit: measured.unit,
          ...(minimumPrice === null ? {} : { minimumPrice }),
        }),
        quantity: measured.quantity,
        unitPrice,
      }),
    );
}
