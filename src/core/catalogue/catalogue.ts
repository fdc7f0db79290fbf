import type { Amount } from '#core/money/money.ts';
import type { Promotion } from '#core/promotion/promotion.ts';

/**
 * The documents of this file cross the wire and lie in the catalogue database: they keep the wire's spelling. What may
 * be absent is absent when there is nothing to say, so that a catalogue kept from an earlier version can still be sold
 * from.
 */

/** A text in the languages of the screens. */
export interface Words {
  es: string;
  en: string;
}

/**
 * A tax as sold under. `included` says the shelf price holds it. A line's taxes are taken in the order in which the
 * line names them.
 */
export interface TaxRule {
  tax_id: string;
  name: string;
  /** A fraction ("0.0700" = 7 %), or for `per_unit` the money on one unit. */
  rate: string;
  included: boolean;
  /**
   * Absent for a percentage of the base. `per_unit`: so much money a unit, as on bottles and bags. `inside`: a
   * percentage of the total that holds it, all such taxes of a line together, as in Brazil.
   */
  kind?: 'per_unit' | 'inside';
  /** True: the tax joins the base of the taxes after it; absent: it does not. */
  compounds?: true;
  /** True: the compounding taxes before it are not in its base; absent: they are. */
  ignores_compounded?: true;
}

/** Goods sold by the piece or by the kilogram. */
export type Unit = 'unit' | 'kg';

export interface Product {
  variant_id: string;
  sku: string;
  name: Words;
  category_id: string;
  brand: string | null;
  /** Codes as printed on the goods; they are compared in their normal form (GTIN-14). */
  barcodes: string[];
  /** The short number of goods without a barcode, also the item reference inside a weight or price barcode. */
  plu: string | null;
  unit: Unit;
  /** Price of one unit (a piece or a kilogram), at most four decimals. */
  unit_price: Amount;
  /** No discount or promotion brings one unit below this. */
  minimum_price?: Amount;
  /** Free words by which promotions choose goods. */
  tags?: string[];
  tax_ids: string[];
  /** What the ledger calls this kind of goods (Koha's debit type). */
  item_type: string;
  /** What the local held when the catalogue was made; null when it is not counted. */
  stock: string | null;
  /** Place among the favourites, 1 first; null when it is not one. */
  favourite: number | null;
}

export interface Category {
  category_id: string;
  name: Words;
  /** The colour of the tile's edge, as #rrggbb. */
  colour: string;
}

/**
 * How a local's scale labels are laid out: positions are half-open [start, end) over the digits, first digit 0.
 * `value` holds a weight in kilograms, a price or a number of pieces, with `decimals` of its digits after the point.
 */
export interface BarcodeRule {
  rule_id: string;
  prefix: string;
  item: [number, number];
  value: [number, number];
  /** Place of the digit that checks `value`; null where there is none. */
  verifier: number | null;
  decimals: number;
  measure: 'weight' | 'price' | 'count';
  /** How many digits the positions count over: 12 for UPC-A labels; absent for the 13 of EAN-13. */
  digits?: 12;
  /** Of the price; absent: the local's. */
  currency?: string;
}

export interface Customer {
  customer_id: string;
  name: string;
  phone: string | null;
  loyalty_tier: string | null;
}

/** One way of paying that the local takes. */
export type TenderMethod = 'cash' | 'card' | 'yappy' | 'transfer';

/**
 * Where the tax is rounded. `per_rate`: each tax once over the sale, on rounded lines. `per_line`: on every line.
 * `per_unit`: on one unit, times the quantity. `gross_anchored`: lines are not rounded; the total to pay is, then each
 * tax, and the net is what is left (Portugal).
 */
export type TaxRounding = 'per_rate' | 'per_line' | 'per_unit' | 'gross_anchored';

/** Cash is rounded to whole steps; the tie rule says where exactly half a step goes. */
export interface CashRounding {
  /** The smallest amount that can be paid in cash: "0.05". */
  step: Amount;
  mode: CashRoundingMode;
}

/** Half away from zero, half towards zero, half to the even step, always away from zero, always towards zero. */
export type CashRoundingMode = 'half_up' | 'half_down' | 'half_even' | 'up' | 'down';

/** What a local has decided; rates and percentages are decimal strings. */
export interface Policy {
  currency: string;
  time_zone: string;
  tax_rounding: TaxRounding;
  discount_basis: 'before_tax' | 'after_tax';
  /** How cash is rounded where the smallest coins are gone. */
  cash_rounding?: CashRounding;
  /** The discount, in percent of a line or sale, that a cashier may give without approval ("5"). */
  cashier_discount_limit: string;
  /** Most lines in one sale. */
  max_lines: number;
  tender_methods: TenderMethod[];
  /** Notes and coins in use, largest first, as amounts. */
  denominations: Amount[];
}

/** Everything a till needs to price a sale, in one immutable version. */
export interface Catalogue {
  version: string;
  /** UTC instant at which the server made it. */
  as_of: string;
  policy: Policy;
  products: Product[];
  categories: Category[];
  taxes: TaxRule[];
  barcode_rules: BarcodeRule[];
  /** In any order: the till sorts them by priority. */
  promotions?: Promotion[];
  customers: Customer[];
}

export type Role = 'cashier' | 'supervisor' | 'manager';

/** A person who may use the till. `pin_verifier` is an encoded argon2id hash, never the PIN. */
export interface StaffMember {
  staff_id: string;
  name: string;
  role: Role;
  language: 'es' | 'en';
  pin_verifier: string;
}
