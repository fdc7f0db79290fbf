import type { Amount } from '#core/money/money.ts';
import type { CashRounding, TaxRounding, TaxRule, TenderMethod, Unit, Words } from '#core/catalogue/catalogue.ts';
import type { Promotion } from '#core/promotion/promotion.ts';
import type { MarksOnWire } from './line-marks.ts';

/**
 * A completed sale as it stands in the journal and on the wire: wire spelling, decimal strings, frozen for ever.
 * Everything needed to price it again is inside it. What may be absent is absent when there is nothing to say, so that
 * documents of earlier versions are still whole.
 */
export interface TransactionDocument {
  transaction_id: string;
  transaction_number: string;
  local_id: string;
  cashier_id: string;
  customer_id: string | null;
  /** The loyalty tier that promotions were chosen by. */
  customer_tier?: string;
  currency: string;
  catalogue_version: string;
  tax_rounding: TaxRounding;
  discount_basis: 'before_tax' | 'after_tax';
  /** How the cash of this sale is rounded, where cash was taken in its steps: also of what comes back later. */
  cash_rounding?: CashRounding;
  created_at: string;
  completed_at: string;
  notes: string | null;
  items: TransactionItem[];
  discount: TransactionDiscount | null;
  /** Those that took something off, whole, with what each took off the sale. */
  promotions?: TransactionPromotion[];
  totals: TransactionTotals;
  taxes: TransactionTax[];
  payments: TransactionPayment[];
}

/** A discount given by hand with what it came to. */
export interface TransactionDiscount {
  discount_type: 'percentage' | 'fixed_amount';
  discount_value: string;
  discount_amount: Amount;
  reason: string;
}

export interface TransactionPromotion {
  promotion: Promotion;
  amount: Amount;
}

/** subtotal − discount + tax = total, on every item and on the whole. */
export interface TransactionItem extends MarksOnWire {
  item_id: string;
  variant_id: string | null;
  sku: string;
  product_name: Words;
  barcode: string | null;
  category: string | null;
  category_id?: string;
  tags?: string[];
  brand: string | null;
  item_type: string;
  unit: Unit;
  quantity: string;
  unit_price: Amount;
  minimum_price?: Amount;
  /** Quantity × unit price, rounded, as on the shelf (with tax where the price holds it). */
  gross: Amount;
  subtotal: Amount;
  /** What each promotion took off the line, in the order they were applied. */
  promotions?: { promotion_id: string; amount: Amount }[];
  discount: TransactionDiscount | null;
  /** Promotions, line discount and share of the sale discount together. */
  discount_amount: Amount;
  tax_amount: Amount;
  total: Amount;
  taxes: (TaxRule & { base: Amount; amount: Amount })[];
}

export interface TransactionTotals {
  subtotal: Amount;
  discount_amount: Amount;
  tax_amount: Amount;
  /** What the goods come to. The payments sum to this plus the cash rounding. */
  total_amount: Amount;
  /** What rounding added to the cash part (below zero: took off it). */
  cash_rounding_amount?: Amount;
}

export interface TransactionTax extends TaxRule {
  base: Amount;
  amount: Amount;
}

export interface TransactionPayment {
  payment_id: string;
  payment_method: TenderMethod;
  amount: Amount;
  /** Cash only: what was handed over and what went back. */
  received: Amount | null;
  change_due: Amount | null;
  card_brand: string | null;
  card_last4: string | null;
  authorization_code: string | null;
  reference: string | null;
}
