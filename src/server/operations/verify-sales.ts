import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Schema } from '../db/schema.ts';
import type { JournalEventRow } from '../db/schema-journal.ts';
import type { VerifyFinding } from './verify-finding.ts';

/** A sale that was posted: the event or the kept copy that it came from, and what the till was told or told us of it. */
export interface PostedSale {
  organisation_id: string;
  register_id: string;
  event_id: string;
  transaction_id: string;
  /** True when a person knows already that the till's own figures do not agree with each other. */
  isOdd: boolean;
}

/** Findings that say that a sale's figures need not agree: they stand as the till made them. */
const ODD_FIGURES = ['price_differs', 'not_compared'];

const flagList = z.array(z.string());

/** The sales among these events that must be posted. */
export function salesOf(events: readonly JournalEventRow[]): PostedSale[] {
  return events.flatMap((row) =>
    row.status === 'accepted' && row.type === 'sale.completed'
      ? [
          {
            organisation_id: row.organisation_id,
            register_id: row.register_id,
            event_id: row.event_id,
            transaction_id: row.transaction_id ?? '',
            isOdd: flagList.parse(JSON.parse(row.flags)).some((flag) => ODD_FIGURES.includes(flag)),
          },
        ]
      : [],
  );
}

/** Holds sales of one organisation against the rows that they must have led to. */
export async function saleFindings(db: Kysely<Schema>, sales: readonly PostedSale[]): Promise<VerifyFinding[]> {
  const [first] = sales;
  if (first === undefined) {
    return [];
  }
  const sums = await readSums(
    db,
    first.organisation_id,
    sales.map((sale) => sale.transaction_id),
  );
  return sales.flatMap((sale) => {
    const posted = sums.get(sale.transaction_id);
    const about = `sale ${sale.transaction_id} (event ${sale.event_id})`;
    const finding = (kind: VerifyFinding['kind'], text: string): VerifyFinding => ({
      kind,
      organisation_id: sale.organisation_id,
      register_id: sale.register_id,
      text: `${about}: ${text}`,
    });
    if (posted === undefined || posted.event_id !== sale.event_id || posted.register_id !== sale.register_id) {
      const text = posted === undefined ? 'it is not posted' : `it is posted from event ${posted.event_id}`;
      return [finding('unposted', text)];
    }
    return faultsOf(posted, sale.isOdd).map((text) => finding('unbalanced', text));
  });
}

interface PostedSums {
  event_id: string;
  register_id: string;
  /** Figures of the transaction itself, × 10^4. */
  subtotal: number;
  discount: number;
  tax: number;
  total: number;
  rounding: number;
  itemsCount: number;
  items: { count: number; subtotal: number; discount: number; tax: number; total: number };
  payments: { count: number; amount: number };
  taxes: number;
  ledger: { count: number; amount: number; credits: number };
  offsets: { created: number; applied: number };
}

function faultsOf(sums: PostedSums, isOdd: boolean): string[] {
  const { items, payments, ledger, offsets } = sums;
  const lines = items.count + payments.count + (sums.rounding === 0 ? 0 : 1);
  const posted: [name: string, is: number, must: number][] = [
    ['its ledger lines sum to', ledger.amount, 0],
    ['the number of its ledger lines is', ledger.count, lines],
    ['its offsets for lines made sum to', offsets.created, 0],
    ['its credits applied sum to', offsets.applied, ledger.credits],
    ['the number of its items is', items.count, sums.itemsCount],
  ];
  const figures: [name: string, is: number, must: number][] = [
    ['its items sum to', items.total, sums.total],
    ['the subtotals of its items sum to', items.subtotal, sums.subtotal],
    ['the discounts of its items sum to', items.discount, sums.discount],
    ['the taxes of its items sum to', items.tax, sums.tax],
    ['its taxes sum to', sums.taxes, sums.tax],
    ['its payments sum to', payments.amount, sums.total + sums.rounding],
  ];
  return [...posted, ...(isOdd ? [] : figures)].flatMap(([name, is, must]) =>
    is === must ? [] : [`${name} ${String(is)} instead of ${String(must)} (stored units)`],
  );
}

async function readSums(
  db: Kysely<Schema>,
  organisationId: string,
  ids: readonly string[],
): Promise<Map<string, PostedSums>> {
  const heads = await db
    .selectFrom('transactions')
    .select([
      'transaction_id',
      'event_id',
      'register_id',
      'subtotal',
      'discount_amount',
      'tax_amount',
      'total_amount',
      'cash_rounding_amount',
      'items_count',
    ])
    .where('organisation_id', '=', organisationId)
    .where('transaction_id', 'in', ids)
    .execute();
  const parts = await readParts(db, organisationId, ids);
  return new Map(
    heads.map((head) => [
      head.transaction_id,
      {
        event_id: head.event_id,
        register_id: head.register_id,
        subtotal: head.subtotal,
        discount: head.discount_amount,
        tax: head.tax_amount,
        total: head.total_amount,
        rounding: head.cash_rounding_amount ?? 0,
        itemsCount: head.items_count,
        items: parts.items.get(head.transaction_id) ?? { count: 0, subtotal: 0, discount: 0, tax: 0, total: 0 },
        payments: parts.payments.get(head.transaction_id) ?? { count: 0, amount: 0 },
        taxes: parts.taxes.get(head.transaction_id)?.amount ?? 0,
        ledger: parts.ledger.get(head.transaction_id) ?? { count: 0, amount: 0, credits: 0 },
        offsets: parts.offsets.get(head.transaction_id) ?? { created: 0, applied: 0 },
      },
    ]),
  );
}

/** The rows of each part of these sales, counted and summed by the database. */
async function readParts(db: Kysely<Schema>, organisationId: string, ids: readonly string[]) {
  const items = await db
    .selectFrom('transaction_items')
    .select((row) => [
      'transaction_id',
      row.fn.countAll<number>().as('count'),
      row.cast<number>(row.fn.sum('subtotal'), 'bigint').as('subtotal'),
      row.cast<number>(row.fn.sum('discount_amount'), 'bigint').as('discount'),
      row.cast<number>(row.fn.sum('tax_amount'), 'bigint').as('tax'),
      row.cast<number>(row.fn.sum('total'), 'bigint').as('total'),
    ])
    .where('organisation_id', '=', organisationId)
    .where('transaction_id', 'in', ids)
    .groupBy('transaction_id')
    .execute();
  const payments = await sumAmounts(db, 'transaction_payments', { organisationId, ids });
  const taxes = await sumAmounts(db, 'transaction_taxes', { organisationId, ids });
  const ledger = await db
    .selectFrom('ledger_lines')
    .select((row) => [
      'transaction_id',
      row.fn.countAll<number>().as('count'),
      row.cast<number>(row.fn.sum('amount'), 'bigint').as('amount'),
      row
        .cast<number>(
          row.fn.coalesce(row.fn.sum('amount').filterWhere('credit_type_code', 'is not', null), row.lit(0)),
          'bigint',
        )
        .as('credits'),
    ])
    .where('organisation_id', '=', organisationId)
    .where('transaction_id', 'in', ids)
    .groupBy('transaction_id')
    .execute();
  const offsets = await db
    .selectFrom('ledger_offsets')
    .select((row) => [
      'transaction_id',
      row
        .cast<number>(row.fn.coalesce(row.fn.sum('amount').filterWhere('type', '=', 'CREATE'), row.lit(0)), 'bigint')
        .as('created'),
      row
        .cast<number>(row.fn.coalesce(row.fn.sum('amount').filterWhere('type', '=', 'APPLY'), row.lit(0)), 'bigint')
        .as('applied'),
    ])
    .where('organisation_id', '=', organisationId)
    .where('transaction_id', 'in', ids)
    .groupBy('transaction_id')
    .execute();
  return {
    items: byTransaction(items),
    payments: byTransaction(payments),
    taxes: byTransaction(taxes),
    ledger: byTransaction(ledger),
    offsets: byTransaction(offsets),
  };
}

function sumAmounts(
  db: Kysely<Schema>,
  table: 'transaction_payments' | 'transaction_taxes',
  { organisationId, ids }: { organisationId: string; ids: readonly string[] },
) {
  return db
    .selectFrom(table)
    .select((row) => [
      'transaction_id',
      row.fn.countAll<number>().as('count'),
      row.cast<number>(row.fn.sum('amount'), 'bigint').as('amount'),
    ])
    .where('organisation_id', '=', organisationId)
    .where('transaction_id', 'in', ids)
    .groupBy('transaction_id')
    .execute();
}

function byTransaction<Row extends { transaction_id: string }>(rows: readonly Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [row.transaction_id, row]));
}
