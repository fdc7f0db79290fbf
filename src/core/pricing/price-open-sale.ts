import { Decimal, sum } from '#core/money/money.ts';
import { spreadWithin } from '#core/money/spread-within.ts';
import { applyPromotions, type PromotionRun } from '#core/promotion/apply-promotions.ts';
import { matchEnds, placeBefore } from '#core/promotion/match-ends.ts';
import { openPromotionBook, type PromotionBook } from '#core/promotion/promotion-book.ts';
import type { Sale } from '#core/sale/sale.ts';
import { discountOff } from './discount.ts';
import { totalOf } from './fraction-sum.ts';
import { endLine, type LineEnd, type Rules, rulesOf } from './line-end.ts';
import { figureLine, type LineFigures, roomOf, startLine } from './line-figures.ts';
import { type PriceBook, roundFraction, written } from './price-book.ts';
import type { OpenFigures } from './priced-sale.ts';
import { NO_SUMS, type RunningSums, withLines } from './running-sums.ts';

/** A sale as it was last priced: its figures, and what the next pricing need not work out again. */
export interface OpenPrice {
  figures: OpenFigures;
  sale: Sale;
  rules: Rules;
  promotionBook: PromotionBook;
  run: PromotionRun;
  ends: readonly LineEnd[];
  sums: RunningSums;
  /** What the sale's own discount takes off, and from how much. */
  saleDiscount: { from: Decimal; exact: Decimal; off: Decimal };
}

const ZERO = new Decimal(0);
const NO_CUTS: readonly never[] = [];

/**
 * Prices a sale that is being made: gross, promotions, line discounts, sale discount, tax, each rounded once. Taxes
 * are known for the sale as a whole; `priceSale` shares them out to the lines. Given the sale as it was last priced,
 * only lines that changed are worked out again; the figures are the same either way.
 * The sale's currency must be the policy's.
 */
export function priceOpenSale(sale: Sale, book: PriceBook, previous: OpenPrice | null): OpenPrice {
  if (sale.currency !== book.policy.currency) {
    throw new Error(`a sale in ${sale.currency} cannot be priced in ${book.policy.currency}`);
  }
  const last = previous?.rules.book === book ? previous : null;
  const rules = last?.rules ?? rulesOf(book);
  const same = unchangedLines(last, sale);
  const starts = sale.lines.map((line, index) => same(index)?.figures.start ?? startLine(line, rules));
  const promotionBook = bookFor(sale, rules, last);
  const run = applyPromotions(starts, promotionBook, last?.promotionBook === promotionBook ? last.run : null);
  const figures = starts.map((start, index) => {
    const cuts = run.cuts[index] ?? NO_CUTS;
    const known = same(index)?.figures;
    return known !== undefined && known.cuts === cuts ? known : figureLine(start, cuts, rules.unit);
  });
  const saleDiscount = saleDiscountOff(sale, figures, rules);
  const shares = saleDiscountShares(saleDiscount.off, figures, rules);
  const ends = figures.map((figure, index) => {
    const known = same(index);
    const share = shares?.[index] ?? ZERO;
    const unchanged = known !== undefined && known.figures === figure && known.saleDiscount.equals(share);
    return unchanged ? known : endLine(figure, share, rules);
  });
  const sums = withLines(last?.sums ?? NO_SUMS, changeOf(last?.ends ?? [], ends));
  return { figures: figuresOf(ends, sums, rules), sale, rules, promotionBook, run, ends, sums, saleDiscount };
}

/** The promotions in force when the sale was opened, for its customer: prices do not jump while a sale is made. */
function bookFor(sale: Sale, rules: Rules, last: OpenPrice | null): PromotionBook {
  if (last !== null && last.sale.openedAt === sale.openedAt && last.sale.customer?.tier === sale.customer?.tier) {
    return last.promotionBook;
  }
  return openPromotionBook(rules.book.promotions, {
    instant: sale.openedAt,
    timeZone: rules.book.policy.time_zone,
    tier: sale.customer?.tier ?? null,
    unit: rules.unit.step,
  });
}

/** Finds for a line of the sale what was last worked out of the very same line. */
function unchangedLines(last: OpenPrice | null, sale: Sale): (index: number) => LineEnd | undefined {
  if (last === null) {
    return () => undefined;
  }
  const ends = matchEnds(last.sale.lines, sale.lines);
  return (index) => last.ends[placeBefore(ends, index) ?? -1];
}

function changeOf(before: readonly LineEnd[], after: readonly LineEnd[]): { gone: LineEnd[]; come: LineEnd[] } {
  const { head, tail } = matchEnds(before, after);
  return { gone: before.slice(head, before.length - tail), come: after.slice(head, after.length - tail) };
}

/** Step 4: what the sale's own discount takes off; goods that come back have no part in it. */
function saleDiscountOff(sale: Sale, figures: readonly LineFigures[], rules: Rules): OpenPrice['saleDiscount'] {
  if (sale.discount === null) {
    return NO_SALE_DISCOUNT;
  }
  const sold = figures.filter((figure) => !figure.worth.isNegative());
  const from = sum(sold.map((figure) => figure.worth));
  return { from, ...discountOff(sale.discount, { amount: from, room: sum(sold.map(roomOf)) }, rules.unit) };
}

const NO_SALE_DISCOUNT = { from: ZERO, exact: ZERO, off: ZERO };

/** The lines' shares of the sale discount; null when there is none. */
function saleDiscountShares(off: Decimal, figures: readonly LineFigures[], rules: Rules): Decimal[] | null {
  if (off.isZero()) {
    return null;
  }
  const lines = figures.map((figure) =>
    figure.worth.isNegative() ? { worth: ZERO, room: ZERO } : { worth: figure.worth, room: roomOf(figure) },
  );
  return spreadWithin(off, rules.unit.step, lines);
}

function figuresOf(ends: readonly LineEnd[], sums: RunningSums, rules: Rules): OpenFigures {
  const { unit, book } = rules;
  const taxes = [...sums.taxes.values()].map(({ tax, amount }) => ({
    rule: tax.rule,
    key: tax.key,
    amount: roundFraction(unit, totalOf(amount)),
  }));
  const tax = sum(taxes.map((each) => each.amount));
  const held = sum(taxes.filter((each) => each.rule.included).map((each) => each.amount));
  const total =
    book.policy.tax_rounding === 'gross_anchored'
      ? roundFraction(unit, totalOf(sums.totals))
      : sums.gross.minus(sums.discounted).minus(held).plus(tax);
  return {
    currency: book.policy.currency,
    lines: ends.map((end) => end.shown),
    itemCount: sums.items.toFixed(),
    subtotal: written(unit, total.minus(tax).plus(sums.discounted)),
    promotions: written(unit, sums.promoted),
    discount: written(unit, sums.discounted),
    tax: written(unit, tax),
    total: written(unit, total),
    taxes: inOrderOfLines(ends, taxes).map(({ rule, amount }) => ({ ...rule, amount: written(unit, amount) })),
  };
}

/** A sale lists its taxes as they first come up in its lines, whatever the order in which the lines came. */
function inOrderOfLines<Tax extends { key: string }>(ends: readonly LineEnd[], taxes: readonly Tax[]): Tax[] {
  const byKey = new Map(taxes.map((tax) => [tax.key, tax]));
  const ordered: Tax[] = [];
  for (const end of ends) {
    if (byKey.size === 0) {
      break;
    }
    for (const { tax } of end.taxes) {
      const found = byKey.get(tax.key);
      if (found !== undefined) {
        ordered.push(found);
        byKey.delete(tax.key);
      }
    }
  }
  return ordered;
}
