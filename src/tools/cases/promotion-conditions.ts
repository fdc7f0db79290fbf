import { z } from 'zod';
import type { Goods, PromotionCondition } from '#core/promotion/promotion.ts';
import { goodsOf, selectorFields } from './promotion-goods.ts';
import { decimalText } from './test-case.ts';

/** "80.00" of everything, or so much of certain goods. */
const threshold = z
  .union([
    decimalText.transform((value) => ({ selector: {}, value })),
    z.strictObject({ ...selectorFields, value: decimalText }).transform(({ value, ...selector }) => ({
      selector,
      value,
    })),
    z.strictObject({ ...selectorFields, quantity: decimalText }).transform(({ quantity, ...selector }) => ({
      selector,
      value: quantity,
    })),
  ])
  .optional();

/** What a promotion of a case may ask of the cart. */
export const conditionFields = {
  if_quantity_at_least: threshold,
  if_category_quantity_at_least: threshold,
  if_article_quantity_at_least: threshold,
  if_product_quantity_at_least: threshold,
  if_tag_quantity_at_least: threshold,
  if_line_quantity_at_least: threshold,
  if_total_at_least: threshold,
  if_discounted_total_at_least: threshold,
  if_category_total_at_least: threshold,
  if_article_total_at_least: threshold,
  if_product_total_at_least: threshold,
  if_tag_total_at_least: threshold,
  if_cart_contains: z.union([z.string().transform((article) => [article]), z.array(z.string())]).optional(),
};

type Conditions = z.infer<z.ZodObject<typeof conditionFields>>;
type Threshold = Exclude<keyof Conditions, 'if_cart_contains'>;

/** What core calls that which a threshold looks at. */
const KINDS: readonly (readonly [Threshold, PromotionCondition['kind']])[] = [
  ['if_quantity_at_least', 'quantity'],
  ['if_category_quantity_at_least', 'quantity'],
  ['if_article_quantity_at_least', 'quantity'],
  ['if_product_quantity_at_least', 'quantity'],
  ['if_tag_quantity_at_least', 'quantity'],
  ['if_line_quantity_at_least', 'line_quantity'],
  ['if_total_at_least', 'total'],
  ['if_discounted_total_at_least', 'total'],
  ['if_category_total_at_least', 'total'],
  ['if_article_total_at_least', 'total'],
  ['if_product_total_at_least', 'total'],
  ['if_tag_total_at_least', 'total'],
];

/** The conditions as core takes them; `everything` are the goods of the cart. */
export function conditionsOf(conditions: Conditions, everything: Goods): PromotionCondition[] {
  const thresholds = KINDS.flatMap(([name, kind]) => {
    const asked = conditions[name];
    return asked === undefined ? [] : [{ kind, goods: goodsOf(asked.selector, everything), at_least: asked.value }];
  });
  const contained = (conditions.if_cart_contains ?? []).map((article) => ({
    kind: 'quantity' as const,
    goods: goodsOf({ article }, everything),
    at_least: '1',
  }));
  return [...thresholds, ...contained];
}
