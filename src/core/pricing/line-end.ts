import { Decimal } from '#core/money/money.ts';
import { addFraction, type FractionSum, wholeFraction } from './fraction-sum.ts';
import type { LineFigures } from './line-figures.ts';
import { moneyUnitOf, type MoneyUnit, type PriceBook, written } from './price-book.ts';
import type { OpenLine } from './priced-sale.ts';
import { taxLine, type TaxPart } from './tax-line.ts';
import { taxSetFinder, type TaxSetFinder } from './tax-set.ts';

/** A line with everything that is known of it before the taxes of the whole sale are shared out. */
export interface LineEnd {
  figures: LineFigures;
  saleDiscount: Decimal;
  /** Promotions and both discounts together. */
  discount: Decimal;
  /** What tax is taken from. */
  taxed: Decimal;
  taxes: readonly TaxPart[];
  /** What the line comes to with tax, not rounded; empty unless the total is rounded as a whole. */
  exactTotal: FractionSum;
  /** How many articles it counts as. */
  items: Decimal;
  shown: OpenLine;
}

/** What a local decided, ready to be used on one line after the other. */
export interface Rules {
  book: PriceBook;
  unit: MoneyUnit;
  taxSetOf: TaxSetFinder;
}

export function rulesOf(book: PriceBook): Rules {
  return { book, unit: moneyUnitOf(book), taxSetOf: taxSetFinder() };
}

const ZERO = new Decimal(0);
const ONE = new Decimal(1);

/** Steps 4 and 5 for one line: its share of the sale discount off it, and its taxes on what is left. */
export function endLine(figures: LineFigures, saleDiscount: Decimal, rules: Rules): LineEnd {
  const { start } = figures;
  const { tax_rounding: rounding } = rules.book.policy;
  const byHand = figures.lineDiscount.plus(saleDiscount);
  const taxed = taxedAmount(figures, saleDiscount, rules.book);
  const taxes = taxLine({ taxSet: start.taxSet, amount: taxed, quantity: start.quantity }, rounding, rules.unit);
  return {
    figures,
    saleDiscount,
    discount: figures.promoted.plus(byHand),
    taxed,
    taxes,
    exactTotal: rounding === 'gross_anchored' ? exactTotal({ figures, saleDiscount, taxed, taxes }, rules.book) : [],
    items: start.line.product.unit === 'unit' ? start.quantity : ONE,
    shown: shownLine(figures, saleDiscount, rules.unit),
  };
}

/**
 * What tax is taken from: the line with every discount off it, or, where the local's policy says so, before discounts
 * given by hand. Promotions are the price itself and always come off first.
 */
function taxedAmount(figures: LineFigures, saleDiscount: Decimal, book: PriceBook): Decimal {
  const { policy } = book;
  const amount = policy.tax_rounding === 'gross_anchored' ? rawAmounts(figures) : figuresOf(figures);
  if (policy.discount_basis === 'after_tax') {
    return amount.promoted;
  }
  return lessDiscounts(amount, saleDiscount);
}

/** What discounts by hand leave of it. */
function lessDiscounts({ promoted, lineDiscount }: TaxableAmounts, saleDiscount: Decimal): Decimal {
  return notPastZero(promoted.minus(lineDiscount).minus(saleDiscount), promoted);
}

/** Rounded reductions of a line that is not rounded may take off a part of a cent more than there is: nothing is left. */
function notPastZero(left: Decimal, from: Decimal): Decimal {
  return left.isNegative() === from.isNegative() ? left : ZERO;
}

interface TaxableAmounts {
  promoted: Decimal;
  lineDiscount: Decimal;
}

function figuresOf({ start, promoted, lineDiscount }: LineFigures): TaxableAmounts {
  return { promoted: promoted.isZero() ? start.gross : start.gross.minus(promoted), lineDiscount };
}

/** Where the total is rounded as a whole, nothing before it is: a percentage is of the line as it was multiplied out. */
function rawAmounts({ start, promoted, lineDiscount, worth }: LineFigures): TaxableAmounts {
  const raw = notPastZero(start.exactGross.minus(promoted), start.exactGross);
  const { discount } = start.line;
  const isShare = discount?.type === 'percentage' && !worth.equals(start.floor);
  return { promoted: raw, lineDiscount: isShare ? raw.times(discount.value).div(100) : lineDiscount };
}

function exactTotal(line: Pick<LineEnd, 'figures' | 'saleDiscount' | 'taxed' | 'taxes'>, book: PriceBook): FractionSum {
  const { figures, saleDiscount, taxed, taxes } = line;
  const afterTax = book.policy.discount_basis === 'after_tax';
  const net = afterTax ? lessDiscounts(rawAmounts(figures), saleDiscount) : taxed;
  const added = taxes.filter((part) => !part.tax.rule.included).map((part) => part.amount);
  return added.reduce(addFraction, [wholeFraction(net)]);
}

function shownLine(figures: LineFigures, saleDiscount: Decimal, unit: MoneyUnit): OpenLine {
  const { start, cuts, promoted, lineDiscount, worth } = figures;
  const gross = written(unit, start.gross);
  const nothing = written(unit, ZERO);
  const reduced = !(promoted.isZero() && lineDiscount.isZero() && saleDiscount.isZero());
  return {
    lineId: start.line.lineId,
    gross,
    promotions: cuts.map(({ promotion, amount }) => ({ promotion, amount: written(unit, amount) })),
    lineDiscount: reduced ? written(unit, lineDiscount) : nothing,
    saleDiscount: reduced ? written(unit, saleDiscount) : nothing,
    discount: reduced ? written(unit, promoted.plus(lineDiscount).plus(saleDiscount)) : nothing,
    worth: reduced ? written(unit, worth) : gross,
  };
}
