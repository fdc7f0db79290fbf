import { Decimal, sum } from '#core/money/money.ts';
import type { PromotableLine, PromotionCut } from '#core/promotion/promotion-cut.ts';
import type { SaleLine } from '#core/sale/sale.ts';
import { discountOff } from './discount.ts';
import { type MoneyUnit, roundTo } from './price-book.ts';
import type { TaxSet, TaxSetFinder } from './tax-set.ts';

/** A line by itself, before anything that depends on other lines. */
export interface LineStart extends PromotableLine {
  quantity: Decimal;
  /** Quantity × unit price, not rounded. */
  exactGross: Decimal;
  taxSet: TaxSet;
}

/** A line with its promotions and its own discount off it. */
export interface LineFigures {
  start: LineStart;
  cuts: readonly PromotionCut[];
  /** What all promotions take off the line. */
  promoted: Decimal;
  /** What the line's own discount takes off, exactly and as it is taken. */
  exactLineDiscount: Decimal;
  lineDiscount: Decimal;
  /** What is left for the sale discount to be taken from. */
  worth: Decimal;
}

const ZERO = new Decimal(0);

/** Step 1: what the line comes to on the shelf. */
export function startLine(line: SaleLine, rules: { unit: MoneyUnit; taxSetOf: TaxSetFinder }): LineStart {
  const { unit } = rules;
  const quantity = new Decimal(line.quantity);
  const exactGross = quantity.times(line.unitPrice);
  const gross = roundTo(unit, exactGross);
  const { minimumPrice, taxes } = line.product;
  return {
    line,
    quantity,
    exactGross,
    gross,
    floor: minimumPrice === undefined ? ZERO : floorOf(gross, roundTo(unit, quantity.times(minimumPrice))),
    taxSet: rules.taxSetOf(taxes),
  };
}

/** A line that costs less than its floor already is not reduced; one that comes back mirrors the one that went. */
function floorOf(gross: Decimal, lowest: Decimal): Decimal {
  return lowest.abs().lessThan(gross.abs()) ? lowest : gross;
}

/** Steps 2 and 3: what promotions leave of it, and what its own discount leaves of that. */
export function figureLine(start: LineStart, cuts: readonly PromotionCut[], unit: MoneyUnit): LineFigures {
  const promoted = cuts.length === 0 ? ZERO : sum(cuts.map((cut) => cut.amount));
  const amount = promoted.isZero() ? start.gross : start.gross.minus(promoted);
  if (start.line.discount === null) {
    return { start, cuts, promoted, exactLineDiscount: ZERO, lineDiscount: ZERO, worth: amount };
  }
  const room = start.floor.isZero() ? amount : amount.minus(start.floor);
  const { exact, off } = discountOff(start.line.discount, { amount, room }, unit);
  return { start, cuts, promoted, exactLineDiscount: exact, lineDiscount: off, worth: amount.minus(off) };
}

/** How much more may be taken off the line. */
export function roomOf(figures: LineFigures): Decimal {
  return figures.worth.minus(figures.start.floor);
}
