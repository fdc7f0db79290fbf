import { type Kysely, sql } from 'kysely';
import { insertAny } from '../db/insert-rows.ts';
import type { Schema } from '../db/schema.ts';
import { compareRows, type RowDifference } from './compare-rows.ts';
import {
  DERIVED_TABLES,
  type Derived,
  type DerivedTable,
  derivedOfCopies,
  derivedOfEvents,
  derivedTables,
  readLive,
} from './derived-rows.ts';
import { eventPages } from './walk-chains.ts';

/** One register of one organisation. */
export interface RegisterKey {
  organisation_id: string;
  register_id: string;
}

/** What a rebuild tells as it goes on. */
export interface RebuildReport {
  /** One line: which row of which table differs, and how. */
  tell: (text: string) => void;
  /** What one event moves of the stock, as it was worked out again. */
  moved: (movement: { local_id: string; variant_id: string; quantity: number }) => void;
}

/** What was looked at and found in one register. */
export interface RebuildCount {
  events: number;
  differences: number;
  /** Differences that cannot be mended, because an event is not understood any more. */
  failures: number;
}

/** Works out again what the events of one register lead to, compares, and with `write` puts it right. */
export async function rebuildRegister(
  db: Kysely<Schema>,
  register: RegisterKey,
  { report, write }: { report: RebuildReport; write: boolean },
): Promise<RebuildCount> {
  const count: RebuildCount = { events: 0, differences: 0, failures: 0 };
  const settle = async (derived: Derived) => {
    for (const failure of derived.failures) {
      report.tell(`${register.register_id}: ${failure}`);
    }
    count.failures += derived.failures.length;
    for (const table of derivedTables) {
      const differences = await differencesIn(db, table, { register, derived });
      differences.forEach(({ text }) => {
        report.tell(`${register.register_id}: ${table} ${text}`);
      });
      count.differences += differences.length;
      if (write) {
        await mend(db, table, { register, differences });
      }
    }
    derived.rows.get('stock_movements')?.forEach((row) => {
      const { local_id, variant_id, quantity } = row;
      report.moved({ local_id: String(local_id), variant_id: String(variant_id), quantity: Number(quantity) });
    });
  };
  for (const epoch of await readEpochs(db, register)) {
    for await (const page of eventPages(db, { ...register, epoch })) {
      count.events += page.length;
      await settle(derivedOfEvents(page));
    }
  }
  await settle(derivedOfCopies(await readPostedCopies(db, register)));
  return count;
}

async function differencesIn(
  db: Kysely<Schema>,
  table: DerivedTable,
  { register, derived }: { register: RegisterKey; derived: Derived },
): Promise<RowDifference[]> {
  const { keys, of } = DERIVED_TABLES[table];
  const live = await readLive(db, table, { ...register, ids: derived.ids[of] });
  return compareRows(keys, derived.rows.get(table) ?? [], live);
}

/** Takes away what differs, then writes what must be there. */
async function mend(
  db: Kysely<Schema>,
  table: DerivedTable,
  { register, differences }: { register: RegisterKey; differences: readonly RowDifference[] },
): Promise<void> {
  for (const { live } of differences) {
    if (live !== null) {
      const columns = DERIVED_TABLES[table].keys.map((key) => sql`${sql.ref(key)} = ${live[key]}`);
      await sql`
        delete from ${sql.table(table)}
        where organisation_id = ${register.organisation_id} and ${sql.join(columns, sql` and `)}`.execute(db);
    }
  }
  const missing = differences.flatMap(({ expected }) => (expected === null ? [] : [expected]));
  await insertAny(db, table, missing);
}

async function readEpochs(db: Kysely<Schema>, register: RegisterKey): Promise<number[]> {
  const rows = await db
    .selectFrom('journal_events')
    .select('epoch')
    .distinct()
    .where('organisation_id', '=', register.organisation_id)
    .where('register_id', '=', register.register_id)
    .orderBy('epoch')
    .execute();
  return rows.map(({ epoch }) => epoch);
}

function readPostedCopies(db: Kysely<Schema>, register: RegisterKey) {
  return db
    .selectFrom('journal_copies')
    .selectAll()
    .where('organisation_id', '=', register.organisation_id)
    .where('register_id', '=', register.register_id)
    .where('status', '=', 'posted')
    .execute();
}
