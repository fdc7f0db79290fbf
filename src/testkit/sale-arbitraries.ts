import fc from 'fast-check';
import type { CashRounding, Policy, TaxRounding, TaxRule } from '#core/catalogue/catalogue.ts';
import { currencyDecimals, Decimal } from '#core/money/money.ts';
import { priceSale } from '#core/pricing/price-sale.ts';
import type { Discount, Sale, SaleLine, Tender } from '#core/sale/sale.ts';
import { roundedCash } from '#core/tender/cash-rounding.ts';
import { bookOf, lineProductOf, policyOf, saleOf } from './sale-builders.ts';

/** Sales as fast-check draws them, in currencies of two, no and three decimals. */

export const currencies: fc.Arbitrary<string> = fc.constantFrom('USD', 'JPY', 'KWD');

/** A whole number of the currency's minor units as its canonical amount. */
export function amountOfUnits(units: number, currency: string): string {
  const decimals = currencyDecimals(currency);
  return new Decimal(units).div(new Decimal(10).pow(decimals)).toFixed(decimals);
}

/** Amounts from nothing to a hundred thousand units, small ones often. */
export function amounts(currency: string, least = 0): fc.Arbitrary<string> {
  return fc
    .oneof(fc.integer({ min: least, max: 30 }), fc.integer({ min: least, max: 100_000 }))
    .map((units) => amountOfUnits(units, currency));
}

export const discounts = (currency: string): fc.Arbitrary<Discount> =>
  fc.oneof(
    fc.integer({ min: 1, max: 10_000 }).map((hundredths): Discount => ({
      type: 'percentage',
      value: new Decimal(hundredths).div(100).toFixed(),
      reason: 'drawn',
    })),
    amounts(currency, 1).map((value): Discount => ({ type: 'fixed_amount', value, reason: 'drawn' })),
  );

/** Rates as they are in force somewhere, and the odd one. */
const rates = fc.constantFrom('0.0000', '0.0500', '0.0700', '0.1000', '0.1500', '0.1600', '0.2000', '0.2100', '0.0725');

export function taxRules(included: fc.Arbitrary<boolean>): fc.Arbitrary<TaxRule> {
  return fc.record({ rate: rates, included }).map((rule) => ({
    tax_id: `tax-${rule.rate}${rule.included ? '-in' : ''}`,
    name: `Tax ${rule.rate}`,
    ...rule,
  }));
}

export interface LineWishes {
  taxes?: fc.Arbitrary<readonly TaxRule[]>;
  discount?: fc.Arbitrary<Discount | null>;
}

const noTaxOrOne = (included: fc.Arbitrary<boolean>) => fc.array(taxRules(included), { maxLength: 1 });

export function lines(currency: string, wishes: LineWishes = {}): fc.Arbitrary<SaleLine> {
  const quantity = fc.oneof(
    fc.integer({ min: 1, max: 12 }).map((pieces) => ({ unit: 'unit' as const, quantity: String(pieces) })),
    fc.integer({ min: 1, max: 9_999 }).map((grams) => ({
      unit: 'kg' as const,
      quantity: new Decimal(grams).div(1000).toFixed(),
    })),
  );
  return fc
    .record({
      measured: quantity,
      unitPrice: amounts(currency),
      taxes: wishes.taxes ?? noTaxOrOne(fc.boolean()),
      discount: wishes.discount ?? fc.option(discounts(currency), { freq: 3 }),
    })
    .map(({ measured, unitPrice, taxes, discount }) => ({
      lineId: 'line-1',
      product: lineProductOf({ unit: measured.unit, taxes }),
      quantity: measured.quantity,
      unitPrice,
      discount,
    }));
}

export interface DrawnSale {
  sale: Sale;
  policy: Policy;
}

export interface SaleWishes extends LineWishes {
  saleDiscount?: (currency: string) => fc.Arbitrary<Discount | null>;
  rounding?: fc.Arbitrary<TaxRounding>;
  policy?: Partial<Policy>;
  fewest?: number;
}

/** A sale with one to a dozen lines, taxed and discounted at will, with the policy it is priced under. */
export function sales(wishes: SaleWishes = {}): fc.Arbitrary<DrawnSale> {
  return currencies.chain((currency) =>
    fc
      .record({
        drawn: fc.array(lines(currency, wishes), { minLength: wishes.fewest ?? 1, maxLength: 12 }),
        discount: wishes.saleDiscount?.(currency) ?? fc.option(discounts(currency)),
        tax_rounding:
          wishes.rounding ?? fc.constantFrom<TaxRounding>('per_rate', 'per_line', 'per_unit', 'gross_anchored'),
        discount_basis: fc.constantFrom('before_tax' as const, 'after_tax' as const),
      })
      .map(({ drawn, discount, tax_rounding, discount_basis }) => ({
        sale: saleOf(drawn, { currency, discount }),
        policy: policyOf({ currency, tax_rounding, discount_basis, ...wishes.policy }),
      })),
  );
}

/** Steps of a few minor units, as where the smallest coins are gone. */
export function cashRoundings(currency: string): fc.Arbitrary<CashRounding> {
  return fc.record({
    step: fc.constantFrom(5, 10, 50, 100, 500).map((units) => amountOfUnits(units, currency)),
    mode: fc.constantFrom('half_up', 'half_down', 'half_even', 'up', 'down'),
  });
}

/**
 * The sale with tenders that settle it: some by card, the rest handed over in cash, rounded or not, to the cent or
 * too much of it.
 */
export function paidSales(wishes: SaleWishes = {}): fc.Arbitrary<DrawnSale> {
  return sales(wishes).chain(({ sale, policy }) =>
    fc.option(cashRoundings(sale.currency)).chain((rule) => {
      const ruled = rule === null ? policy : { ...policy, cash_rounding: rule };
      return payments({ sale, policy: ruled }).map((tenders) => ({ sale: { ...sale, tenders }, policy: ruled }));
    }),
  );
}

function payments({ sale, policy }: DrawnSale): fc.Arbitrary<Tender[]> {
  return fc
    .record({
      byCard: fc.integer({ min: 0, max: 100 }),
      asRounded: fc.boolean(),
      over: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 5_000 })),
    })
    .map(({ byCard, asRounded, over }) => {
      const total = new Decimal(priceSale(sale, bookOf(policy)).total);
      const decimals = currencyDecimals(sale.currency);
      const onCard = total.times(byCard).div(100).toDecimalPlaces(decimals, Decimal.ROUND_DOWN);
      const inCash = total.minus(onCard);
      const tenders: Tender[] = [];
      if (onCard.greaterThan(0)) {
        const amount = onCard.toFixed(decimals);
        tenders.push({
          tenderId: 'card-1',
          method: 'card',
          amount,
          brand: 'VISA',
          last4: '4242',
          authorizationCode: 'A1',
        });
      }
      if (inCash.greaterThan(0)) {
        const handed = asRounded ? roundedCash(inCash, policy.cash_rounding).due : inCash;
        const received = handed.plus(amountOfUnits(over, sale.currency)).toFixed(decimals);
        tenders.push({ tenderId: 'cash-1', method: 'cash', received });
      }
      return tenders;
    });
}
