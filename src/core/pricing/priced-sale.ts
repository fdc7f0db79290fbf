import type { TaxRule } from '#core/catalogue/catalogue.ts';
import type { Amount } from '#core/money/money.ts';

/** A sale with its figures. On every line and on the whole: subtotal − discount + tax = total. */
export interface PricedSale {
  currency: string;
  lines: readonly PricedLine[];
  /** Pieces count by quantity, weighed goods as one each. */
  itemCount: string;
  subtotal: Amount;
  discount: Amount;
  tax: Amount;
  total: Amount;
  taxes: readonly PricedTax[];
}

export interface PricedLine {
  lineId: string;
  /** Quantity × unit price, rounded: the figure on the shelf. */
  gross: Amount;
  /** The gross without whatever tax stays in the line at the end. */
  subtotal: Amount;
  /** The line's own discount. */
  lineDiscount: Amount;
  /** The line's share of the sale discount. */
  saleDiscount: Amount;
  /** Both discounts together. */
  discount: Amount;
  tax: Amount;
  /** What the customer pays for the line. */
  total: Amount;
  taxes: readonly PricedTax[];
}

/** One tax over one line, or over the whole sale: `base` is what it was taken from, without the tax. */
export interface PricedTax extends TaxRule {
  base: Amount;
  amount: Amount;
}
