import { z } from 'zod';
import { allocate } from '#core/money/allocate.ts';
import { Decimal } from '#core/money/money.ts';
import { priceSale } from '#core/pricing/price-sale.ts';
import type { PricedLine } from '#core/pricing/priced-sale.ts';
import type { Promotion, PromotionAction } from '#core/promotion/promotion.ts';
import type { Discount, Sale } from '#core/sale/sale.ts';
import { promotionOf } from '#testkit/promotion-builders.ts';
import { saleOf } from '#testkit/sale-builders.ts';
import { answerOf, type Figures, notExpressible } from './answer.ts';
import { goodsOfLines } from './case-promotion.ts';
import {
  bookOf,
  lineFields,
  lineTotal,
  minorUnitOf,
  saleFields,
  saleFigures,
  saleLineOf,
  taxPolicyOf,
} from './case-sale.ts';
import { decimalText, ofInput, type TestCase } from './test-case.ts';

const discountSchema = z.strictObject({
  scope: z.enum(['unit', 'line', 'order']),
  type: z.enum(['percent', 'amount']),
  value: decimalText,
  lines: z.array(z.string()).optional(),
  max_amount: decimalText.optional(),
  max_base: z.enum(['net', 'gross']).optional(),
  base: z.enum(['net', 'gross']).optional(),
});
type CaseDiscount = z.infer<typeof discountSchema>;

const inputSchema = z.strictObject({
  ...saleFields,
  lines: z
    .array(z.strictObject(lineFields))
    .transform((lines) => lines.map((line, place) => ({ ...line, id: line.id ?? `line ${String(place + 1)}` }))),
  discounts: z.array(discountSchema),
});
type Input = z.infer<typeof inputSchema>;

/** Discounts one after the other on units, lines and whole sales. */
export const answerDiscountCase = ofInput(inputSchema, (input, testCase) => {
  const policy = taxPolicyOf(input.tax_rounding, testCase);
  const obstacle = typeof policy === 'string' ? policy : obstacleOf(input, testCase);
  if (typeof policy === 'string' || obstacle !== null) {
    return notExpressible(obstacle ?? '');
  }
  return answerOf(policy.claimed && holdsUnderOurWays(testCase), () => {
    const { sale, promotions } = stepsOf(input);
    const priced = priceSale(sale, { ...bookOf(input, policy.rounding), promotions });
    const unit = new Decimal(minorUnitOf(input));
    const expectedIds = idsOfExpectedLines(testCase);
    const lines = expectedIds.flatMap((id) => priced.lines.filter((line) => line.lineId === id));
    return { ...saleFigures(priced), lines: lines.map((line) => lineFigures(line, input, unit)) };
  });
});

/** Why a case that need not pass cannot be put to core; null when it can. */
function obstacleOf(input: Input, testCase: TestCase): string | null {
  if (testCase.mustPass) {
    return null;
  }
  const { allocation = [], percent_rounding: percents = [] } = testCase.holdsUnder;
  if (allocation.length > 0 && !allocation.includes('largest_remainder')) {
    return `core spreads by largest remainder only, not ${allocation.join(', ')}`;
  }
  if (percents.length > 0 && !percents.includes('line')) {
    return 'core takes a percentage of the whole line and rounds it once';
  }
  const added = input.taxes.some((tax) => !tax.included);
  const held = input.taxes.some((tax) => tax.included);
  const bases = new Set(input.discounts.flatMap((each) => [each.base, each.max_base]));
  return (bases.has('gross') && added) || (bases.has('net') && held)
    ? 'core takes a discount from the shelf price, not from a total to which tax was added or from which it was taken'
    : null;
}

function holdsUnderOurWays(testCase: TestCase): boolean {
  const { allocation = [], percent_rounding: percents = [] } = testCase.holdsUnder;
  return allocation.includes('largest_remainder') && percents.includes('line');
}

/** What a line brings along comes before the discounts of the sale. */
function broughtAlong({
  id,
  discount_percent: percent,
  discount_amount: amount,
}: Input['lines'][number]): CaseDiscount[] {
  const discounts: CaseDiscount[] = [];
  if (percent !== undefined) {
    discounts.push({ scope: 'line', type: 'percent', value: percent, lines: [id] });
  }
  if (amount !== undefined) {
    discounts.push({ scope: 'line', type: 'amount', value: amount, lines: [id] });
  }
  return discounts;
}

/**
 * The discounts as core takes them: an unlimited one of the whole sale that comes last is the sale's own, one of the
 * lines before it is the lines' own, and everything earlier is a promotion.
 */
function stepsOf(input: Input): { sale: Sale; promotions: Promotion[] } {
  const earlier = [...input.lines.flatMap(broughtAlong), ...input.discounts];
  const saleDiscount = isOfSale(earlier.at(-1)) ? earlier.pop() : undefined;
  const lineDiscount = isOfLines(earlier.at(-1)) ? earlier.pop() : undefined;
  const lines = input.lines.map((line) => ({
    ...saleLineOf(line, { lineId: line.id, taxes: input.taxes }),
    discount: lineDiscount !== undefined && concerns(lineDiscount, line.id) ? discountOf(lineDiscount) : null,
  }));
  return {
    sale: saleOf([], {
      currency: input.currency,
      lines,
      discount: saleDiscount === undefined ? null : discountOf(saleDiscount),
    }),
    promotions: earlier.map((discount, place) =>
      promotionOf({
        promotion_id: `discount ${String(place + 1)}`,
        priority: earlier.length - place,
        goods: goodsOfLines(discount.lines ?? input.lines.map((line) => line.id)),
        action: actionOf(discount),
        max_amount: discount.max_amount ?? null,
      }),
    ),
  };
}

function isOfSale(discount: CaseDiscount | undefined): boolean {
  return discount?.scope === 'order' && discount.lines === undefined && discount.max_amount === undefined;
}

/** A percentage of every unit is, in core, the percentage of the line; an amount off every unit is not one of a line. */
function isOfLines(discount: CaseDiscount | undefined): boolean {
  const ofLine = discount?.scope === 'line' || (discount?.scope === 'unit' && discount.type === 'percent');
  return ofLine && discount.max_amount === undefined;
}

function concerns(discount: CaseDiscount, lineId: string): boolean {
  return discount.lines === undefined || discount.lines.includes(lineId);
}

function discountOf({ type, value }: CaseDiscount): Discount {
  return { type: type === 'percent' ? 'percentage' : 'fixed_amount', value, reason: '' };
}

function actionOf({ scope, type, value }: CaseDiscount): PromotionAction {
  if (scope === 'line' && type === 'amount') {
    return { kind: 'each_line', amount: value };
  }
  const reward =
    type === 'percent'
      ? ({ kind: 'percent_off', percent: value } as const)
      : ({ kind: 'amount_off', amount: value } as const);
  return scope === 'order' ? { kind: 'together', reward } : { kind: 'each_unit', reward, max_units: null };
}

function idsOfExpectedLines(testCase: TestCase): string[] {
  const lines = z.array(z.looseObject({ id: z.string() })).safeParse(testCase.expected['lines']);
  return lines.success ? lines.data.map((line) => line.id) : [];
}

function lineFigures(line: PricedLine, input: Input, unit: Decimal): Figures {
  const discount = new Decimal(line.discount);
  const pieces = Number(input.lines.find((each) => each.id === line.lineId)?.quantity);
  return {
    id: line.lineId,
    discount,
    total: lineTotal(line),
    unit_discounts:
      Number.isInteger(pieces) && pieces > 0
        ? allocate(discount, unit, Array<Decimal>(pieces).fill(new Decimal(1)))
        : null,
  };
}
