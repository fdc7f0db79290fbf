import type { Policy } from '#core/catalogue/catalogue.ts';
import { amountOf, Decimal, roundMoney, sum } from '#core/money/money.ts';
import type { Sale, SaleLine } from '#core/sale/sale.ts';
import { discountOff, spreadDiscount } from './discount.ts';
import type { PricedLine, PricedSale, PricedTax } from './priced-sale.ts';
import { type LineTax, taxLines } from './tax.ts';

interface Figures {
  line: SaleLine;
  gross: Decimal;
  lineDiscount: Decimal;
  saleDiscount: Decimal;
}

/**
 * Prices a sale: gross, line discounts, sale discount, tax, in that order, each rounded once. Pure, and the same on
 * till and server. The sale's currency must be the policy's.
 */
export function priceSale(sale: Sale, policy: Policy): PricedSale {
  if (sale.currency !== policy.currency) {
    throw new Error(`a sale in ${sale.currency} cannot be priced in ${policy.currency}`);
  }
  const figures = withSaleDiscount(
    sale,
    sale.lines.map((line) => lineFigures(line, sale.currency)),
  );
  const taxes = taxLines(
    figures.map((figure) => ({ amount: taxed(figure, policy), taxes: figure.line.product.taxes })),
    policy,
  );
  const lines = figures.map((figure, index) => pricedLine(figure, taxes[index] ?? [], sale.currency));
  return {
    currency: sale.currency,
    lines,
    itemCount: itemCount(sale.lines),
    ...totalsOf(lines, sale.currency),
    taxes: taxesOf(lines, sale.currency),
  };
}

function lineFigures(line: SaleLine, currency: string): Figures {
  const gross = roundMoney(new Decimal(line.unitPrice).times(line.quantity), currency);
  return { line, gross, lineDiscount: discountOff(gross, line.discount, currency), saleDiscount: new Decimal(0) };
}

function withSaleDiscount(sale: Sale, figures: readonly Figures[]): Figures[] {
  const worth = figures.map((figure) => figure.gross.minus(figure.lineDiscount));
  const discount = discountOff(sum(worth), sale.discount, sale.currency);
  const shares = spreadDiscount(discount, worth, sale.currency);
  return figures.map((figure, index) => ({ ...figure, saleDiscount: shares[index] ?? new Decimal(0) }));
}

function discountOf(figure: Figures): Decimal {
  return figure.lineDiscount.plus(figure.saleDiscount);
}

/** What tax is taken from: with the discount off it, or before it where the local's policy says so. */
function taxed(figure: Figures, policy: Policy): Decimal {
  return policy.discount_basis === 'after_tax' ? figure.gross : figure.gross.minus(discountOf(figure));
}

function pricedLine(figure: Figures, taxes: readonly LineTax[], currency: string): PricedLine {
  const included = sum(taxes.filter((tax) => tax.rule.included).map((tax) => tax.amount));
  const tax = sum(taxes.map((each) => each.amount));
  const subtotal = figure.gross.minus(included);
  const discount = discountOf(figure);
  return {
    lineId: figure.line.lineId,
    gross: amountOf(figure.gross, currency),
    subtotal: amountOf(subtotal, currency),
    lineDiscount: amountOf(figure.lineDiscount, currency),
    saleDiscount: amountOf(figure.saleDiscount, currency),
    discount: amountOf(discount, currency),
    tax: amountOf(tax, currency),
    total: amountOf(subtotal.minus(discount).plus(tax), currency),
    taxes: taxes.map((each) => ({
      ...each.rule,
      base: amountOf(each.base, currency),
      amount: amountOf(each.amount, currency),
    })),
  };
}

function totalsOf(
  lines: readonly PricedLine[],
  currency: string,
): Pick<PricedSale, 'subtotal' | 'discount' | 'tax' | 'total'> {
  const add = (part: (line: PricedLine) => string) =>
    amountOf(sum(lines.map((line) => new Decimal(part(line)))), currency);
  return {
    subtotal: add((line) => line.subtotal),
    discount: add((line) => line.discount),
    tax: add((line) => line.tax),
    total: add((line) => line.total),
  };
}

function taxesOf(lines: readonly PricedLine[], currency: string): PricedTax[] {
  const byRule = new Map<string, { tax: PricedTax; base: Decimal; amount: Decimal }>();
  for (const tax of lines.flatMap((line) => line.taxes)) {
    const key = `${tax.tax_id} ${tax.rate} ${String(tax.included)}`;
    const known = byRule.get(key) ?? { tax, base: new Decimal(0), amount: new Decimal(0) };
    byRule.set(key, { tax, base: known.base.plus(tax.base), amount: known.amount.plus(tax.amount) });
  }
  return [...byRule.values()].map(({ tax, base, amount }) => ({
    ...tax,
    base: amountOf(base, currency),
    amount: amountOf(amount, currency),
  }));
}

function itemCount(lines: readonly SaleLine[]): string {
  return sum(lines.map((line) => new Decimal(line.product.unit === 'unit' ? line.quantity : 1))).toFixed();
}
