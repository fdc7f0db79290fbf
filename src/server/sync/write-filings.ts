import type { Kysely } from 'kysely';
import { insertRows } from '../db/insert-rows.ts';
import type { Schema } from '../db/schema.ts';
import type { Filing } from './filing.ts';

/** Writes events with all of their effects, table by table. Whoever calls this has opened a savepoint. */
export async function writeFilings(trx: Kysely<Schema>, filings: readonly Filing[]): Promise<void> {
  const sales = filings.flatMap(({ sale }) => (sale === null ? [] : [sale]));
  await insertRows(trx, 'journal_events', present(filings.map(({ event }) => event)));
  await insertRows(trx, 'journal_copies', present(filings.map(({ copy }) => copy)));
  await insertRows(
    trx,
    'transactions',
    sales.map(({ rows }) => rows.transaction),
  );
  await insertRows(
    trx,
    'transaction_items',
    sales.flatMap(({ rows }) => rows.items),
  );
  await insertRows(
    trx,
    'transaction_payments',
    sales.flatMap(({ rows }) => rows.payments),
  );
  await insertRows(
    trx,
    'transaction_promotions',
    sales.flatMap(({ rows }) => rows.promotions),
  );
  await insertRows(
    trx,
    'transaction_taxes',
    sales.flatMap(({ rows }) => rows.taxes),
  );
  await insertRows(
    trx,
    'ledger_lines',
    sales.flatMap(({ ledger }) => ledger.lines),
  );
  await insertRows(
    trx,
    'ledger_offsets',
    sales.flatMap(({ ledger }) => ledger.offsets),
  );
  await insertRows(
    trx,
    'stock_movements',
    sales.flatMap(({ movements }) => movements),
  );
  await insertRows(trx, 'drawer_sessions', present(filings.map(({ drawer }) => drawer)));
  await insertRows(
    trx,
    'attention',
    filings.flatMap(({ attention }) => attention),
  );
}

function present<Row>(rows: readonly (Row | null)[]): Row[] {
  return rows.filter((row) => row !== null);
}
