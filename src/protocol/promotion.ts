import { z } from 'zod';
import type { Promotion } from '#core/promotion/promotion.ts';
import { businessDate, id, quantity, shareOfHundred, text, textUpTo, unsignedAmount } from './values.ts';

/** Most promotions that a catalogue may have, and that one sale may hold. */
export const MAX_PROMOTIONS = 300;

/** Most entries of any list inside a promotion: it travels whole with every sale that it reduces. */
const MAX_GOODS = 300;
const MAX_STEPS = 50;

/** The longest name that still fits the receipt's line. */
const LONGEST_NAME = 60;

const count = z.int().min(1).max(9999);

const goods = z.strictObject({
  variant_ids: z.array(id).max(MAX_GOODS),
  category_ids: z.array(id).max(MAX_GOODS),
  tags: z.array(id).max(MAX_GOODS),
});

const reward = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('percent_off'), percent: shareOfHundred }),
  z.strictObject({ kind: z.literal('amount_off'), amount: unsignedAmount }),
  z.strictObject({ kind: z.literal('price'), price: unsignedAmount }),
]);

const condition = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(['quantity', 'line_quantity']), goods, at_least: quantity }),
  z.strictObject({ kind: z.literal('total'), goods, at_least: unsignedAmount }),
]);

/** Steps of a volume discount, each from more on than the one before, so that the highest one reached is plain. */
function tiersBy<By extends 'total' | 'quantity'>(by: By, from: z.ZodType<string>) {
  const tier = z.union([
    z.strictObject({ from, percent: shareOfHundred }),
    z.strictObject({ from, amount: unsignedAmount }),
  ]);
  const tiers = z.array(tier).min(1).max(MAX_STEPS).refine(isRising, 'each step from more on than the one before');
  return z.strictObject({ kind: z.literal('tiers'), by: z.literal(by), tiers });
}

/** At most eight digits and four decimals: as numbers they compare as they do on paper. */
function isRising(tiers: readonly { from: string }[]): boolean {
  return tiers.every((tier, place) => place === 0 || Number(tier.from) > Number(tiers[place - 1]?.from));
}

const action = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('each_unit'), reward, max_units: count.nullable() }),
  z.strictObject({ kind: z.literal('each_line'), amount: unsignedAmount }),
  z.strictObject({ kind: z.literal('together'), reward }),
  z.discriminatedUnion('by', [tiersBy('total', unsignedAmount), tiersBy('quantity', quantity)]),
  z.strictObject({
    kind: z.literal('buy_get'),
    bought: goods,
    buy: count,
    get: count,
    reward,
    max_sets: count.nullable(),
  }),
  z.strictObject({ kind: z.literal('every'), group: count, reward }),
  z.strictObject({
    kind: z.literal('bundle'),
    parts: z
      .array(z.strictObject({ goods, quantity: count }))
      .min(1)
      .max(MAX_STEPS),
    price: unsignedAmount,
  }),
]);

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as 17:30');

const times = z
  .strictObject({
    from: businessDate.nullable(),
    until: businessDate.nullable(),
    weekdays: z.array(z.int().min(1).max(7)).max(7),
    hours: z
      .strictObject({ from: timeOfDay, to: timeOfDay })
      .refine(({ from, to }) => from !== to, 'two different times')
      .nullable(),
  })
  .refine(({ from, until }) => from === null || until === null || from <= until, 'not over before it begins');

const name = textUpTo(LONGEST_NAME).min(1);

/** See `Promotion` in core for what each field means. */
export const promotion: z.ZodType<Promotion> = z.strictObject({
  promotion_id: id,
  name: z.strictObject({ es: name, en: name }),
  priority: z.int().min(-9999).max(9999),
  exclusive: z.boolean(),
  stackable: z.boolean(),
  when: times,
  customer_tiers: z.array(text.min(1)).max(MAX_STEPS),
  conditions: z.array(condition).max(MAX_STEPS),
  goods,
  action,
  max_amount: unsignedAmount.nullable(),
});
