import { z } from 'zod';
import { currencyDecimals } from '#core/money/money.ts';
import type { Catalogue, StaffMember } from '#core/catalogue/catalogue.ts';
import { leaveSomething } from '#core/pricing/tax-set.ts';
import { MAX_PROMOTIONS, promotion } from './promotion.ts';
import { currency, id, instant, percentage, rate, text, unsignedAmount, words } from './values.ts';

/** Most lines that one sale may have, whatever a local's policy says. */
export const MAX_LINES = 2000;

export const tenderMethod = z.enum(['cash', 'card', 'yappy', 'transfer']);
export const unit = z.enum(['unit', 'kg']);

const anyTax = {
  tax_id: id,
  name: text,
  included: z.boolean(),
  compounds: z.literal(true).exactOptional(),
  ignores_compounded: z.literal(true).exactOptional(),
};

/** A tax that is a percentage has a rate, one on every unit has money. */
export const percentageTax = z.strictObject({ ...anyTax, kind: z.literal('inside').exactOptional(), rate });
export const unitTax = z.strictObject({ ...anyTax, kind: z.literal('per_unit'), rate: unsignedAmount });
export const taxRule = z
  .discriminatedUnion('kind', [unitTax, percentageTax])
  .refine(({ kind, rate: share }) => kind !== 'inside' || share.startsWith('0'), 'a tax inside the total is below 1');

export const taxRounding = z.enum(['per_rate', 'per_line', 'per_unit', 'gross_anchored']);

/** Free words by which promotions choose goods. */
export const tags = z.array(id).max(50);

export const product = z.strictObject({
  variant_id: id,
  sku: id,
  name: words,
  category_id: id,
  brand: text.nullable(),
  barcodes: z.array(id).max(50),
  plu: id.nullable(),
  unit,
  unit_price: unsignedAmount,
  minimum_price: unsignedAmount.exactOptional(),
  tags: tags.exactOptional(),
  tax_ids: z.array(id).max(10),
  item_type: id,
  stock: z.string().nullable(),
  favourite: z.int().nullable(),
});

const span = z
  .tuple([z.int().min(0).max(13), z.int().min(0).max(13)])
  .refine(([start, end]) => start < end, 'at least one digit');

/** A rule that could never fit a label is refused here, or every label would be a misread at the till. */
export const barcodeRule = z
  .strictObject({
    rule_id: id,
    prefix: z.string().regex(/^\d{1,4}$/),
    item: span,
    value: span,
    verifier: z.int().min(0).max(12).nullable(),
    decimals: z.int().min(0).max(4),
    measure: z.enum(['weight', 'price', 'count']),
    digits: z.literal(12).exactOptional(),
    currency: currency.exactOptional(),
  })
  .refine(({ verifier, value: [start, end] }) => verifier === null || end - start === 4 || end - start === 5, {
    error: 'only four or five digits have a verifier',
  })
  .refine(({ item, value, digits = 13 }) => item[1] <= digits && value[1] <= digits, {
    error: 'a label has no more digits',
  });

const aboveZero = unsignedAmount.refine((value) => /[1-9]/.test(value), 'above zero');

/** How cash is rounded; the step is above zero. */
export const cashRounding = z.strictObject({
  step: aboveZero,
  mode: z.enum(['half_up', 'half_down', 'half_even', 'up', 'down']),
});

/** What a local has decided. */
export const policySchema = z
  .strictObject({
    currency,
    time_zone: id,
    tax_rounding: taxRounding,
    discount_basis: z.enum(['before_tax', 'after_tax']),
    cash_rounding: cashRounding.exactOptional(),
    cashier_discount_limit: percentage,
    max_lines: z.int().positive().max(MAX_LINES),
    tender_methods: z.array(tenderMethod).min(1),
    denominations: z.array(aboveZero),
  })
  .refine(
    ({ cash_rounding, currency: money }) => decimalsIn(cash_rounding?.step ?? '') <= currencyDecimals(money),
    'cash is rounded to whole minor units of its currency',
  );

/** Counted in the text, which may not be a number: what is wrong with it has been said elsewhere then. */
function decimalsIn(text: string): number {
  return text.split('.')[1]?.length ?? 0;
}

/** `GET /api/v1/pos/catalogue/snapshot` → data. */
export const catalogueSnapshot: z.ZodType<Catalogue> = z
  .strictObject({
    version: id,
    as_of: instant,
    policy: policySchema,
    products: z.array(product),
    categories: z.array(z.strictObject({ category_id: id, name: words, colour: z.string().regex(/^#[0-9a-f]{6}$/) })),
    taxes: z.array(taxRule),
    barcode_rules: z.array(barcodeRule),
    promotions: z.array(promotion).max(MAX_PROMOTIONS).exactOptional(),
    customers: z.array(
      z.strictObject({ customer_id: id, name: text, phone: text.nullable(), loyalty_tier: text.nullable() }),
    ),
  })
  .refine(pricesHoldTheirTaxes, 'the taxes inside the total of a product are below 1 together');

/** Taxes inside the total that take all of it leave no price, and a till could not sell such a product. */
function pricesHoldTheirTaxes({ products, taxes }: Pick<Catalogue, 'products' | 'taxes'>): boolean {
  const inside = taxes.filter((tax) => tax.kind === 'inside');
  return (
    inside.length < 2 ||
    products.every(({ tax_ids: ids }) => leaveSomething(inside.filter((tax) => ids.includes(tax.tax_id))))
  );
}

/** `GET /api/v1/pos/staff` → data: the people who may sign in at this register. */
export const staffList: z.ZodType<StaffMember[]> = z.array(
  z.strictObject({
    staff_id: id,
    name: text,
    role: z.enum(['cashier', 'supervisor', 'manager']),
    language: z.enum(['es', 'en']),
    pin_verifier: text,
  }),
);
