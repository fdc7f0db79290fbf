import { type Kysely, sql } from 'kysely';
import type { Schema } from '../db/schema.ts';
import { readableSum } from '../db/readable-sum.ts';
import type { DerivedTable } from './derived-rows.ts';
import type { VerifyFinding } from './verify-finding.ts';

/** Rows that no event leads to: all those of `table` with these values. */
export interface Stray {
  table: DerivedTable;
  /** Columns and their values, the organisation's among them. */
  where: Record<string, string>;
  text: string;
}

const PARTS = [
  'transaction_items',
  'transaction_payments',
  'transaction_promotions',
  'transaction_taxes',
  'ledger_lines',
  'ledger_offsets',
] as const;

/**
 * Rows that come from no event. Sales come first: whoever takes them away finds what belonged to them among the
 * parts, which are looked for afterwards.
 */
export async function* findStrays(db: Kysely<Schema>): AsyncGenerator<Stray> {
  for (const row of await straySales(db)) {
    yield { table: 'transactions', where: row, text: `sale ${row['transaction_id'] ?? ''} is posted` };
  }
  for (const row of await strayDrawers(db)) {
    yield { table: 'drawer_sessions', where: row, text: `drawer session ${row['drawer_session_id'] ?? ''} is there` };
  }
  for (const row of await strayMovements(db)) {
    yield { table: 'stock_movements', where: row, text: `stock was moved by event ${row['event_id'] ?? ''}` };
  }
  for (const table of PARTS) {
    for (const row of await strayParts(db, table)) {
      yield { table, where: row, text: `${table} has rows of sale ${row['transaction_id'] ?? ''}` };
    }
  }
}

/** The same, and levels of stock that are not what was there and what moved, as findings. */
export async function* strayFindings(db: Kysely<Schema>): AsyncGenerator<VerifyFinding> {
  for await (const { where, text } of findStrays(db)) {
    const { organisation_id = '', register_id = null } = where;
    yield { kind: 'unposted', organisation_id, register_id, text: `${text}, but no event leads to it` };
  }
  for (const level of await wrongLevels(db)) {
    const { organisation_id, on_hand, must } = level;
    const text = `stock of ${level.variant_id} in ${level.local_id} is ${String(on_hand)} instead of ${String(must)} (stored units)`;
    yield { kind: 'unbalanced', organisation_id, register_id: null, text };
  }
}

type Where = Record<string, string>;

/** A posted sale comes from one accepted event that knows it, or from one kept copy that a person had posted. */
async function straySales(db: Kysely<Schema>): Promise<Where[]> {
  const { rows } = await sql<Where>`
    select sale.organisation_id, sale.register_id, sale.transaction_id
    from transactions as sale
    where not exists (
      select 1 from journal_events as event
      where event.organisation_id = sale.organisation_id and event.event_id = sale.event_id
        and event.register_id = sale.register_id
        and event.status = 'accepted' and event.transaction_id = sale.transaction_id
    ) and not exists (
      select 1 from journal_copies as copy
      where copy.organisation_id = sale.organisation_id and copy.register_id = sale.register_id
        and copy.status = 'posted' and copy.posted_event_id = sale.event_id
        and copy.transaction_id = sale.transaction_id
    )`.execute(db);
  return rows;
}

async function strayDrawers(db: Kysely<Schema>): Promise<Where[]> {
  const { rows } = await sql<Where>`
    select session.organisation_id, session.register_id, session.drawer_session_id
    from drawer_sessions as session
    where not exists (
      select 1 from journal_events as event
      where event.organisation_id = session.organisation_id and event.event_id = session.event_id
        and event.register_id = session.register_id
        and event.status = 'accepted' and event.type = 'drawer.opened'
    )`.execute(db);
  return rows;
}

/** Movements belong to the events of sales. */
async function strayMovements(db: Kysely<Schema>): Promise<Where[]> {
  const { rows } = await sql<Where>`
    select distinct moved.organisation_id, moved.register_id, moved.event_id
    from stock_movements as moved
    where not exists (
      select 1 from journal_events as event
      where event.organisation_id = moved.organisation_id and event.event_id = moved.event_id
        and event.register_id = moved.register_id
        and event.status = 'accepted' and event.type = 'sale.completed'
    ) and not exists (
      select 1 from journal_copies as copy
      where copy.organisation_id = moved.organisation_id and copy.register_id = moved.register_id
        and copy.status = 'posted' and copy.posted_event_id = moved.event_id
    )`.execute(db);
  return rows;
}

async function strayParts(db: Kysely<Schema>, table: (typeof PARTS)[number]): Promise<Where[]> {
  const { rows } = await sql<Where>`
    select distinct part.organisation_id, part.transaction_id
    from ${sql.table(table)} as part
    where not exists (
      select 1 from transactions as sale
      where sale.organisation_id = part.organisation_id and sale.transaction_id = part.transaction_id
    )`.execute(db);
  return rows;
}

/** A level of stock that is not what was there at first and what has moved since; figures × 10^3. */
export interface WrongLevel {
  organisation_id: string;
  local_id: string;
  variant_id: string;
  on_hand: number;
  must: number;
}

export async function wrongLevels(db: Kysely<Schema>): Promise<WrongLevel[]> {
  const { rows } = await sql<WrongLevel>`
    select organisation_id, local_id, variant_id,
      ${readableSum(sql`sum(on_hand)`)} as on_hand, ${readableSum(sql`sum(must)`)} as must
    from (
      select organisation_id, local_id, variant_id, on_hand, 0 as must from stock_levels
      union all select organisation_id, local_id, variant_id, 0, quantity from stock_openings
      union all select organisation_id, local_id, variant_id, 0, quantity from stock_movements
    ) as moved
    group by organisation_id, local_id, variant_id
    having sum(on_hand) <> sum(must)
    order by organisation_id, local_id, variant_id`.execute(db);
  return rows;
}
