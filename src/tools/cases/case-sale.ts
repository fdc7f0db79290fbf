import { z } from 'zod';
import type { TaxRounding, TaxRule } from '#core/catalogue/catalogue.ts';
import { currencyDecimals, Decimal } from '#core/money/money.ts';
import type { PriceBook } from '#core/pricing/price-book.ts';
import type { PricedLine, PricedSale } from '#core/pricing/priced-sale.ts';
import type { LineProduct, SaleLine } from '#core/sale/sale.ts';
import { lineOf, lineProductOf, policyOf } from '#testkit/sale-builders.ts';
import type { Figures } from './answer.ts';
import { decimalText, type TestCase } from './test-case.ts';

/** What every case about a sale says of money and tax. */
export const saleFields = {
  currency: z.string(),
  minor_unit: decimalText.optional(),
  rounding_mode: z.literal('half_up', 'core rounds money half up only').default('half_up'),
  tax_rounding: z.string().optional(),
  taxes: z
    .array(
      z.strictObject({
        id: z.string(),
        type: z.enum(['percent', 'fixed_per_unit', 'division']),
        rate: decimalText,
        included: z.boolean().default(false),
        compounds: z.boolean().default(false),
        base_affected: z.boolean().default(true),
      }),
    )
    .default([]),
};

/** What such a case says of a line. */
export const lineFields = {
  id: z.string().optional(),
  quantity: decimalText,
  unit_price: decimalText,
  taxes: z.array(z.string()).default([]),
  discount_percent: decimalText.optional(),
  discount_amount: decimalText.optional(),
  minimum_unit_price: decimalText.optional(),
};

const saleSchema = z.strictObject({ ...saleFields, lines: z.array(z.strictObject(lineFields)) });
export type CaseSale = z.infer<typeof saleSchema>;
export const taxedSale = saleSchema;

const TAX_KINDS = { percent: undefined, fixed_per_unit: 'per_unit', division: 'inside' } as const;

/** The tax policies that core has, by the names of the cases. */
const TAX_ROUNDINGS = new Map<string, TaxRounding>([
  ['per_rate', 'per_rate'],
  ['per_line', 'per_line'],
  ['per_unit', 'per_unit'],
  ['gross_anchored_raw', 'gross_anchored'],
]);

/**
 * The tax policy a case is run under: the one it names; where it names none, the default, or one under which it is
 * known to hold. `claimed` says that it is known to hold under it. A text says why no policy of core's will do.
 */
export function taxPolicyOf(
  named: string | undefined,
  testCase: TestCase,
): { rounding: TaxRounding; claimed: boolean } | string {
  const known = testCase.holdsUnder['tax_rounding'] ?? [];
  if (named !== undefined && named !== 'any') {
    const rounding = TAX_ROUNDINGS.get(named);
    if (rounding !== undefined) {
      return { rounding, claimed: known.includes(named) };
    }
    return testCase.mustPass
      ? { rounding: 'per_rate', claimed: true }
      : `core does not round tax the way that is called ${named}`;
  }
  if (testCase.mustPass || known.length === 0 || known.includes('per_rate')) {
    return { rounding: 'per_rate', claimed: known.includes('per_rate') };
  }
  const [other] = known.flatMap((name) => TAX_ROUNDINGS.get(name) ?? []);
  return other === undefined
    ? `core rounds tax in none of the ways under which it holds: ${known.join(', ')}`
    : { rounding: other, claimed: true };
}

/** Prices in the currency of the case, in whole units of the size that it names. */
export function bookOf(sale: Pick<CaseSale, 'currency' | 'minor_unit'>, rounding: TaxRounding): PriceBook {
  return {
    policy: policyOf({ currency: sale.currency, tax_rounding: rounding }),
    promotions: [],
    moneyUnit: minorUnitOf(sale),
  };
}

/** The smallest amount of money; of a case that does not say it, the currency's. */
export function minorUnitOf({ currency, minor_unit }: Pick<CaseSale, 'currency' | 'minor_unit'>): string {
  return minor_unit ?? new Decimal(10).pow(-currencyDecimals(currency)).toFixed();
}

/** A line of the case; `product` adds what else there is to know of its goods. Throws for a tax that is not there. */
export function saleLineOf(
  line: CaseSale['lines'][number],
  place: { lineId: string; taxes: CaseSale['taxes'] },
  product: Partial<LineProduct> = {},
): SaleLine {
  return lineOf({
    lineId: place.lineId,
    quantity: line.quantity,
    unitPrice: line.unit_price,
    product: lineProductOf({
      variantId: place.lineId,
      taxes: line.taxes.map((id) => taxRuleOf(id, place.taxes)),
      ...(line.minimum_unit_price === undefined ? {} : { minimumPrice: line.minimum_unit_price }),
      ...product,
    }),
  });
}

function taxRuleOf(id: string, taxes: CaseSale['taxes']): TaxRule {
  const tax = taxes.find((each) => each.id === id);
  if (tax === undefined) {
    throw new Error(`the case has no tax ${id}`);
  }
  const kind = TAX_KINDS[tax.type];
  return {
    tax_id: tax.id,
    name: tax.id,
    rate: kind === 'per_unit' ? tax.rate : new Decimal(tax.rate).div(100).toFixed(),
    included: tax.included,
    ...(kind === undefined ? {} : { kind }),
    ...(tax.compounds ? { compounds: true } : {}),
    ...(tax.base_affected ? {} : { ignores_compounded: true }),
  };
}

/** The figures at the foot of a sale, by the names of the cases. */
export function saleFigures(priced: PricedSale): Figures {
  const gross = new Decimal(priced.total);
  const tax = new Decimal(priced.tax);
  return {
    net: gross.minus(tax),
    tax,
    gross,
    by_tax: Object.fromEntries(
      priced.taxes.map((each) => [each.tax_id, { base: new Decimal(each.base), tax: new Decimal(each.amount) }]),
    ),
    discount_total: new Decimal(priced.discount),
  };
}

/** What is left of the shelf price: what tax comes on top is not in it. */
export function lineTotal(line: PricedLine): Decimal {
  return new Decimal(line.gross).minus(line.discount);
}
