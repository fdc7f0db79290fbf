import type { TransactionDocument } from '#core/sale/transaction.ts';
import { storedMoney, storedQuantity } from '../db/scaled.ts';
import type {
  TransactionItemRow,
  TransactionPaymentRow,
  TransactionPromotionRow,
  TransactionRow,
  TransactionTaxRow,
} from '../db/schema-journal.ts';
import { taxColumns } from '../db/tax-columns.ts';

/** What the journal says about a sale beyond the document itself. */
export interface SaleOrigin {
  organisationId: string;
  registerId: string;
  eventId: string;
  drawerSessionId: string | null;
  businessDate: string;
  /** UTC instant. */
  receivedAt: string;
}

export interface TransactionRows {
  transaction: TransactionRow;
  items: TransactionItemRow[];
  payments: TransactionPaymentRow[];
  taxes: TransactionTaxRow[];
  promotions: TransactionPromotionRow[];
}

/** A completed sale as rows, figure by figure as the till made it. Throws when a figure does not fit its column. */
export function transactionRows(sale: TransactionDocument, origin: SaleOrigin): TransactionRows {
  const of = { organisation_id: origin.organisationId, transaction_id: sale.transaction_id };
  return {
    transaction: transactionRow(sale, origin),
    items: itemRows(sale, of),
    payments: sale.payments.map((payment, index) => ({
      ...of,
      payment_no: index + 1,
      payment_id: payment.payment_id,
      payment_method: payment.payment_method,
      amount: storedMoney(payment.amount),
      received: payment.received === null ? null : storedMoney(payment.received),
      change_due: payment.change_due === null ? null : storedMoney(payment.change_due),
      card_brand: payment.card_brand,
      card_last4: payment.card_last4,
      authorization_code: payment.authorization_code,
      reference: payment.reference,
    })),
    taxes: sale.taxes.map((tax, index) => ({
      ...of,
      tax_no: index + 1,
      tax_id: tax.tax_id,
      name: tax.name,
      ...taxColumns(tax),
      base: storedMoney(tax.base),
      amount: storedMoney(tax.amount),
    })),
    promotions: (sale.promotions ?? []).map(({ promotion, amount }, index) => ({
      ...of,
      promotion_no: index + 1,
      promotion_id: promotion.promotion_id,
      name_es: promotion.name.es,
      name_en: promotion.name.en,
      amount: storedMoney(amount),
    })),
  };
}

function transactionRow(sale: TransactionDocument, origin: SaleOrigin): TransactionRow {
  return {
    organisation_id: origin.organisationId,
    register_id: origin.registerId,
    transaction_id: sale.transaction_id,
    event_id: origin.eventId,
    transaction_number: sale.transaction_number,
    local_id: sale.local_id,
    cashier_id: sale.cashier_id,
    customer_id: sale.customer_id,
    customer_tier: sale.customer_tier ?? null,
    drawer_session_id: origin.drawerSessionId,
    status: 'completed',
    currency: sale.currency,
    subtotal: storedMoney(sale.totals.subtotal),
    discount_amount: storedMoney(sale.totals.discount_amount),
    tax_amount: storedMoney(sale.totals.tax_amount),
    total_amount: storedMoney(sale.totals.total_amount),
    cash_rounding_amount: storedIfSaid(sale.totals.cash_rounding_amount),
    discount_type: sale.discount?.discount_type ?? null,
    discount_value: sale.discount === null ? null : storedMoney(sale.discount.discount_value),
    sale_discount_amount: sale.discount === null ? null : storedMoney(sale.discount.discount_amount),
    discount_reason: sale.discount?.reason ?? null,
    items_count: sale.items.length,
    catalogue_version: sale.catalogue_version,
    notes: sale.notes,
    business_date: origin.businessDate,
    created_at: storedInstant(sale.created_at),
    completed_at: storedInstant(sale.completed_at),
    received_at: origin.receivedAt,
  };
}

function itemRows(
  sale: TransactionDocument,
  of: { organisation_id: string; transaction_id: string },
): TransactionItemRow[] {
  const { organisation_id, transaction_id } = of;
  return sale.items.map((item, index) => ({
    organisation_id,
    transaction_id,
    line_no: index + 1,
    item_id: item.item_id,
    variant_id: item.variant_id,
    sku: item.sku,
    name_es: item.product_name.es,
    name_en: item.product_name.en,
    barcode: item.barcode,
    category: item.category,
    category_id: item.category_id ?? null,
    tags: item.tags === undefined ? null : JSON.stringify(item.tags),
    brand: item.brand,
    item_type: item.item_type,
    unit: item.unit,
    quantity: storedQuantity(item.quantity),
    unit_price: storedMoney(item.unit_price),
    minimum_price: storedIfSaid(item.minimum_price),
    gross: storedMoney(item.gross),
    subtotal: storedMoney(item.subtotal),
    discount_amount: storedMoney(item.discount_amount),
    tax_amount: storedMoney(item.tax_amount),
    total: storedMoney(item.total),
    promotions: item.promotions === undefined ? null : JSON.stringify(item.promotions),
    discount: item.discount === null ? null : JSON.stringify(item.discount),
    taxes: JSON.stringify(item.taxes),
  }));
}

function storedIfSaid(amount: string | undefined): number | null {
  return amount === undefined ? null : storedMoney(amount);
}

/** All instants are stored with milliseconds, so that as text they sort by time. Throws on the 30th of February. */
export function storedInstant(instant: string): string {
  const stored = new Date(instant).toISOString();
  if (stored.slice(0, 19) !== instant.slice(0, 19)) {
    throw new RangeError(`${instant} is not an instant`);
  }
  return stored;
}
