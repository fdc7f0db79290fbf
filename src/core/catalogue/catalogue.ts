import type { Amount } from '#core/money/money.ts';

/**
 * The documents of this file cross the wire and lie in the catalogue database: they keep the wire's spelling.
 */

/** A text in the languages of the screens. */
export interface Words {
  es: string;
  en: string;
}

/** A tax as sold under. `rate` is a fraction with four decimals ("0.0700" = 7 %); `included` says the shelf price holds it. */
export interface TaxRule {
  tax_id: string;
  name: string;
  rate: string;
  included: boolean;
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
 * How a local's scale labels are laid out: positions are half-open [start, end) over the 13 digits, first digit 0.
 * `value` holds a weight in kilograms or a price, with `decimals` of its digits after the point.
 */
export interface BarcodeRule {
  rule_id: string;
  prefix: string;
  item: [number, number];
  value: [number, number];
  verifier: number | null;
  decimals: number;
  measure: 'weight' | 'price';
}

export interface Customer {
  customer_id: string;
  name: string;
  phone: string | null;
  loyalty_tier: string | null;
}

/** One way of paying that the local takes. */
export type TenderMethod = 'cash' | 'card' | 'yappy' | 'transfer';

/** What a local has decided; rates and percentages are decimal strings. */
export interface Policy {
  currency: string;
  time_zone: string;
  tax_rounding: 'per_rate' | 'per_line';
  discount_basis: 'before_tax' | 'after_tax';
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
