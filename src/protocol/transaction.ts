import { z } from 'zod';

/**
 * The published transaction shape (`GET /api/v1/pos/transactions`): JSON numbers, names as in the published API.
 * Our own parts talk in decimal strings; only these answers carry numbers.
 */
const person = z.object({ cashier_id: z.string(), name: z.string() });
const payment = z.object({ payment_method: z.string(), amount: z.number() });

export const transactionNode = z.object({
  transaction_id: z.string(),
  transaction_number: z.string(),
  cashier: person,
  customer: z.object({ customer_id: z.string(), name: z.string() }).nullable(),
  status: z.enum(['open', 'completed', 'voided', 'returned']),
  total_amount: z.number(),
  currency: z.string(),
  items_count: z.number(),
  payments: z.array(payment),
  completed_at: z.string().nullable(),
  created_at: z.string(),
});
export type TransactionNode = z.infer<typeof transactionNode>;

export const transactionList = z.object({
  edges: z.array(z.object({ cursor: z.string(), node: transactionNode })),
  pageInfo: z.object({
    hasNextPage: z.boolean(),
    hasPreviousPage: z.boolean(),
    startCursor: z.string().nullable(),
    endCursor: z.string().nullable(),
    totalCount: z.number(),
  }),
  summary: z.object({ total_transactions: z.number(), total_sales: z.number(), average_ticket: z.number() }),
});
export type TransactionList = z.infer<typeof transactionList>;

export const transactionDetail = z.object({
  transaction_id: z.string(),
  transaction_number: z.string(),
  organization_id: z.string(),
  local_id: z.string(),
  cashier: person.extend({ email: z.string().nullable() }),
  customer: z
    .object({
      customer_id: z.string(),
      name: z.string(),
      phone: z.string().nullable(),
      loyalty_tier: z.string().nullable(),
    })
    .nullable(),
  status: z.enum(['open', 'completed', 'voided', 'returned']),
  items: z.array(
    z.object({
      item_id: z.string(),
      variant_id: z.string().nullable(),
      sku: z.string(),
      product_name: z.string(),
      barcode: z.string().nullable(),
      quantity: z.number(),
      unit_price: z.number(),
      subtotal: z.number(),
      tax_amount: z.number(),
      discount_amount: z.number(),
      total: z.number(),
    }),
  ),
  totals: z.object({
    subtotal: z.number(),
    tax_amount: z.number(),
    discount_amount: z.number(),
    total_amount: z.number(),
    currency: z.string(),
  }),
  discount: z
    .object({
      discount_type: z.string(),
      discount_value: z.number(),
      discount_amount: z.number(),
      authorized_by: z.string().nullable(),
    })
    .nullable(),
  payments: z.array(
    payment.extend({
      payment_id: z.string(),
      received: z.number().optional(),
      change_due: z.number().optional(),
      card_last4: z.string().optional(),
      authorization_code: z.string().optional(),
      reference: z.string().optional(),
    }),
  ),
  loyalty: z.object({ points_earned: z.number(), points_balance: z.number() }).nullable(),
  completed_at: z.string().nullable(),
  created_at: z.string(),
  updated_at: z.string(),
});
export type TransactionDetail = z.infer<typeof transactionDetail>;

/** `GET /api/v1/pos/transactions/{id}/ledger` → data: what the sale wrote, as decimal strings, in Koha's shape. */
export const ledgerOfTransaction = z.object({
  lines: z.array(
    z.object({
      line_id: z.string(),
      debit_type_code: z.string().nullable(),
      credit_type_code: z.string().nullable(),
      /** Positive is a debit, negative a credit. */
      amount: z.string(),
      payment_type: z.string().nullable(),
      register_id: z.string().nullable(),
      customer_id: z.string().nullable(),
      note: z.string().nullable(),
      description: z.string().nullable(),
    }),
  ),
  offsets: z.array(
    z.object({
      debit_id: z.string().nullable(),
      credit_id: z.string().nullable(),
      type: z.enum(['CREATE', 'APPLY']),
      amount: z.string(),
    }),
  ),
  /** Sum of all lines: "0.00" when it balances. */
  balance: z.string(),
});
export type LedgerOfTransaction = z.infer<typeof ledgerOfTransaction>;

const tookOff = { promotion_id: z.string(), amount: z.string() };

/**
 * `GET /api/v1/pos/transactions/{id}/pricing` → data: what the published shape has no place for, as decimal strings.
 * A transaction's discount_amount already holds what promotions took off; cash rounding is in none of its totals.
 */
export const pricingOfTransaction = z.object({
  customer_tier: z.string().nullable(),
  /** In the order in which they were applied. */
  promotions: z.array(z.object({ ...tookOff, name: z.string() })),
  /** Only the lines that a promotion reduced. */
  items: z.array(z.object({ item_id: z.string(), promotions: z.array(z.object(tookOff)) })),
  /** What rounding added to the cash part (below zero: took off it); null when cash is not rounded. */
  cash_rounding_amount: z.string().nullable(),
});
export type PricingOfTransaction = z.infer<typeof pricingOfTransaction>;
