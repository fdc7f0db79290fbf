import type { Kysely } from 'kysely';
import type { TransactionDetail } from '#protocol/transaction.ts';
import { moneyNumber, quantityNumber } from '../db/scaled.ts';
import type { Schema } from '../db/schema.ts';
import type { TransactionItemRow, TransactionPaymentRow } from '../db/schema-journal.ts';
import { ApiProblem } from '../http/api-problem.ts';
import type { Language } from '../http/language.ts';

interface Key {
  organisationId: string;
  transactionId: string;
}

/** One transaction in the published shape, product names in the language given; refuses with 404. */
export async function readTransaction(db: Kysely<Schema>, key: Key, language: Language): Promise<TransactionDetail> {
  const head = await readHead(db, key);
  if (head === undefined) {
    throw new ApiProblem('NOT_FOUND', { transaction_id: key.transactionId });
  }
  const items = await db
    .selectFrom('transaction_items')
    .selectAll()
    .where('organisation_id', '=', key.organisationId)
    .where('transaction_id', '=', key.transactionId)
    .orderBy('line_no')
    .execute();
  const payments = await db
    .selectFrom('transaction_payments')
    .selectAll()
    .where('organisation_id', '=', key.organisationId)
    .where('transaction_id', '=', key.transactionId)
    .orderBy('payment_no')
    .execute();
  return {
    transaction_id: head.transaction_id,
    transaction_number: head.transaction_number,
    organization_id: head.organisation_id,
    local_id: head.local_id,
    cashier: { cashier_id: head.cashier_id, name: head.cashier_name ?? head.cashier_id, email: head.cashier_email },
    customer: customerOf(head),
    status: head.status,
    items: items.map((item) => itemOf(item, language)),
    totals: {
      subtotal: moneyNumber(head.subtotal),
      tax_amount: moneyNumber(head.tax_amount),
      discount_amount: moneyNumber(head.discount_amount),
      total_amount: moneyNumber(head.total_amount),
      currency: head.currency,
    },
    discount: discountOf(head),
    payments: payments.map(paymentOf),
    loyalty: null,
    completed_at: head.completed_at,
    created_at: head.created_at,
    updated_at: head.completed_at,
  };
}

async function readHead(db: Kysely<Schema>, key: Key) {
  return db
    .selectFrom('transactions')
    .leftJoin('staff', (join) =>
      join
        .onRef('staff.organisation_id', '=', 'transactions.organisation_id')
        .onRef('staff.staff_id', '=', 'transactions.cashier_id'),
    )
    .leftJoin('customers', (join) =>
      join
        .onRef('customers.organisation_id', '=', 'transactions.organisation_id')
        .onRef('customers.customer_id', '=', 'transactions.customer_id'),
    )
    .selectAll('transactions')
    .select([
      'staff.name as cashier_name',
      'staff.email as cashier_email',
      'customers.name as customer_name',
      'customers.phone as customer_phone',
      'customers.loyalty_tier as customer_tier',
    ])
    .where('transactions.organisation_id', '=', key.organisationId)
    .where('transactions.transaction_id', '=', key.transactionId)
    .executeTakeFirst();
}

type Head = NonNullable<Awaited<ReturnType<typeof readHead>>>;

function customerOf(head: Head): TransactionDetail['customer'] {
  return head.customer_id === null
    ? null
    : {
        customer_id: head.customer_id,
        name: head.customer_name ?? head.customer_id,
        phone: head.customer_phone,
        loyalty_tier: head.customer_tier,
      };
}

function discountOf(head: Head): TransactionDetail['discount'] {
  return head.discount_type === null
    ? null
    : {
        discount_type: head.discount_type,
        discount_value: moneyNumber(head.discount_value ?? 0),
        discount_amount: moneyNumber(head.sale_discount_amount ?? 0),
        authorized_by: null,
      };
}

function itemOf(item: TransactionItemRow, language: Language): TransactionDetail['items'][number] {
  return {
    item_id: item.item_id,
    variant_id: item.variant_id,
    sku: item.sku,
    product_name: language === 'es' ? item.name_es : item.name_en,
    barcode: item.barcode,
    quantity: quantityNumber(item.quantity),
    unit_price: moneyNumber(item.unit_price),
    subtotal: moneyNumber(item.subtotal),
    tax_amount: moneyNumber(item.tax_amount),
    discount_amount: moneyNumber(item.discount_amount),
    total: moneyNumber(item.total),
  };
}

/** Fields that a way of paying does not have are left out, as in the published examples. */
function paymentOf(payment: TransactionPaymentRow): TransactionDetail['payments'][number] {
  return {
    payment_id: payment.payment_id,
    payment_method: payment.payment_method,
    amount: moneyNumber(payment.amount),
    ...(payment.received === null ? {} : { received: moneyNumber(payment.received) }),
    ...(payment.change_due === null ? {} : { change_due: moneyNumber(payment.change_due) }),
    ...(payment.card_last4 === null ? {} : { card_last4: payment.card_last4 }),
    ...(payment.authorization_code === null ? {} : { authorization_code: payment.authorization_code }),
    ...(payment.reference === null ? {} : { reference: payment.reference }),
  };
}
