import { z } from 'zod';
import type { JournalEvent } from '#core/journal/journal-event.ts';
import { MAX_TENDERS } from '#core/sale/sale-limits.ts';
import type { TransactionDocument } from '#core/sale/transaction.ts';
import { cashRounding, MAX_LINES, percentageTax, tags, taxRounding, tenderMethod, unit, unitTax } from './catalogue.ts';
import { MAX_PROMOTIONS, promotion } from './promotion.ts';
import {
  amount,
  businessDate,
  currency,
  hash,
  id,
  instant,
  quantity,
  text,
  textUpTo,
  unsignedAmount,
  words,
} from './values.ts';

const taken = { base: amount, amount };
const taxed = z.discriminatedUnion('kind', [unitTax.extend(taken), percentageTax.extend(taken)]);

const discount = z.strictObject({
  discount_type: z.enum(['percentage', 'fixed_amount']),
  discount_value: z.string().regex(/^\d{1,8}(\.\d{1,4})?$/),
  discount_amount: unsignedAmount,
  reason: text,
});

const item = z.strictObject({
  item_id: id,
  variant_id: id.nullable(),
  sku: id,
  product_name: words,
  barcode: id.nullable(),
  category: text.nullable(),
  category_id: id.exactOptional(),
  tags: tags.exactOptional(),
  batch: id.exactOptional(),
  serial: id.exactOptional(),
  expires_on: businessDate.exactOptional(),
  brand: text.nullable(),
  item_type: id,
  unit,
  quantity,
  unit_price: unsignedAmount,
  minimum_price: unsignedAmount.exactOptional(),
  gross: unsignedAmount,
  subtotal: amount,
  promotions: z
    .array(z.strictObject({ promotion_id: id, amount: unsignedAmount }))
    .max(MAX_PROMOTIONS)
    .exactOptional(),
  discount: discount.nullable(),
  discount_amount: unsignedAmount,
  tax_amount: amount,
  total: unsignedAmount,
  taxes: z.array(taxed).max(10),
});

const payment = z.strictObject({
  payment_id: id,
  payment_method: tenderMethod,
  amount: unsignedAmount,
  received: unsignedAmount.nullable(),
  change_due: unsignedAmount.nullable(),
  card_brand: textUpTo(20).nullable(),
  card_last4: z
    .string()
    .regex(/^\d{4}$/)
    .nullable(),
  authorization_code: textUpTo(40).nullable(),
  reference: textUpTo(60).nullable(),
});

/** A completed sale; see `TransactionDocument` in core for what each field means. */
export const transactionDocument: z.ZodType<TransactionDocument> = z.strictObject({
  transaction_id: id,
  transaction_number: id,
  local_id: id,
  cashier_id: id,
  customer_id: id.nullable(),
  customer_tier: text.exactOptional(),
  currency,
  catalogue_version: id,
  tax_rounding: taxRounding,
  discount_basis: z.enum(['before_tax', 'after_tax']),
  cash_rounding: cashRounding.exactOptional(),
  created_at: instant,
  completed_at: instant,
  notes: text.nullable(),
  items: z.array(item).min(1).max(MAX_LINES),
  discount: discount.nullable(),
  promotions: z
    .array(z.strictObject({ promotion, amount: unsignedAmount }))
    .max(MAX_PROMOTIONS)
    .exactOptional(),
  totals: z.strictObject({
    subtotal: amount,
    discount_amount: unsignedAmount,
    tax_amount: amount,
    total_amount: unsignedAmount,
    cash_rounding_amount: amount.exactOptional(),
  }),
  taxes: z.array(taxed),
  payments: z.array(payment).max(MAX_TENDERS),
});

const head = {
  v: z.int().positive(),
  register_id: id,
  epoch: z.int().positive(),
  seq: z.int().positive(),
  id,
  sold_at: instant,
  tz: id,
  utc_offset_min: z.int().min(-1080).max(1080),
  business_date: businessDate,
  drawer_session_id: id.nullable(),
  actor: id.nullable(),
  prev_hash: hash,
  hash,
};

/** One event of a register's journal, as the till wrote it. */
export const journalEvent: z.ZodType<JournalEvent> = z.discriminatedUnion('type', [
  z.strictObject({ ...head, type: z.literal('sale.completed'), body: transactionDocument }),
  z.strictObject({
    ...head,
    type: z.literal('drawer.opened'),
    body: z.strictObject({ opening_float: unsignedAmount }),
  }),
  z.strictObject({
    ...head,
    type: z.literal('data.restored'),
    body: z.strictObject({
      cause: z.enum(['database_short', 'file_short', 'not_provable']),
      events_restored: z.int().min(0),
      previous_epoch: z.int().min(0),
      previous_seq: z.int().min(0),
    }),
  }),
]);

/**
 * The least that an event must have to be filed: enough to know whose it is and where it belongs in the chain.
 * An event that has this but does not fit `journalEvent` is quarantined, word for word, and the sequence goes on.
 */
export const eventPlace = z.looseObject({
  register_id: id,
  epoch: z.int().positive(),
  seq: z.int().positive(),
  id,
  prev_hash: hash,
  hash,
});
export type EventPlace = z.infer<typeof eventPlace>;
