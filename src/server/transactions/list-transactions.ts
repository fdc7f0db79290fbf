import { type ExpressionBuilder, type Kysely, sql } from 'kysely';
import { Decimal } from '#core/money/money.ts';
import type { TransactionList, TransactionNode } from '#protocol/transaction.ts';
import { readableSum } from '../db/readable-sum.ts';
import { moneyNumber } from '../db/scaled.ts';
import type { Schema } from '../db/schema.ts';
import { cursorOf, type Place, placeOfCursor, transactionFilter, type TransactionQuery } from './transaction-filter.ts';

/** One page of an organisation's transactions, newest first, in the published shape. */
export async function listTransactions(
  db: Kysely<Schema>,
  organisationId: string,
  query: TransactionQuery,
): Promise<TransactionList> {
  const rows = await readPage(db, organisationId, query);
  const page = rows.slice(0, query.limit);
  const payments = await readPayments(db, organisationId, page);
  const summary = await summarise(db, organisationId, query);
  const edges = page.map((row) => ({
    cursor: cursorOf({ completedAt: row.completed_at, transactionId: row.transaction_id }),
    node: nodeOf(row, payments.get(row.transaction_id) ?? []),
  }));
  return {
    edges,
    pageInfo: {
      hasNextPage: rows.length > query.limit,
      hasPreviousPage: query.cursor !== undefined,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
      totalCount: summary.total_transactions,
    },
    summary,
  };
}

type PageRow = Awaited<ReturnType<typeof readPage>>[number];

/** One row more than asked for tells whether there is a next page. */
async function readPage(db: Kysely<Schema>, organisationId: string, query: TransactionQuery) {
  let page = db
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
    .select([
      'transactions.transaction_id',
      'transactions.transaction_number',
      'transactions.cashier_id',
      'transactions.customer_id',
      'transactions.status',
      'transactions.total_amount',
      'transactions.currency',
      'transactions.items_count',
      'transactions.completed_at',
      'transactions.created_at',
      'staff.name as cashier_name',
      'customers.name as customer_name',
    ])
    .where(transactionFilter(organisationId, query));
  if (query.cursor !== undefined) {
    page = page.where(after(placeOfCursor(query.cursor)));
  }
  return page
    .orderBy('transactions.completed_at', 'desc')
    .orderBy('transactions.transaction_id', 'desc')
    .limit(query.limit + 1)
    .execute();
}

function after(place: Place) {
  return (row: ExpressionBuilder<Schema, 'transactions'>) =>
    row(
      row.refTuple('transactions.completed_at', 'transactions.transaction_id'),
      '<',
      row.tuple(place.completedAt, place.transactionId),
    );
}

async function readPayments(db: Kysely<Schema>, organisationId: string, page: readonly PageRow[]) {
  const payments = new Map<string, TransactionNode['payments']>();
  if (page.length === 0) {
    return payments;
  }
  const rows = await db
    .selectFrom('transaction_payments')
    .select(['transaction_id', 'payment_method', 'amount'])
    .where('organisation_id', '=', organisationId)
    .where(
      'transaction_id',
      'in',
      page.map((row) => row.transaction_id),
    )
    .orderBy('payment_no')
    .execute();
  for (const row of rows) {
    const payment = { payment_method: row.payment_method, amount: moneyNumber(row.amount) };
    payments.set(row.transaction_id, [...(payments.get(row.transaction_id) ?? []), payment]);
  }
  return payments;
}

/** Over everything the filters let through, not only this page. */
async function summarise(
  db: Kysely<Schema>,
  organisationId: string,
  query: TransactionQuery,
): Promise<TransactionList['summary']> {
  const { count, total } = await db
    .selectFrom('transactions')
    .select((row) => [
      row.fn.countAll<number>().as('count'),
      readableSum(sql`coalesce(sum(${sql.ref('transactions.total_amount')}), 0)`).as('total'),
    ])
    .where(transactionFilter(organisationId, query))
    .executeTakeFirstOrThrow();
  const average = count === 0 ? 0 : new Decimal(total).div(count).div(100).toDecimalPlaces(0).times(100).toNumber();
  return {
    total_transactions: count,
    total_sales: moneyNumber(total),
    average_ticket: moneyNumber(average),
  };
}

function nodeOf(row: PageRow, payments: TransactionNode['payments']): TransactionNode {
  return {
    transaction_id: row.transaction_id,
    transaction_number: row.transaction_number,
    cashier: { cashier_id: row.cashier_id, name: row.cashier_name ?? row.cashier_id },
    customer:
      row.customer_id === null ? null : { customer_id: row.customer_id, name: row.customer_name ?? row.customer_id },
    status: row.status,
    total_amount: moneyNumber(row.total_amount),
    currency: row.currency,
    items_count: row.items_count,
    payments,
    completed_at: row.completed_at,
    created_at: row.created_at,
  };
}
