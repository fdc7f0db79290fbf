import type { TaxRule, TenderMethod, Unit, Words } from '#core/catalogue/catalogue.ts';
import type { Amount } from '#core/money/money.ts';
import type { LineMarks } from './line-marks.ts';

/** A discount given by hand; `value` is a percentage ("5" = 5 %) or an amount, by `type`. */
export interface Discount {
  type: 'percentage' | 'fixed_amount';
  value: string;
  reason: string;
}

/** What a line remembers of its product, so that the sale can be priced again anywhere without the catalogue. */
export interface LineProduct {
  variantId: string | null;
  sku: string;
  name: Words;
  barcode: string | null;
  category: string | null;
  categoryId?: string;
  tags?: readonly string[];
  brand: string | null;
  itemType: string;
  unit: Unit;
  /** No discount brings one unit below this. */
  minimumPrice?: Amount;
  taxes: readonly TaxRule[];
}

export interface SaleLine {
  lineId: string;
  product: LineProduct;
  /** Canonical quantity: whole for pieces ("3"), up to three decimals for kilograms ("0.78"). */
  quantity: string;
  unitPrice: Amount;
  discount: Discount | null;
  /** What the scanned symbol said of these very goods; absent where it said nothing. */
  marks?: LineMarks;
}

/** A scan that found nothing: a red row that must be dealt with before payment. */
export interface ScanMiss {
  missId: string;
  text: string;
  reason: 'unknown' | 'misread' | 'ambiguous' | 'not_supported';
}

/** One payment towards the sale. Cash holds what was handed over; the others the amount taken. */
export type Tender =
  | { tenderId: string; method: 'cash'; received: Amount }
  | { tenderId: string; method: 'card'; amount: Amount; brand: string | null; last4: string; authorizationCode: string }
  | { tenderId: string; method: Exclude<TenderMethod, 'cash' | 'card'>; amount: Amount; reference: string };

/** A sale that is being made. Only `applySaleEvent` changes it. */
export interface Sale {
  /** UUIDv7, minted when the sale is opened; `transaction_id` on the wire. */
  saleId: string;
  currency: string;
  cashierId: string;
  /** UTC instant. */
  openedAt: string;
  customer: { customerId: string; name: string; tier?: string } | null;
  note: string | null;
  lines: readonly SaleLine[];
  misses: readonly ScanMiss[];
  discount: Discount | null;
  tenders: readonly Tender[];
  /** The id of the journal event to come, minted when paying starts and reused by every retry. */
  completionId: string | null;
  /**
   * It may stand in the journal already, where the till cannot look now. Completed once more it is a second event of the
   * same sale, of which the server counts one: so it may be paid or given up, but never become another sale.
   */
  mayBePaid: boolean;
}

/** Everything that can happen to an open sale, in the order it happened. */
export type SaleEvent =
  | { type: 'sale.opened'; saleId: string; currency: string; cashierId: string; at: string }
  | { type: 'sale.customer_set'; customer: Sale['customer'] }
  | { type: 'sale.noted'; note: string | null }
  | { type: 'sale.discounted'; discount: Discount | null }
  | { type: 'line.added'; line: SaleLine; index: number }
  | { type: 'line.quantity_set'; lineId: string; quantity: string }
  | { type: 'line.discounted'; lineId: string; discount: Discount | null }
  | { type: 'line.removed'; lineId: string }
  /** A miss comes last, except where one that was cleared is put back in its place. */
  | { type: 'miss.added'; miss: ScanMiss; index?: number }
  | { type: 'miss.cleared'; missId: string }
  /** `again`: it may be in the journal already, and from here on its event is another one; see `Sale.mayBePaid`. */
  | { type: 'tender.started'; completionId: string; again?: true }
  | { type: 'tender.added'; tender: Tender }
  | { type: 'tender.removed'; tenderId: string };
