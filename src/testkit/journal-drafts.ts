import type { JournalDraft } from '#core/journal/journal-event.ts';
import type { TransactionDocument } from '#core/sale/transaction.ts';
import type { EnrolmentAnswer } from '#protocol/enrolment.ts';
import type { JournalPlace } from '#store/till-store.ts';

/** The server's answer that makes a device register 01 of a shop in Panama. */
export function enrolmentOf(change: { registerId?: string; localId?: string; epoch?: number } = {}): EnrolmentAnswer {
  return {
    organisation: { organisation_id: 'org-1', name: 'Tienda Doña Rosa' },
    local: { local_id: change.localId ?? 'local-1', name: 'Vía España', time_zone: 'America/Panama', currency: 'USD' },
    register: { register_id: change.registerId ?? 'register-1', code: 'T01', name: 'Caja 1' },
    epoch: change.epoch ?? 1,
    device_token: 'a-device-token-that-is-long-enough-to-be-one',
    demo_pins: null,
  };
}

const circumstances = {
  sold_at: '2026-03-14T15:00:00.000Z',
  tz: 'America/Panama',
  utc_offset_min: -300,
  business_date: '2026-03-14',
};

/** Opens drawer session "drawer-1" with a float. */
export function drawerOpened(id: string, openingFloat = '50.00'): () => JournalDraft {
  return () => ({
    ...circumstances,
    type: 'drawer.opened',
    id,
    drawer_session_id: 'drawer-1',
    actor: 'staff-ana',
    body: { opening_float: openingFloat },
  });
}

export interface SaleShape {
  total?: string;
  /** The sale's own id; "sale-of-<id>" unless said otherwise. */
  saleId?: string;
  /** How many items the total is spread over, to make the event large. */
  items?: number;
  soldAt?: string;
}

/** A sale paid in cash, untaxed, on drawer session "drawer-1". */
export function saleCompleted(id: string, shape: SaleShape = {}): (place: JournalPlace) => JournalDraft {
  return (place) => ({
    ...circumstances,
    ...(shape.soldAt !== undefined && { sold_at: shape.soldAt }),
    type: 'sale.completed',
    id,
    drawer_session_id: 'drawer-1',
    actor: 'staff-ana',
    body: transaction(id, shape, place.saleNumber),
  });
}

function transaction(id: string, shape: SaleShape, saleNumber: number): TransactionDocument {
  const total = shape.total ?? '1.00';
  const count = shape.items ?? 1;
  return {
    transaction_id: shape.saleId ?? `sale-of-${id}`,
    transaction_number: `POS-2026-T01-${String(saleNumber).padStart(6, '0')}`,
    local_id: 'local-1',
    cashier_id: 'staff-ana',
    customer_id: null,
    currency: 'USD',
    catalogue_version: 'catalogue-1',
    tax_rounding: 'per_rate',
    discount_basis: 'before_tax',
    created_at: circumstances.sold_at,
    completed_at: circumstances.sold_at,
    notes: null,
    items: Array.from({ length: count }, (_, at) => item(`${id}-${String(at)}`, at === 0 ? total : '0.00')),
    discount: null,
    totals: { subtotal: total, discount_amount: '0.00', tax_amount: '0.00', total_amount: total },
    taxes: [],
    payments: [
      {
        payment_id: `payment-of-${id}`,
        payment_method: 'cash',
        amount: total,
        received: total,
        change_due: '0.00',
        card_brand: null,
        card_last4: null,
        authorization_code: null,
        reference: null,
      },
    ],
  };
}

function item(itemId: string, total: string): TransactionDocument['items'][number] {
  return {
    item_id: itemId,
    variant_id: 'variant-bread',
    sku: 'BREAD',
    product_name: { es: 'Pan de molde', en: 'Sliced bread' },
    barcode: null,
    category: null,
    brand: null,
    item_type: 'FOOD',
    unit: 'unit',
    quantity: '1',
    unit_price: total,
    gross: total,
    subtotal: total,
    discount: null,
    discount_amount: '0.00',
    tax_amount: '0.00',
    total,
    taxes: [],
  };
}
