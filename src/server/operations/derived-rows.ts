import { type Kysely, sql } from 'kysely';
import type { JournalEvent } from '#core/journal/journal-event.ts';
import type { Schema } from '../db/schema.ts';
import type { JournalCopyRow, JournalEventRow } from '../db/schema-journal.ts';
import { type Effects, planEffects } from '#server/sync/plan-effects.ts';
import { readItem } from '#server/sync/received-item.ts';
import type { AnyRow } from './compare-rows.ts';

/**
 * The tables whose rows follow from events: what tells their rows apart, and by which column those of some events or
 * sales are found. In the order in which they are written.
 */
export const DERIVED_TABLES = {
  transactions: { keys: ['transaction_id'], of: 'transaction_id' },
  transaction_items: { keys: ['transaction_id', 'line_no'], of: 'transaction_id' },
  transaction_payments: { keys: ['transaction_id', 'payment_no'], of: 'transaction_id' },
  transaction_promotions: { keys: ['transaction_id', 'promotion_no'], of: 'transaction_id' },
  transaction_taxes: { keys: ['transaction_id', 'tax_no'], of: 'transaction_id' },
  ledger_lines: { keys: ['transaction_id', 'line_no'], of: 'transaction_id' },
  ledger_offsets: { keys: ['transaction_id', 'offset_no'], of: 'transaction_id' },
  stock_movements: { keys: ['register_id', 'event_id', 'variant_id'], of: 'event_id' },
  drawer_sessions: { keys: ['register_id', 'drawer_session_id'], of: 'drawer_session_id' },
} as const;

export type DerivedTable = keyof typeof DERIVED_TABLES;

export const derivedTables = Object.keys(DERIVED_TABLES).filter((name): name is DerivedTable => name in DERIVED_TABLES);

/** Rows by table. */
export type RowsByTable = Map<DerivedTable, AnyRow[]>;

/** What some stored events lead to, and what of them could not be worked out. */
export interface Derived {
  rows: RowsByTable;
  /** What rows may be found by, by the column they are found by. */
  ids: Record<'transaction_id' | 'event_id' | 'drawer_session_id', string[]>;
  failures: string[];
}

/** Works out again what accepted events of one register lead to. */
export function derivedOfEvents(events: readonly JournalEventRow[]): Derived {
  const derived = nothing();
  for (const row of events) {
    if (row.status === 'accepted') {
      add(derived, row.event_id, () => planEffects(eventOf(row), originOf(row)));
    } else {
      // It leads to nothing: whatever is found by it is too much.
      derived.ids.event_id.push(row.event_id);
    }
  }
  return derived;
}

/** Works out again what the copies that a person had posted lead to. */
export function derivedOfCopies(copies: readonly JournalCopyRow[]): Derived {
  const derived = nothing();
  for (const row of copies) {
    const { posted_event_id: eventId, transaction_id: transactionId } = row;
    if (eventId !== null && transactionId !== null) {
      add(derived, eventId, () => planEffects(postedAs(eventOf(row), { eventId, transactionId }), originOf(row)));
    }
  }
  return derived;
}

/** A sale under the ids that it is posted by; everything else of it stays as the till made it. */
export function postedAs(event: JournalEvent, ids: { eventId: string; transactionId: string }): JournalEvent {
  return event.type === 'sale.completed'
    ? { ...event, id: ids.eventId, body: { ...event.body, transaction_id: ids.transactionId } }
    : event;
}

/** The stored rows that these could be. */
export async function readLive(
  db: Kysely<Schema>,
  table: DerivedTable,
  of: { organisation_id: string; register_id: string; ids: readonly string[] },
): Promise<AnyRow[]> {
  if (of.ids.length === 0) {
    return [];
  }
  const { of: column } = DERIVED_TABLES[table];
  const ofRegister = column === 'transaction_id' ? sql`` : sql`and register_id = ${of.register_id}`;
  const { rows } = await sql<AnyRow>`
    select * from ${sql.table(table)}
    where organisation_id = ${of.organisation_id} ${ofRegister}
      and ${sql.ref(column)} in (${sql.join(of.ids)})`.execute(db);
  return rows;
}

/** The event as it was understood when it was accepted. Throws when it is not understood now. */
function eventOf(row: JournalEventRow | JournalCopyRow): JournalEvent {
  const chain = { registerId: row.register_id, epoch: row.epoch };
  const item = readItem(JSON.parse(row.raw), row.raw, chain);
  if (item?.event === null || item?.event === undefined) {
    throw new Error(item?.fault ?? 'it is not understood');
  }
  return item.event;
}

function originOf(row: JournalEventRow | JournalCopyRow) {
  return {
    organisationId: row.organisation_id,
    registerId: row.register_id,
    localId: row.local_id,
    receivedAt: row.received_at,
  };
}

function nothing(): Derived {
  return { rows: new Map(), ids: { transaction_id: [], event_id: [], drawer_session_id: [] }, failures: [] };
}

function add(derived: Derived, eventId: string, plan: () => Effects): void {
  let effects: Effects;
  try {
    effects = plan();
  } catch (error) {
    derived.failures.push(`event ${eventId}: ${error instanceof Error ? error.message : String(error)}`);
    return;
  }
  // Only now: what an event led to that is not understood any more must not be looked for, or it would seem too much.
  derived.ids.event_id.push(eventId);
  const { sale, drawer } = effects;
  if (drawer !== null) {
    derived.ids.drawer_session_id.push(drawer.drawer_session_id);
    push(derived.rows, 'drawer_sessions', [drawer]);
  }
  if (sale !== null) {
    derived.ids.transaction_id.push(sale.rows.transaction.transaction_id);
    push(derived.rows, 'transactions', [sale.rows.transaction]);
    push(derived.rows, 'transaction_items', sale.rows.items);
    push(derived.rows, 'transaction_payments', sale.rows.payments);
    push(derived.rows, 'transaction_promotions', sale.rows.promotions);
    push(derived.rows, 'transaction_taxes', sale.rows.taxes);
    push(derived.rows, 'ledger_lines', sale.ledger.lines);
    push(derived.rows, 'ledger_offsets', sale.ledger.offsets);
    push(derived.rows, 'stock_movements', sale.movements);
  }
}

function push(rows: RowsByTable, table: DerivedTable, added: readonly object[]): void {
  const known = rows.get(table) ?? [];
  added.forEach((row) => known.push({ ...row }));
  rows.set(table, known);
}
