import fc from 'fast-check';
import type { CashRounding, Policy, TaxRounding, TaxRule } from '#core/catalogue/catalogue.ts';
import { Decimal, roundedAmount } from '#core/money/money.ts';
import type { PriceBook } from '#core/pricing/price-book.ts';
import { priceOpenSale } from '#core/pricing/price-open-sale.ts';
import type { Promotion } from '#core/promotion/promotion.ts';
import type { Discount, Sale, SaleLine, Tender } from '#core/sale/sale.ts';
import { settleTenders } from '#core/tender/settle-tenders.ts';
import { promotedLines, promotionLists } from './promotion-arbitraries.ts';
import { amountOfUnits, currencies, discounts } from './sale-arbitraries.ts';
import { card, cash, policyOf, saleOf } from './sale-builders.ts';

/**
 * Sales with everything in them at once: any tax under any policy, promotions, floors, discounts by hand, pieces and
 * weights, in currencies of two, no and three decimals.
 */
export interface AnySale {
  sale: Sale;
  book: PriceBook;
}

export interface AnySaleWishes {
  /** True for lines of goods that come back, too. */
  goodsComeBack?: boolean;
  policy?: Partial<Policy>;
  promotions?: (currency: string) => fc.Arbitrary<readonly Promotion[]>;
}

const percentRule = fc.record({
  rate: fc.constantFrom('0.0000', '0.0500', '0.0700', '0.0975', '0.099750', '0.1600', '0.2100'),
  included: fc.boolean(),
  compounds: fc.boolean(),
  ignores: fc.boolean(),
});

/** One to three taxes of all kinds, each with an id that says what it is. */
function taxSets(currency: string): fc.Arbitrary<readonly TaxRule[]> {
  const percentage = percentRule.map(({ compounds, ignores, ...rule }): TaxRule => ({
    tax_id: `percent-${rule.rate}-${String(rule.included)}-${String(compounds)}-${String(ignores)}`,
    name: `Tax ${rule.rate}`,
    ...rule,
    ...(compounds ? { compounds } : {}),
    ...(ignores ? { ignores_compounded: ignores } : {}),
  }));
  const perUnit = fc
    .record({ units: fc.integer({ min: 0, max: 25 }), compounds: fc.boolean() })
    .map(({ units, compounds }): TaxRule => ({
      tax_id: `unit-${String(units)}-${String(compounds)}`,
      name: 'Deposit',
      rate: amountOfUnits(units, currency),
      included: false,
      kind: 'per_unit',
      ...(compounds ? { compounds } : {}),
    }));
  const inside = fc
    .record({ rate: fc.constantFrom('0.0300', '0.0500', '0.1500'), included: fc.boolean() })
    .map((rule): TaxRule => ({
      tax_id: `inside-${rule.rate}-${String(rule.included)}`,
      name: 'ICMS',
      ...rule,
      kind: 'inside',
    }));
  const tax = fc.oneof(
    { weight: 5, arbitrary: percentage },
    { weight: 1, arbitrary: perUnit },
    { weight: 1, arbitrary: inside },
  );
  return fc.uniqueArray(tax, { maxLength: 3, selector: (rule) => rule.tax_id });
}

const policies = (currency: string): fc.Arbitrary<Policy> =>
  fc
    .record({
      tax_rounding: fc.constantFrom<TaxRounding>('per_rate', 'per_line', 'per_unit', 'gross_anchored'),
      discount_basis: fc.constantFrom('before_tax' as const, 'after_tax' as const),
      steps: fc.constantFrom(0, 5, 10, 50),
      mode: fc.constantFrom<CashRounding['mode']>('half_up', 'half_down', 'half_even', 'up', 'down'),
    })
    .map(({ steps, mode, ...rules }) =>
      policyOf({
        currency,
        ...rules,
        ...(steps === 0 ? {} : { cash_rounding: { step: amountOfUnits(steps, currency), mode } }),
      }),
    );

function lines(currency: string, goodsComeBack: boolean): fc.Arbitrary<SaleLine[]> {
  const sets = fc.array(taxSets(currency), { minLength: 1, maxLength: 3 });
  const line = fc.record({
    sold: promotedLines(currency),
    set: fc.nat(),
    discount: fc.option(discounts(currency), { freq: 4 }),
  });
  return fc.record({ sets, drawn: fc.array(line, { minLength: 1, maxLength: 9 }) }).map(({ sets: taxes, drawn }) =>
    drawn.map(({ sold, set, discount }) => ({
      ...sold,
      product: { ...sold.product, taxes: taxes[set % taxes.length] ?? [] },
      quantity: goodsComeBack ? sold.quantity : sold.quantity.replace('-', ''),
      discount,
    })),
  );
}

/** A sale with one to nine lines, and the book it is priced by. */
export function anySales(wishes: AnySaleWishes = {}): fc.Arbitrary<AnySale> {
  // What draws is made once for each currency and not for each sale: that takes longer than the drawing.
  const made = new Map<string, fc.Arbitrary<AnySale>>();
  return currencies.chain((currency) => {
    const sales = made.get(currency) ?? salesIn(currency, wishes);
    made.set(currency, sales);
    return sales;
  });
}

function salesIn(currency: string, wishes: AnySaleWishes): fc.Arbitrary<AnySale> {
  return fc
    .record({
      drawn: lines(currency, wishes.goodsComeBack ?? false),
      discount: fc.option<Discount>(discounts(currency)),
      policy: policies(currency),
      promotions: wishes.promotions?.(currency) ?? fc.oneof(fc.constant([]), promotionLists(currency, 5)),
    })
    .map(({ drawn, discount, policy, promotions }) => ({
      sale: saleOf(drawn, { currency, discount }),
      book: { policy: { ...policy, ...wishes.policy }, promotions },
    }));
}

/** The sales with tenders that settle them: a part by card, the rest in cash, perhaps more of it than is due. */
export function paidInFull(sales: fc.Arbitrary<AnySale>): fc.Arbitrary<AnySale> {
  return fc
    .record({ drawn: sales, byCard: fc.integer({ min: 0, max: 100 }), over: fc.integer({ min: 0, max: 5_000 }) })
    .map(({ drawn: { sale, book }, byCard, over }) => {
      const { total } = priceOpenSale(sale, book, null).figures;
      const { currency } = sale;
      const share = new Decimal(total).times(byCard).div(100).toNearest(amountOfUnits(1, currency), Decimal.ROUND_DOWN);
      const onCard: Tender[] = share.isZero() ? [] : [card(roundedAmount(share, currency))];
      const due = { total, currency, cashRounding: book.policy.cash_rounding };
      const { left, cashDue } = settleTenders(due, onCard);
      const received = new Decimal(cashDue).plus(amountOfUnits(over, currency));
      const inCash = new Decimal(left).isZero() ? [] : [cash(roundedAmount(received, currency))];
      return { sale: { ...sale, tenders: [...onCard, ...inCash] }, book };
    });
}
