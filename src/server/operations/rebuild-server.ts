import { type Kysely, sql } from 'kysely';
import { readableSum, saturated } from '../db/readable-sum.ts';
import type { Schema } from '../db/schema.ts';
import { rebuildRegister, type RegisterKey } from './rebuild-register.ts';
import { findStrays, type WrongLevel, wrongLevels } from './verify-strays.ts';

/** What was looked at, what was not as the events say, and how much of that stands right now. */
export interface Rebuild {
  registers: number;
  events: number;
  differences: number;
  mended: number;
}

/**
 * Works out every row that follows from the events again, by the code that files them, and tells each difference to
 * what is stored. Everything is seen as one moment shows it; nothing is changed.
 */
export function compareServer(db: Kysely<Schema>, tell: (text: string) => void): Promise<Rebuild> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (trx) => {
      const rebuild: Rebuild = { registers: 0, events: 0, differences: 0, mended: 0 };
      const moved = new Map<string, number>();
      for (const register of await readRegisters(trx)) {
        const count = await rebuildRegister(trx, register, {
          report: { tell, moved: (movement) => addMovement(moved, { ...register, ...movement }) },
          write: false,
        });
        rebuild.registers += 1;
        rebuild.events += count.events;
        rebuild.differences += count.differences + count.failures;
      }
      for await (const stray of findStrays(trx)) {
        tell(`${stray.table}: ${stray.text}, but no event leads to it`);
        rebuild.differences += 1;
      }
      for (const level of await levelsBeside(trx, moved)) {
        tell(levelText(level));
        rebuild.differences += 1;
      }
      return rebuild;
    });
}

/**
 * The same, and puts right what differs: register by register, each in one transaction that its tills wait for, then
 * what belongs to no register. Whatever was put right stays so when it is broken off; started again, it goes on.
 */
export async function rebuildServer(db: Kysely<Schema>, tell: (text: string) => void): Promise<Rebuild> {
  const rebuild: Rebuild = { registers: 0, events: 0, differences: 0, mended: 0 };
  for (const register of await readRegisters(db)) {
    const count = await db.transaction().execute(async (trx) => {
      await makeTillsWait(trx, register);
      return rebuildRegister(trx, register, { report: { tell, moved: () => undefined }, write: true });
    });
    rebuild.registers += 1;
    rebuild.events += count.events;
    rebuild.differences += count.differences + count.failures;
    rebuild.mended += count.differences;
  }
  const rest = await db.transaction().execute((trx) => mendRest(trx, tell));
  return { ...rebuild, differences: rebuild.differences + rest, mended: rebuild.mended + rest };
}

/** Takes away rows that no event leads to and puts the levels right; resolves to how many there were. */
async function mendRest(trx: Kysely<Schema>, tell: (text: string) => void): Promise<number> {
  await makeTillsWait(trx, null);
  let mended = 0;
  for await (const { table, where, text } of findStrays(trx)) {
    tell(`${table}: ${text}, but no event leads to it`);
    const columns = Object.entries(where).map(([column, value]) => sql`${sql.ref(column)} = ${value}`);
    await sql`delete from ${sql.table(table)} where ${sql.join(columns, sql` and `)}`.execute(trx);
    mended += 1;
  }
  for (const level of await wrongLevels(trx)) {
    tell(levelText(level));
    const { must, on_hand: _is, ...key } = level;
    await trx
      .insertInto('stock_levels')
      .values({ ...key, on_hand: must })
      .onConflict((conflict) =>
        conflict.columns(['organisation_id', 'local_id', 'variant_id']).doUpdateSet({ on_hand: must }),
      )
      .execute();
    mended += 1;
  }
  return mended;
}

/** A push begins by writing its register's row, so whoever has written it first makes the push wait. */
async function makeTillsWait(trx: Kysely<Schema>, register: RegisterKey | null): Promise<void> {
  const rows = trx.updateTable('registers').set((row) => ({ epoch: row.ref('epoch') }));
  await (
    register === null
      ? rows
      : rows.where('organisation_id', '=', register.organisation_id).where('register_id', '=', register.register_id)
  ).execute();
}

async function readRegisters(db: Kysely<Schema>): Promise<RegisterKey[]> {
  const { rows } = await sql<RegisterKey>`
    select organisation_id, register_id from registers
    union select organisation_id, register_id from journal_events
    order by organisation_id, register_id`.execute(db);
  return rows;
}

type Movement = RegisterKey & { local_id: string; variant_id: string; quantity: number };

function addMovement(moved: Map<string, number>, movement: Movement): void {
  const key = JSON.stringify([movement.organisation_id, movement.local_id, movement.variant_id]);
  moved.set(key, (moved.get(key) ?? 0) + movement.quantity);
}

/** Levels that are not the opening stock and the movements as they were worked out again. */
async function levelsBeside(db: Kysely<Schema>, moved: ReadonlyMap<string, number>): Promise<WrongLevel[]> {
  const must = new Map(moved);
  for (const opening of await db.selectFrom('stock_openings').selectAll().execute()) {
    addMovement(must, { ...opening, register_id: '' });
  }
  const wrong: WrongLevel[] = [];
  const levels = await db
    .selectFrom('stock_levels')
    .select(['organisation_id', 'local_id', 'variant_id', readableSum(sql.ref('on_hand')).as('on_hand')])
    .orderBy('organisation_id')
    .orderBy('local_id')
    .orderBy('variant_id')
    .execute();
  for (const level of levels) {
    const key = JSON.stringify([level.organisation_id, level.local_id, level.variant_id]);
    const expected = saturated(must.get(key) ?? 0);
    must.delete(key);
    if (level.on_hand !== expected) {
      wrong.push({ ...level, must: expected });
    }
  }
  for (const [key, expected] of must) {
    if (expected !== 0) {
      const [organisation_id = '', local_id = '', variant_id = ''] = JSON.parse(key) as string[];
      wrong.push({ organisation_id, local_id, variant_id, on_hand: 0, must: expected });
    }
  }
  return wrong;
}

function levelText({ variant_id, local_id, on_hand, must }: WrongLevel): string {
  return `stock_levels: ${local_id} / ${variant_id} on_hand is ${String(on_hand)} instead of ${String(must)}`;
}
