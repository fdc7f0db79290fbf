import { type Kysely, sql } from 'kysely';
import type { Schema } from '../db/schema.ts';
import type { VerifyFinding } from './verify-finding.ts';

/** Findings that only show when all rows are looked at: rows that come from no event, and sums over everything. */
export async function* strayFindings(db: Kysely<Schema>): AsyncGenerator<VerifyFinding> {
  yield* straySales(db);
  yield* strayDrawers(db);
  yield* strayMovements(db);
  for (const table of ['transaction_items', 'transaction_payments', 'transaction_taxes', 'ledger_lines'] as const) {
    yield* strayParts(db, table);
  }
  yield* wrongLevels(db);
}

/** A posted sale comes from one accepted event that knows it, or from one kept copy that a person had posted. */
async function* straySales(db: Kysely<Schema>): AsyncGenerator<VerifyFinding> {
  const { rows } = await sql<{ organisation_id: string; register_id: string; transaction_id: string }>`
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
  for (const row of rows) {
    yield finding('unposted', row, `sale ${row.transaction_id} is posted, but no event leads to it`);
  }
}

async function* strayDrawers(db: Kysely<Schema>): AsyncGenerator<VerifyFinding> {
  const { rows } = await sql<{ organisation_id: string; register_id: string; drawer_session_id: string }>`
    select session.organisation_id, session.register_id, session.drawer_session_id
    from drawer_sessions as session
    where not exists (
      select 1 from journal_events as event
      where event.organisation_id = session.organisation_id and event.event_id = session.event_id
        and event.status = 'accepted' and event.type = 'drawer.opened'
    )`.execute(db);
  for (const row of rows) {
    yield finding('unposted', row, `drawer session ${row.drawer_session_id} is there, but no event leads to it`);
  }
}

/** Movements belong to the events of sales. */
async function* strayMovements(db: Kysely<Schema>): AsyncGenerator<VerifyFinding> {
  const { rows } = await sql<{ organisation_id: string; register_id: string; event_id: string }>`
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
  for (const row of rows) {
    yield finding('unposted', row, `stock was moved by event ${row.event_id}, which is no posted sale`);
  }
}

async function* strayParts(
  db: Kysely<Schema>,
  table: 'transaction_items' | 'transaction_payments' | 'transaction_taxes' | 'ledger_lines',
): AsyncGenerator<VerifyFinding> {
  const { rows } = await sql<{ organisation_id: string; transaction_id: string }>`
    select distinct part.organisation_id, part.transaction_id
    from ${sql.table(table)} as part
    where not exists (
      select 1 from transactions as sale
      where sale.organisation_id = part.organisation_id and sale.transaction_id = part.transaction_id
    )`.execute(db);
  for (const row of rows) {
    yield finding('unposted', row, `${table} has rows of ${row.transaction_id}, which is no posted sale`);
  }
}

async function* wrongLevels(db: Kysely<Schema>): AsyncGenerator<VerifyFinding> {
  const { rows } = await sql<{
    organisation_id: string;
    local_id: string;
    variant_id: string;
    on_hand: number;
    must: number;
  }>`
    select organisation_id, local_id, variant_id,
      cast(sum(on_hand) as bigint) as on_hand, cast(sum(must) as bigint) as must
    from (
      select organisation_id, local_id, variant_id, on_hand, 0 as must from stock_levels
      union all select organisation_id, local_id, variant_id, 0, quantity from stock_openings
      union all select organisation_id, local_id, variant_id, 0, quantity from stock_movements
    ) as moved
    group by organisation_id, local_id, variant_id
    having sum(on_hand) <> sum(must)`.execute(db);
  for (const row of rows) {
    const text = `stock of ${row.variant_id} in ${row.local_id} is ${String(row.on_hand)}, its movements come to ${String(row.must)} (stored units)`;
    yield finding('unbalanced', row, text);
  }
}

function finding(
  kind: VerifyFinding['kind'],
  row: { organisation_id: string; register_id?: string },
  text: string,
): VerifyFinding {
  return { kind, organisation_id: row.organisation_id, register_id: row.register_id ?? null, text };
}
