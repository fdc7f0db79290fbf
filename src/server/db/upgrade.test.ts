import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { openTestServer, TEST_DATABASES, type TestDatabase } from '#testkit/test-server.ts';
import { createShop } from './migrations/0001-shop.ts';
import { createJournal } from './migrations/0002-journal.ts';
import { createPromotions } from './migrations/0003-promotions.ts';
import type { Schema } from './schema.ts';
import { openSqlite } from './sqlite.ts';

/** Runs on a database without tables, in one transaction that is undone afterwards. */
async function onEmptyDatabase(kind: TestDatabase, run: (trx: Kysely<Schema>) => Promise<void>): Promise<void> {
  const undone = new Error('undone on purpose');
  const attempt = async (db: Kysely<Schema>, prepare: (trx: Kysely<Schema>) => Promise<unknown>) => {
    const all = db.transaction().execute(async (trx) => {
      await prepare(trx);
      await run(trx);
      throw undone;
    });
    await expect(all).rejects.toBe(undone);
  };
  if (kind === 'sqlite') {
    const folder = mkdtempSync(join(tmpdir(), 'mostrador-upgrade-'));
    const port = openSqlite(join(folder, 'old.sqlite'));
    try {
      await attempt(port.db, () => Promise.resolve());
    } finally {
      await port.close();
      rmSync(folder, { recursive: true });
    }
    return;
  }
  const server = await openTestServer(kind, { demo: false });
  try {
    await attempt(server.deps.database.db, async (trx) => {
      await sql`create schema of_old`.execute(trx);
      await sql`set local search_path to of_old`.execute(trx);
    });
  } finally {
    await server.close();
  }
}

describe.each(TEST_DATABASES)('a database of the first release on %s', (kind) => {
  test('keeps its taxes at the same rates and its goods as they were', { timeout: 120_000 }, async () => {
    await onEmptyDatabase(kind, async (trx) => {
      await createShop(trx);
      await createJournal(trx);
      await sql`insert into organisations values ('o', 'Tienda', null)`.execute(trx);
      await sql`insert into categories values ('o', 'c', 0, 'Pan', 'Bread', '#000000')`.execute(trx);
      await sql`insert into taxes values ('o', 't', 0, 'ITBMS 7 %', 700, 1)`.execute(trx);
      await sql`insert into transaction_taxes values ('o', 's', 1, 't', 'ITBMS', 2125, 0, 50000, 3500)`.execute(trx);
      await sql`insert into products values
        ('o', 'v', 0, 'PAN', 'Pan', 'Bread', 'c', null, '[]', null, 'unit', 18500, '["t"]', 'FOOD', 1, null)`.execute(
        trx,
      );
      await createPromotions(trx);
      const kinds = { kind: null, compounds: 0, ignores_compounded: 0 };
      expect(await trx.selectFrom('taxes').selectAll().execute()).toEqual([
        { organisation_id: 'o', tax_id: 't', position: 0, name: 'ITBMS 7 %', rate: 70_000, included: 1, ...kinds },
      ]);
      expect(await trx.selectFrom('transaction_taxes').select(['rate', 'base', 'kind']).execute()).toEqual([
        { rate: 212_500, base: 50_000, kind: null },
      ]);
      expect(await trx.selectFrom('products').select(['unit_price', 'minimum_price', 'tags']).execute()).toEqual([
        { unit_price: 18_500, minimum_price: null, tags: '[]' },
      ]);
    });
  });
});
