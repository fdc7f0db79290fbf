import { Decimal, sum } from '#core/money/money.ts';
import type { Promotion } from '#core/promotion/promotion.ts';
import type { Sale } from '#core/sale/sale.ts';
import type { LineEnd } from './line-end.ts';
import { type OpenPrice, priceOpenSale } from './price-open-sale.ts';
import { type MoneyUnit, type PriceBook, written } from './price-book.ts';
import type { LinePromotion, OpenFigures, PricedLine, PricedSale, PricedTax } from './priced-sale.ts';
import { shareTaxes, shareTotal, type TaxShare } from './share-taxes.ts';
import { taxKey } from './tax-set.ts';

/**
 * Prices a sale to the last figure of its last line. Pure, and the same on till and server. The sale's currency must
 * be the policy's.
 */
export function priceSale(sale: Sale, book: PriceBook): PricedSale {
  return withTaxShares(priceOpenSale(sale, book, null));
}

/** Shares the taxes of a sale that was priced out to its lines. */
export function withTaxShares(open: OpenPrice): PricedSale {
  const { ends, figures, rules } = open;
  const taxes = shareTaxes(ends, rules.unit);
  const anchored = rules.book.policy.tax_rounding === 'gross_anchored';
  const totals = anchored ? shareTotal(ends, new Decimal(figures.total), rules.unit) : null;
  const shares = ends.map((end, index) => shareOf(end, taxes[index] ?? [], totals?.[index] ?? null));
  const afterTax = rules.book.policy.discount_basis === 'after_tax';
  const bases = ends.map((end, index) => basesOf(end, shares[index] ?? NO_SHARE, afterTax));
  return {
    ...figures,
    lines: ends.map((end, index) =>
      pricedLine(end, { ...(shares[index] ?? NO_SHARE), bases: bases[index] ?? [] }, rules.unit),
    ),
    taxes: taxesOf(figures, { shares, bases }, rules.unit),
    byPromotion: byPromotion(open),
  };
}

/** What a line has of the sale: its taxes and, with them, what the customer pays for it. */
interface LineShare {
  taxes: readonly TaxShare[];
  tax: Decimal;
  total: Decimal;
}

const ZERO = new Decimal(0);
const NO_SHARE: LineShare = { taxes: [], tax: ZERO, total: ZERO };

function shareOf(end: LineEnd, taxes: readonly TaxShare[], anchoredTotal: Decimal | null): LineShare {
  const tax = sum(taxes.map((share) => share.amount));
  const added = sum(taxes.filter((share) => !share.rule.included).map((share) => share.amount));
  return { taxes, tax, total: anchoredTotal ?? end.figures.start.gross.minus(end.discount).plus(added) };
}

/** What each tax of the line was taken from: the line without its taxes, and what compounds into the tax. */
function basesOf(end: LineEnd, share: LineShare, afterTax: boolean): Decimal[] {
  const untaxedDiscount = afterTax ? end.discount.minus(end.figures.promoted) : ZERO;
  const net = share.total.minus(share.tax).plus(untaxedDiscount);
  return share.taxes.map((tax) => net.plus(tax.compounded));
}

function pricedLine(end: LineEnd, share: LineShare & { bases: readonly Decimal[] }, unit: MoneyUnit): PricedLine {
  return {
    ...end.shown,
    subtotal: written(unit, share.total.minus(share.tax).plus(end.discount)),
    tax: written(unit, share.tax),
    total: written(unit, share.total),
    taxes: share.taxes.map(({ rule, amount }, place) => ({
      ...rule,
      base: written(unit, share.bases[place] ?? ZERO),
      amount: written(unit, amount),
    })),
  };
}

/** What each promotion took off all lines together, in the order they were applied. */
function byPromotion({ ends, promotionBook, rules }: OpenPrice): LinePromotion[] {
  const taken = new Map<Promotion, Decimal>();
  for (const { promotion, amount } of ends.flatMap((end) => end.figures.cuts)) {
    taken.set(promotion, (taken.get(promotion) ?? ZERO).plus(amount));
  }
  return promotionBook.rules.flatMap(({ promotion }) => {
    const amount = taken.get(promotion);
    return amount === undefined ? [] : [{ promotion, amount: written(rules.unit, amount) }];
  });
}

/** The taxes of the sale, each with what it was taken from on all its lines. */
function taxesOf(
  figures: OpenFigures,
  lines: { shares: readonly LineShare[]; bases: readonly (readonly Decimal[])[] },
  unit: MoneyUnit,
): PricedTax[] {
  const bases = new Map<string, Decimal>();
  lines.shares.forEach(({ taxes }, line) => {
    taxes.forEach(({ key }, place) => {
      bases.set(key, (bases.get(key) ?? ZERO).plus(lines.bases[line]?.[place] ?? ZERO));
    });
  });
  return figures.taxes.map((tax) => ({ ...tax, base: written(unit, bases.get(taxKey(tax)) ?? ZERO) }));
}
