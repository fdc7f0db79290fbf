import type { Role, Unit } from '#core/catalogue/catalogue.ts';
import type { StoredMoney } from './stored-units.ts';
import type { TaxColumns } from './tax-columns.ts';

/** The tables of the shop as it is set up; see schema.ts for what all tables have in common. */

export interface OrganisationRow {
  organisation_id: string;
  name: string;
  /** JSON list of {staff_id, pin} shown on the demo shop's sign-in screen; null for a real organisation. */
  demo_pins: string | null;
}

export interface LocalRow {
  organisation_id: string;
  local_id: string;
  name: string;
  /** JSON of core's Policy. */
  policy: string;
  /** The snapshot tills are given now; null before the first one. */
  catalogue_version: string | null;
}

export interface RegisterRow {
  organisation_id: string;
  register_id: string;
  local_id: string;
  code: string;
  name: string;
  /** The highest epoch given out or seen; 0 before the first enrolment. */
  epoch: number;
  /** SHA-256 of the device token in hex; null when no device is enrolled. */
  device_token_hash: string | null;
  enrolled_at: string | null;
  last_seen_at: string | null;
  /** Events that the till said it still holds unconfirmed; null when it never said. */
  unsent_events: number | null;
  /** When the oldest of them was sold, by the till's own clock; null when there is none. */
  unsent_oldest_sold_at: string | null;
  unsent_told_at: string | null;
}

/** A key pair of an organisation; the newest is the one that tills seal their copies with. */
export interface CopyKeyRow {
  organisation_id: string;
  key_id: string;
  /** The uncompressed point of P-256 in base64url. */
  public_key: string;
  /** PKCS #8 in base64url. It leaves the database only inside this server. */
  private_key: string;
  created_at: string;
}

export interface EnrolmentCodeRow {
  code_hash: string;
  organisation_id: string;
  register_id: string;
  created_by: string;
  expires_at: string;
  used_at: string | null;
}

export interface StaffRow {
  organisation_id: string;
  staff_id: string;
  name: string;
  role: Role;
  language: 'es' | 'en';
  /** Lower case; null for people who never open the office. */
  email: string | null;
  pin_verifier: string;
  password_hash: string | null;
}

export interface OfficeSessionRow {
  token_hash: string;
  organisation_id: string;
  staff_id: string;
  csrf_token: string;
  created_at: string;
  expires_at: string;
}

export interface CategoryRow {
  organisation_id: string;
  category_id: string;
  position: number;
  name_es: string;
  name_en: string;
  colour: string;
}

export interface ProductRow {
  organisation_id: string;
  variant_id: string;
  position: number;
  sku: string;
  name_es: string;
  name_en: string;
  category_id: string;
  brand: string | null;
  /** JSON list. */
  barcodes: string;
  plu: string | null;
  unit: Unit;
  unit_price: StoredMoney;
  /** Null when discounts may go down to nothing. */
  minimum_price: StoredMoney | null;
  /** JSON list. */
  tags: string;
  /** JSON list. */
  tax_ids: string;
  item_type: string;
  /** 1 when stock is kept of it. */
  counted: number;
  favourite: number | null;
}

export interface TaxRow extends TaxColumns {
  organisation_id: string;
  tax_id: string;
  position: number;
  name: string;
}

export interface BarcodeRuleRow {
  organisation_id: string;
  rule_id: string;
  position: number;
  /** JSON of core's BarcodeRule. */
  rule: string;
}

export interface PromotionRow {
  organisation_id: string;
  promotion_id: string;
  position: number;
  /** JSON of core's Promotion. */
  promotion: string;
}

/** Every state in which a promotion was ever given to the tills of a local: what a sale may rightly name. */
export interface PublishedPromotionRow {
  organisation_id: string;
  local_id: string;
  promotion_id: string;
  /** SHA-256 in hex of the promotion's canonical JSON. */
  definition_hash: string;
  first_published_at: string;
  /** JSON of core's Promotion. */
  promotion: string;
}

export interface CustomerRow {
  organisation_id: string;
  customer_id: string;
  name: string;
  phone: string | null;
  loyalty_tier: string | null;
}

export interface CatalogueSnapshotRow {
  organisation_id: string;
  local_id: string;
  version: string;
  as_of: string;
  /** JSON of core's Catalogue, ready to be sent. */
  catalogue: string;
}
