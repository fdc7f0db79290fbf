import { z } from 'zod';
import type { Goods, Promotion, PromotionAction, PromotionTier, Reward } from '#core/promotion/promotion.ts';
import { promotionOf } from '#testkit/promotion-builders.ts';
import { conditionFields, conditionsOf } from './promotion-conditions.ts';
import { goodsOf, selectorFields } from './promotion-goods.ts';
import { decimalText } from './test-case.ts';

const whole = z.union([z.int().nonnegative(), z.string().regex(/^\d+$/, 'is no whole number').transform(Number)]);
const reward = z.strictObject({
  type: z.enum(['percent_off', 'amount_off', 'amount_off_each', 'free', 'free_up_to', 'price']),
  value: decimalText.default('0'),
});
const counted = z.strictObject({ ...selectorFields, quantity: whole });
const tiersOf = <Step extends z.ZodRawShape>(step: Step) => z.array(z.strictObject(step));

const common = {
  ...selectorFields,
  ...conditionFields,
  id: z.string().default('promotion'),
  note: z.string().optional(),
  priority: z.number().default(0),
  order: z.number().optional(),
  exclusive: z.boolean().default(false),
  not_on_discounted: z.boolean().default(false),
  max_amount: decimalText.optional(),
};
const valued = { ...common, value: decimalText };

/** A promotion of a case, of whatever kind. */
export const casePromotion = z.discriminatedUnion('kind', [
  z.strictObject({ ...common, kind: z.literal('buy_x_get_y'), buy: counted, get: counted, reward }),
  z.strictObject({ ...common, kind: z.literal('every_n_units'), group_size: whole, reward }),
  z.strictObject({ ...common, kind: z.literal('buy_n_get_m_extra'), buy: whole, free: whole }),
  z.strictObject({ ...common, kind: z.literal('free_article_per_unit'), trigger: z.string() }),
  z.strictObject({
    ...common,
    kind: z.literal('tiered_percent'),
    base_percent: decimalText.optional(),
    tiers: tiersOf({ from_total: decimalText, percent: decimalText }),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('tiered_amount'),
    base: decimalText.optional(),
    base_amount: decimalText.optional(),
    tiers: tiersOf({ from_total: decimalText, amount: decimalText }),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('tiered_percent_by_quantity'),
    base_percent: decimalText.optional(),
    tiers: tiersOf({ from_quantity: decimalText, percent: decimalText }),
  }),
  z.strictObject({ ...valued, kind: z.enum(['percent_off', 'amount_off_each', 'amount_off_line']) }),
  z.strictObject({ ...valued, kind: z.literal('amount_off_each_line'), max_units_per_line: whole.optional() }),
  z.strictObject({ ...valued, kind: z.enum(['percent_off_order', 'amount_off_order', 'fixed_order_price']) }),
  z.strictObject({ ...common, kind: z.literal('free_delivery') }),
]);
export type CasePromotion = z.infer<typeof casePromotion>;

/** The goods of these lines: in a case each line is a variant of its own. */
export function goodsOfLines(ids: readonly string[]): Goods {
  return { variant_ids: [...ids], category_ids: [], tags: [] };
}

/** The promotion as core takes it; `everything` are the goods of the cart. */
export function mappedPromotion(promotion: CasePromotion, everything: Goods): Promotion {
  return promotionOf({
    promotion_id: promotion.id,
    priority: promotion.order === undefined ? promotion.priority : -promotion.order,
    exclusive: promotion.exclusive,
    stackable: !promotion.not_on_discounted,
    conditions: conditionsOf(promotion, everything),
    goods: goodsOfPromotion(promotion, everything),
    action: actionOf(promotion, everything),
    max_amount: promotion.max_amount ?? null,
  });
}

/** The goods it reduces. */
function goodsOfPromotion(promotion: CasePromotion, everything: Goods): Goods {
  if (promotion.kind === 'free_delivery') {
    return goodsOfLines([DELIVERY]);
  }
  return goodsOf(promotion.kind === 'buy_x_get_y' ? promotion.get : promotion, everything);
}

/** The line that stands for what delivery costs. */
export const DELIVERY = 'delivery';

const FREE: Reward = { kind: 'percent_off', percent: '100' };

/** What is bought and what is got stand in a "buy x, get y" once, so it is given once however much is bought. */
function actionOf(promotion: CasePromotion, everything: Goods): PromotionAction {
  switch (promotion.kind) {
    case 'buy_x_get_y':
      return buyGet(goodsOf(promotion.buy, everything), {
        buy: promotion.buy.quantity,
        get: promotion.get.quantity,
        reward: rewardOf(promotion.reward),
        max_sets: 1,
      });
    case 'buy_n_get_m_extra':
      return buyGet(goodsOf(promotion, everything), {
        buy: promotion.buy,
        get: promotion.free,
        reward: FREE,
        max_sets: null,
      });
    case 'free_article_per_unit':
      return buyGet(goodsOf({ article: promotion.trigger }, everything), {
        buy: 1,
        get: 1,
        reward: FREE,
        max_sets: null,
      });
    case 'every_n_units':
      return { kind: 'every', group: promotion.group_size, reward: rewardOf(promotion.reward) };
    case 'tiered_percent':
    case 'tiered_amount':
    case 'tiered_percent_by_quantity':
      return tiersAction(promotion);
    case 'percent_off':
    case 'amount_off_each':
    case 'amount_off_line':
    case 'amount_off_each_line':
      return lineAction(promotion);
    case 'percent_off_order':
      return { kind: 'together', reward: { kind: 'percent_off', percent: promotion.value } };
    case 'amount_off_order':
      return { kind: 'together', reward: { kind: 'amount_off', amount: promotion.value } };
    case 'fixed_order_price':
      return { kind: 'together', reward: { kind: 'price', price: promotion.value } };
    case 'free_delivery':
      return { kind: 'each_unit', reward: FREE, max_units: null };
  }
}

function buyGet(
  bought: Goods,
  sets: Omit<Extract<PromotionAction, { kind: 'buy_get' }>, 'kind' | 'bought'>,
): PromotionAction {
  return { kind: 'buy_get', bought, ...sets };
}

/** An amount is never more than a unit costs, so "free up to" is an amount. */
function rewardOf({ type, value }: z.infer<typeof reward>): Reward {
  switch (type) {
    case 'percent_off':
      return { kind: 'percent_off', percent: value };
    case 'free':
      return FREE;
    case 'price':
      return { kind: 'price', price: value };
    case 'amount_off':
    case 'amount_off_each':
    case 'free_up_to':
      return { kind: 'amount_off', amount: value };
  }
}

type Tiered = Extract<CasePromotion, { kind: 'tiered_percent' | 'tiered_amount' | 'tiered_percent_by_quantity' }>;

/** What is given without reaching a step is a step from nothing on. */
function tiersAction(promotion: Tiered): PromotionAction {
  switch (promotion.kind) {
    case 'tiered_amount': {
      const base = promotion.base ?? promotion.base_amount;
      const first: PromotionTier[] = base === undefined ? [] : [{ from: '0', amount: base }];
      const tiers = promotion.tiers.map((tier) => ({ from: tier.from_total, amount: tier.amount }));
      return { kind: 'tiers', by: 'total', tiers: [...first, ...tiers] };
    }
    case 'tiered_percent': {
      const tiers = promotion.tiers.map((tier) => ({ from: tier.from_total, percent: tier.percent }));
      return { kind: 'tiers', by: 'total', tiers: [...basePercent(promotion.base_percent), ...tiers] };
    }
    case 'tiered_percent_by_quantity': {
      const tiers = promotion.tiers.map((tier) => ({ from: tier.from_quantity, percent: tier.percent }));
      return { kind: 'tiers', by: 'quantity', tiers: [...basePercent(promotion.base_percent), ...tiers] };
    }
  }
}

function basePercent(percent: string | undefined): PromotionTier[] {
  return percent === undefined ? [] : [{ from: '0', percent }];
}

type OfLines = Extract<
  CasePromotion,
  { kind: 'percent_off' | 'amount_off_each' | 'amount_off_line' | 'amount_off_each_line' }
>;

function lineAction(promotion: OfLines): PromotionAction {
  const { value } = promotion;
  switch (promotion.kind) {
    case 'percent_off':
      return { kind: 'each_unit', reward: { kind: 'percent_off', percent: value }, max_units: null };
    case 'amount_off_each':
      return { kind: 'each_unit', reward: { kind: 'amount_off', amount: value }, max_units: null };
    case 'amount_off_line':
      return { kind: 'each_line', amount: value };
    case 'amount_off_each_line':
      return promotion.max_units_per_line === undefined
        ? { kind: 'each_line', amount: value }
        : {
            kind: 'each_unit',
            reward: { kind: 'amount_off', amount: value },
            max_units: promotion.max_units_per_line,
          };
  }
}
