import type { TaxRule } from '#core/catalogue/catalogue.ts';
import type { Amount } from '#core/money/money.ts';
import type { Promotion } from '#core/promotion/promotion.ts';

/** The figures of a sale that is being made: what the sale screen shows. subtotal − discount + tax = total. */
export interface OpenFigures {
  currency: string;
  lines: readonly OpenLine[];
  /** Pieces count by quantity, weighed goods as one each. */
  itemCount: string;
  subtotal: Amount;
  /** What promotions took off; part of the discount. */
  promotions: Amount;
  /** Promotions and discounts given by hand. */
  discount: Amount;
  tax: Amount;
  total: Amount;
  taxes: readonly OpenTax[];
}

/** A line of a sale that is being made. */
export interface OpenLine {
  lineId: string;
  /** Quantity × unit price, rounded: the figure on the shelf. */
  gross: Amount;
  /** What each promotion took off, in the order they were applied. */
  promotions: readonly LinePromotion[];
  /** The line's own discount. */
  lineDiscount: Amount;
  /** The line's share of the sale discount. */
  saleDiscount: Amount;
  /** Promotions and both discounts together. */
  discount: Amount;
  /** The gross with promotions and the line's own discount off it. */
  worth: Amount;
}

/** A promotion with what it took off a line or the sale. */
export interface LinePromotion {
  promotion: Promotion;
  amount: Amount;
}

/** One tax over the sale. */
export interface OpenTax extends TaxRule {
  amount: Amount;
}

/** A sale with all its figures, the taxes shared out to its lines. On every line too: subtotal − discount + tax = total. */
export interface PricedSale extends OpenFigures {
  lines: readonly PricedLine[];
  taxes: readonly PricedTax[];
  /** Each promotion with what it took off the sale, in the order they were applied. */
  byPromotion: readonly LinePromotion[];
}

export interface PricedLine extends OpenLine {
  /** The gross without whatever tax stays in the line at the end. */
  subtotal: Amount;
  tax: Amount;
  /** What the customer pays for the line. */
  total: Amount;
  taxes: readonly PricedTax[];
}

/** One tax over one line, or over the whole sale: `base` is what it was taken from, without the tax. */
export interface PricedTax extends OpenTax {
  base: Amount;
}
