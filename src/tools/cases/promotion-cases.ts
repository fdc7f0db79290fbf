import { z } from 'zod';
import { Decimal } from '#core/money/money.ts';
import { priceSale } from '#core/pricing/price-sale.ts';
import type { PricedSale } from '#core/pricing/priced-sale.ts';
import type { SaleLine } from '#core/sale/sale.ts';
import { lineOf, lineProductOf, policyOf, saleOf } from '#testkit/sale-builders.ts';
import { answerOf, type Figure, type Figures, notExpressible } from './answer.ts';
import { type CasePromotion, casePromotion, DELIVERY, goodsOfLines, mappedPromotion } from './case-promotion.ts';
import { lineTotal } from './case-sale.ts';
import { productTag } from './promotion-goods.ts';
import { decimalText, ofInput, type TestCase } from './test-case.ts';

const cartLine = z.strictObject({
  id: z.string(),
  quantity: decimalText,
  unit_price: decimalText,
  category: z.string().optional(),
  product: z.string().optional(),
  tags: z.array(z.string()).optional(),
  /** The line is in the cart either way; who put it there changes no figure. */
  added_by_promotion: z.boolean().optional(),
  sale_percent: decimalText.optional(),
});
type CartLine = z.infer<typeof cartLine>;

const inputSchema = z.strictObject({
  currency: z.string(),
  minor_unit: decimalText.optional(),
  cart: z.array(cartLine),
  delivery: z
    .union([
      decimalText,
      z.strictObject({ price: decimalText }).transform(({ price }) => price),
      z.strictObject({ amount: decimalText }).transform(({ amount }) => amount),
    ])
    .optional(),
  promotions: z.array(
    z
      .looseObject({ kind: z.string() })
      .refine(({ kind }) => kind !== 'margin_then_discount', 'a till does not raise prices before it discounts them')
      .pipe(casePromotion),
  ),
});
type Input = z.infer<typeof inputSchema>;

/** A cart and the promotions that are in force. */
export const answerPromotionCase = ofInput(inputSchema, (input, testCase) => {
  const unexplained = input.cart.find((line) => line.sale_percent !== undefined && !isReduced(line, input.promotions));
  if (unexplained !== undefined) {
    return notExpressible(`no promotion says how the price of ${unexplained.id} was reduced before`);
  }
  return answerOf(false, () => {
    const everything = goodsOfLines(input.cart.map((line) => line.id));
    const lines = input.cart.map((line) => saleLineOf(line, input.promotions));
    const delivery = input.delivery === undefined ? [] : [deliveryLine(input.delivery)];
    const priced = priceSale(saleOf([], { currency: input.currency, lines: [...lines, ...delivery] }), {
      policy: policyOf({ currency: input.currency }),
      promotions: input.promotions.map((promotion) => mappedPromotion(promotion, everything)),
      ...(input.minor_unit === undefined ? {} : { moneyUnit: input.minor_unit }),
    });
    return figuresOf(priced, input, testCase);
  });
});

/** A line's "sale" price must be one that a promotion of the case gives it. */
function isReduced(line: CartLine, promotions: readonly CasePromotion[]): boolean {
  return promotions.some(
    (promotion) =>
      promotion.kind === 'percent_off' &&
      promotion.lines?.includes(line.id) === true &&
      new Decimal(promotion.value).equals(line.sale_percent ?? 0),
  );
}

function saleLineOf(line: CartLine, promotions: readonly CasePromotion[]): SaleLine {
  const tags = [...(line.tags ?? []), ...(line.product === undefined ? [] : [productTag(line.product)])];
  return lineOf({
    lineId: line.id,
    quantity: withExtraUnits(line, promotions),
    unitPrice: line.unit_price,
    product: lineProductOf({
      variantId: line.id,
      tags,
      ...(line.category === undefined ? {} : { categoryId: line.category }),
    }),
  });
}

/**
 * A case of "buy n, get m more" counts the paid units only; core counts what leaves the shop, so the units to be given
 * are put into the cart, and core says how many of them are free.
 */
function withExtraUnits(line: CartLine, promotions: readonly CasePromotion[]): string {
  return promotions
    .reduce((units, promotion) => {
      const concerned = promotion.kind === 'buy_n_get_m_extra' && promotion.article === line.id;
      return concerned ? units.plus(units.divToInt(promotion.buy).times(promotion.free)) : units;
    }, new Decimal(line.quantity))
    .toFixed();
}

function deliveryLine(price: string): SaleLine {
  return lineOf({ lineId: DELIVERY, unitPrice: price, product: lineProductOf({ variantId: DELIVERY }) });
}

function figuresOf(priced: PricedSale, input: Input, testCase: TestCase): Figures {
  const discountOn = (lineId: string): Decimal =>
    new Decimal(priced.lines.find((line) => line.lineId === lineId)?.discount ?? 0);
  return {
    discounts: inExpectedOrder(cutsOf(priced), testCase.expected['discounts']),
    discount_total: new Decimal(priced.discount),
    total: new Decimal(priced.total),
    discounts_on: Object.fromEntries(priced.lines.map((line) => [line.lineId, new Decimal(line.discount)])),
    unit_prices: Object.fromEntries(
      input.cart.map((line, place) => [line.id, unitPrice(priced.lines[place], line.quantity)]),
    ),
    free_units: freeUnitsOf(priced, input),
    ...(input.delivery === undefined ? {} : { delivery_discount: discountOn(DELIVERY) }),
  };
}

function unitPrice(line: PricedSale['lines'][number] | undefined, quantity: string): Figure {
  return line === undefined ? null : lineTotal(line).div(quantity);
}

type Cut = { line: string; amount: Decimal; promotion: string };

function cutsOf(priced: PricedSale): Cut[] {
  return priced.lines.flatMap((line) =>
    line.promotions.map(({ promotion, amount }) => ({
      line: line.lineId,
      amount: new Decimal(amount),
      promotion: promotion.promotion_id,
    })),
  );
}

/** The order in which discounts are listed means nothing: those that are expected come first, in that order. */
function inExpectedOrder(cuts: readonly Cut[], expected: unknown): Cut[] {
  const wanted = z.array(z.looseObject({ line: z.string(), promotion: z.string() })).safeParse(expected);
  const order = wanted.success ? wanted.data.map(({ line, promotion }) => `${promotion} on ${line}`) : [];
  const placeOf = ({ line, promotion }: Cut): number => {
    const place = order.indexOf(`${promotion} on ${line}`);
    return place < 0 ? order.length : place;
  };
  return cuts.toSorted((a, b) => placeOf(a) - placeOf(b));
}

/** Units of each article that a promotion of extra units makes free: their worth over the price of one. */
function freeUnitsOf(priced: PricedSale, input: Input): Figures {
  const extras = input.promotions.filter((promotion) => promotion.kind === 'buy_n_get_m_extra');
  return Object.fromEntries(
    extras.flatMap((promotion) => {
      const line = input.cart.find((each) => each.id === promotion.article);
      const cut = cutsOf(priced).find((each) => each.promotion === promotion.id);
      return line === undefined ? [] : [[line.id, (cut?.amount ?? new Decimal(0)).div(line.unit_price)]];
    }),
  );
}
