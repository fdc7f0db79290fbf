import type { TaxRounding, TaxRule, Unit, Words } from '#core/catalogue/catalogue.ts';
import type { Amount, Decimal } from '#core/money/money.ts';
import type { Fraction } from '#core/money/spread-exact.ts';
import type { Discount } from '#core/sale/sale.ts';
import { totalOf } from './fraction-sum.ts';
import type { LineEnd } from './line-end.ts';
import type { OpenPrice } from './price-open-sale.ts';
import { type MoneyUnit, written } from './price-book.ts';
import { withTaxShares } from './price-sale.ts';
import type { PricedLine, PricedSale, PricedTax } from './priced-sale.ts';
import { taxLine } from './tax-line.ts';
import { taxKey } from './tax-set.ts';

/** How every figure of a sale came about, in the order of the calculation. Plain data: it can be shown and exported. */
export interface Explanation {
  currency: string;
  taxRounding: TaxRounding;
  lines: readonly LineExplanation[];
  sale: readonly SaleStep[];
}

export interface LineExplanation {
  lineId: string;
  name: Words;
  steps: readonly LineStep[];
}

/** `exact` is the figure before it was rounded, as a decimal string of any length. */
export type LineStep =
  | { kind: 'gross'; quantity: string; unit: Unit; unitPrice: Amount; exact: string; amount: Amount }
  /** `units`: how many were rewarded, where the promotion counts units. */
  | { kind: 'promotion'; name: Words; from: Amount; exact: string; amount: Amount; units: string | null }
  | { kind: 'line_discount'; discount: Discount; from: Amount; exact: string; amount: Amount; heldAt: Amount | null }
  /** The line's share, by what it is worth, of what is taken off the whole sale. */
  | { kind: 'sale_discount'; from: Amount; ofSale: Amount; amount: Amount }
  | TaxStep
  | { kind: 'total'; amount: Amount };

export type SaleStep =
  /** What the lines come to on the shelf. */
  | { kind: 'lines'; count: number; amount: Amount }
  | { kind: 'promotion_total'; name: Words; amount: Amount }
  | { kind: 'line_discounts'; amount: Amount }
  | { kind: 'sale_discount_total'; discount: Discount; from: Amount; exact: string; amount: Amount }
  | TaxStep
  | { kind: 'total'; amount: Amount };

/** A tax of a line or of the sale. On a line under `per_rate`, the amount is its share of the tax of the sale. */
export interface TaxStep {
  kind: 'tax';
  tax: TaxRule;
  base: Amount;
  exact: string;
  amount: Amount;
}

/** Exact figures that never end are told to this many decimals. */
const TOLD_DECIMALS = 8;

/** Tells how a sale was priced. Made when somebody asks, from what pricing kept. */
export function explainSale(open: OpenPrice): Explanation {
  const priced = withTaxShares(open);
  const { unit } = open.rules;
  const ofSale = written(unit, open.saleDiscount.off);
  return {
    currency: priced.currency,
    taxRounding: open.rules.book.policy.tax_rounding,
    lines: open.ends.flatMap((end, index) => {
      const line = priced.lines[index];
      return line === undefined
        ? []
        : [
            {
              lineId: line.lineId,
              name: end.figures.start.line.product.name,
              steps: lineSteps(end, line, { unit, ofSale }),
            },
          ];
    }),
    sale: saleSteps(open, priced),
  };
}

function lineSteps(end: LineEnd, line: PricedLine, of: { unit: MoneyUnit; ofSale: Amount }): LineStep[] {
  const { start, cuts, lineDiscount, exactLineDiscount, promoted, worth } = end.figures;
  const { line: sold } = start;
  const money = (value: Decimal) => written(of.unit, value);
  const steps: LineStep[] = [
    {
      kind: 'gross',
      quantity: sold.quantity,
      unit: sold.product.unit,
      unitPrice: sold.unitPrice,
      exact: told(start.exactGross),
      amount: line.gross,
    },
    ...cuts.map((cut): LineStep => ({
      kind: 'promotion',
      name: cut.promotion.name,
      from: money(cut.from),
      exact: told(cut.exact),
      amount: money(cut.amount),
      units: cut.units,
    })),
  ];
  if (sold.discount !== null) {
    const atFloor = !start.floor.isZero() && worth.equals(start.floor);
    steps.push({
      kind: 'line_discount',
      discount: sold.discount,
      from: money(start.gross.minus(promoted)),
      exact: told(exactLineDiscount),
      amount: money(lineDiscount),
      heldAt: atFloor ? money(start.floor) : null,
    });
  }
  if (!end.saleDiscount.isZero()) {
    steps.push({ kind: 'sale_discount', from: money(worth), ofSale: of.ofSale, amount: line.saleDiscount });
  }
  // However the local rounds: what the tax was before any rounding.
  const exactTaxes = taxLine(
    { taxSet: start.taxSet, amount: end.taxed, quantity: start.quantity },
    'per_rate',
    of.unit,
  );
  return [
    ...steps,
    ...line.taxes.map((tax, place) => taxStep(tax, valueOf(exactTaxes[place]?.amount ?? totalOf([])))),
    { kind: 'total', amount: line.total },
  ];
}

function saleSteps(open: OpenPrice, priced: PricedSale): SaleStep[] {
  const { sale, saleDiscount, sums } = open;
  const money = (value: Decimal) => written(open.rules.unit, value);
  const byLines = sums.discounted.minus(sums.promoted).minus(saleDiscount.off);
  return [
    { kind: 'lines', count: priced.lines.length, amount: money(sums.gross) },
    ...priced.byPromotion.map(({ promotion, amount }): SaleStep => ({
      kind: 'promotion_total',
      name: promotion.name,
      amount,
    })),
    ...(byLines.isZero() ? [] : [{ kind: 'line_discounts' as const, amount: money(byLines) }]),
    ...(sale.discount === null ? [] : [saleDiscountStep(sale.discount, saleDiscount, money)]),
    ...priced.taxes.map((tax) => taxStep(tax, valueOf(totalOf(sums.taxes.get(taxKey(tax))?.amount ?? [])))),
    { kind: 'total', amount: priced.total },
  ];
}

function saleDiscountStep(
  discount: Discount,
  taken: OpenPrice['saleDiscount'],
  money: (value: Decimal) => Amount,
): SaleStep {
  return {
    kind: 'sale_discount_total',
    discount,
    from: money(taken.from),
    exact: told(taken.exact),
    amount: money(taken.off),
  };
}

function taxStep({ base, amount, ...tax }: PricedTax, exact: Decimal): TaxStep {
  return { kind: 'tax', tax, base, exact: told(exact), amount };
}

function valueOf({ numerator, denominator }: Fraction): Decimal {
  return numerator.div(denominator);
}

function told(exact: Decimal): string {
  return exact.toDecimalPlaces(TOLD_DECIMALS).toFixed();
}
