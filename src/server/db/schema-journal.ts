import type { StoredMoney, StoredQuantity } from './stored-units.ts';
import type { TaxColumns } from './tax-columns.ts';

/** The tables of what happened at the counters; see schema.ts for what all tables have in common. */

/** One link of a register's chain, as it came in. Never changed, never deleted. */
export interface JournalEventRow {
  organisation_id: string;
  register_id: string;
  epoch: number;
  seq: number;
  event_id: string;
  /** Null when the event could not be understood. */
  type: string | null;
  /** As claimed by the event; null when it could not be read. */
  hash: string | null;
  status: 'accepted' | 'quarantined';
  /** Why it is quarantined. */
  reason: string | null;
  transaction_id: string | null;
  /** JSON list of what a person should look at, by kind. */
  flags: string;
  received_at: string;
  /** The event's JSON word for word. */
  raw: string;
  /** Where the register stood when it came in: the local whose stock it moves. */
  local_id: string;
}

/** An event whose id or place was already taken: kept beside the one that came first, which stays untouched. */
export interface JournalCopyRow {
  organisation_id: string;
  register_id: string;
  epoch: number;
  seq: number;
  event_id: string;
  /** As claimed by the event: what comes after it in the stream of the other device is known by it. */
  hash: string | null;
  /** SHA-256 of `raw` in hex, so that the same copy sent again is kept once. */
  raw_hash: string;
  received_at: string;
  raw: string;
  /** Where the register stood when it came in. */
  local_id: string;
  /** A person may have it posted as a sale of its own, or say that it is the sale that is posted already. */
  status: 'kept' | 'posted' | 'same_sale';
  /** What its effects are filed under when it is posted: an id made from its own, which another event may have. */
  posted_event_id: string | null;
  transaction_id: string | null;
}

/** The newest link of each chain without a gap before it. */
export interface ChainHeadRow {
  organisation_id: string;
  register_id: string;
  epoch: number;
  seq: number;
  hash: string | null;
}

/** An event that came before those that lead to it. The gap is open while the chain's head has not got there. */
export interface ChainGapRow {
  organisation_id: string;
  register_id: string;
  epoch: number;
  /** The highest that was ever answered with `gap`. */
  seen_seq: number;
  seen_at: string;
}

export interface TransactionRow {
  organisation_id: string;
  register_id: string;
  transaction_id: string;
  event_id: string;
  transaction_number: string;
  local_id: string;
  cashier_id: string;
  customer_id: string | null;
  /** The loyalty tier that promotions were chosen by. */
  customer_tier: string | null;
  drawer_session_id: string | null;
  status: 'completed';
  currency: string;
  subtotal: StoredMoney;
  discount_amount: StoredMoney;
  tax_amount: StoredMoney;
  total_amount: StoredMoney;
  /** What rounding added to the cash part; null when cash is not rounded. */
  cash_rounding_amount: StoredMoney | null;
  discount_type: string | null;
  /** A percentage or an amount, by `discount_type`, × 10^4. */
  discount_value: number | null;
  /** What the discount on the whole sale came to; `discount_amount` holds the lines' own discounts too. */
  sale_discount_amount: StoredMoney | null;
  discount_reason: string | null;
  items_count: number;
  catalogue_version: string;
  notes: string | null;
  business_date: string;
  created_at: string;
  completed_at: string;
  received_at: string;
}

export interface TransactionItemRow {
  organisation_id: string;
  transaction_id: string;
  line_no: number;
  item_id: string;
  variant_id: string | null;
  sku: string;
  name_es: string;
  name_en: string;
  barcode: string | null;
  category: string | null;
  category_id: string | null;
  /** JSON list, or null. */
  tags: string | null;
  brand: string | null;
  item_type: string;
  unit: string;
  quantity: StoredQuantity;
  unit_price: StoredMoney;
  minimum_price: StoredMoney | null;
  gross: StoredMoney;
  subtotal: StoredMoney;
  discount_amount: StoredMoney;
  tax_amount: StoredMoney;
  total: StoredMoney;
  /** JSON list of what each promotion took off the line, or null. */
  promotions: string | null;
  /** JSON of the line's own discount, or null. */
  discount: string | null;
  /** JSON list of the line's taxes with base and amount. */
  taxes: string;
}

export interface TransactionPaymentRow {
  organisation_id: string;
  transaction_id: string;
  payment_no: number;
  payment_id: string;
  payment_method: string;
  amount: StoredMoney;
  received: StoredMoney | null;
  change_due: StoredMoney | null;
  card_brand: string | null;
  card_last4: string | null;
  authorization_code: string | null;
  reference: string | null;
}

export interface TransactionTaxRow extends TaxColumns {
  organisation_id: string;
  transaction_id: string;
  tax_no: number;
  tax_id: string;
  name: string;
  base: StoredMoney;
  amount: StoredMoney;
}

/** What one promotion took off a sale. The promotion itself stands whole in the journal's event. */
export interface TransactionPromotionRow {
  organisation_id: string;
  transaction_id: string;
  promotion_no: number;
  promotion_id: string;
  name_es: string;
  name_en: string;
  amount: StoredMoney;
}

/** What one event took from (negative) or gave to the stock of a local. */
export interface StockMovementRow {
  organisation_id: string;
  register_id: string;
  event_id: string;
  local_id: string;
  variant_id: string;
  quantity: StoredQuantity;
}

/** What there was before the first movement; nothing where there is no row. */
export interface StockOpeningRow {
  organisation_id: string;
  local_id: string;
  variant_id: string;
  quantity: StoredQuantity;
}

/** Opening stock and all movements together; may be negative. */
export interface StockLevelRow {
  organisation_id: string;
  local_id: string;
  variant_id: string;
  on_hand: StoredQuantity;
}

export interface LedgerLineRow {
  organisation_id: string;
  register_id: string | null;
  line_id: string;
  transaction_id: string;
  line_no: number;
  debit_type_code: string | null;
  credit_type_code: string | null;
  /** Positive is a debit, negative a credit. */
  amount: StoredMoney;
  payment_type: string | null;
  customer_id: string | null;
  note: string | null;
  description: string | null;
  local_id: string;
  business_date: string;
  created_at: string;
}

export interface LedgerOffsetRow {
  organisation_id: string;
  transaction_id: string;
  offset_no: number;
  debit_id: string | null;
  credit_id: string | null;
  type: 'CREATE' | 'APPLY';
  amount: StoredMoney;
}

export interface DrawerSessionRow {
  organisation_id: string;
  register_id: string;
  drawer_session_id: string;
  event_id: string;
  opened_at: string;
  opened_by: string | null;
  business_date: string;
  opening_float: StoredMoney;
}
