import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestServer, TEST_DATABASES, type TestServer } from '#testkit/test-server.ts';
import { insertRows } from './insert-rows.ts';
import { isMigrated, migrate } from './migrate.ts';
import { openSqlite } from './sqlite.ts';

describe.each(TEST_DATABASES)('the database behind its port: %s', (kind) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await openTestServer(kind, { demo: false });
  }, 120_000);
  afterAll(() => server.close());

  const organisation = (id: string) => ({ organisation_id: id, name: id, demo_pins: null });
  const level = (variant: string, onHand: number) => ({
    organisation_id: 'o',
    local_id: 'l',
    variant_id: variant,
    on_hand: onHand,
  });
  const refusalOf = async (attempt: Promise<unknown>) => {
    try {
      await attempt;
    } catch (error) {
      return server.deps.database.blamesRow(error) ? 'row' : 'database';
    }
    return 'none';
  };

  test('migrating again changes nothing', async () => {
    await migrate(server.deps.database.db);
    expect(await isMigrated(server.deps.database.db)).toBe(true);
  });

  test('large amounts come back as the same integers, and their sum too', async () => {
    const { db } = server.deps.database;
    const amounts = [999_999_999_999, -999_999_999_999, 4_294_967_296, 2_147_483_648, -1, 0];
    await insertRows(
      db,
      'stock_levels',
      amounts.map((amount, index) => level(`v${String(index)}`, amount)),
    );
    const rows = await db.selectFrom('stock_levels').select('on_hand').orderBy('variant_id').execute();
    expect(rows.map((row) => row.on_hand)).toEqual(amounts);
    const { total } = await db
      .selectFrom('stock_levels')
      .select((row) => row.cast<number>(row.fn.sum('on_hand'), 'bigint').as('total'))
      .executeTakeFirstOrThrow();
    expect(total).toBe(6_442_450_943);
  });

  test('thousands of rows go in at once, and none when one is refused', async () => {
    const { db } = server.deps.database;
    const many = Array.from({ length: 5_000 }, (_row, index) => level(`many-${String(index)}`, index));
    await insertRows(db, 'stock_levels', many);
    const twice = db
      .transaction()
      .execute((trx) => insertRows(trx, 'stock_levels', [level('new', 1), level('many-7', 1)]));
    expect(await refusalOf(twice)).toBe('row');
    const { count } = await db
      .selectFrom('stock_levels')
      .select((row) => row.fn.countAll<number>().as('count'))
      .where('variant_id', 'like', 'many-%')
      .executeTakeFirstOrThrow();
    expect(count).toBe(5_000);
    expect(await db.selectFrom('stock_levels').select('on_hand').where('variant_id', '=', 'new').execute()).toEqual([]);
  });

  test('a row that breaks a rule is the row’s fault, a missing table is the database’s', async () => {
    const { db } = server.deps.database;
    await insertRows(db, 'organisations', [organisation('o')]);
    expect(await refusalOf(insertRows(db, 'organisations', [organisation('o')]))).toBe('row');
    expect(await refusalOf(insertRows(db, 'organisations', [{ ...organisation('p'), name: null as never }]))).toBe(
      'row',
    );
    expect(await refusalOf(sql`select * from nowhere`.execute(db))).toBe('database');
    expect(await refusalOf(sql`not even sql`.execute(db))).toBe('database');
  });

  test('texts of any script come back as they were; a NUL, which none can hold, is marked', async () => {
    const { db } = server.deps.database;
    const names = ['Ñandú 😀 \u202e', "'; drop table staff; --", '', 'a\0b'];
    await insertRows(
      db,
      'organisations',
      names.map((name, index) => ({ ...organisation(`text-${String(index)}`), name })),
    );
    const rows = await db
      .selectFrom('organisations')
      .select('name')
      .where('organisation_id', 'like', 'text-%')
      .orderBy('organisation_id')
      .execute();
    expect(rows.map((row) => row.name)).toEqual(['Ñandú 😀 \u202e', "'; drop table staff; --", '', 'a\ufffdb']);
  });
});

describe('the embedded database', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mostrador-embedded-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test('writes through to the disk at every commit', async () => {
    const port = openSqlite(join(folder, 'a.sqlite'));
    const pragma = async (name: string) => (await sql.raw(`pragma ${name}`).execute(port.db)).rows[0];
    expect(await pragma('journal_mode')).toEqual({ journal_mode: 'wal' });
    expect(await pragma('synchronous')).toEqual({ synchronous: 2 });
    expect(await pragma('foreign_keys')).toEqual({ foreign_keys: 1 });
    await port.close();
  });

  test.each([[true], [Number.NaN], ['a\0b'], [undefined], [new Date(0)]])(
    'a value its binding would choke on is refused instead: %j',
    async (value) => {
      const port = openSqlite(join(folder, 'b.sqlite'));
      await expect(sql`select ${value}`.execute(port.db)).rejects.toThrow(TypeError);
      await port.close();
    },
  );

  test('many different statements do not disturb each other', async () => {
    const port = openSqlite(join(folder, 'c.sqlite'));
    for (const round of [1, 2]) {
      for (let number = 0; number < 500; number += 1) {
        const { rows } = await sql.raw(`select ${String(number)} as n, ${String(round)} as r`).execute(port.db);
        expect(rows).toEqual([{ n: number, r: round }]);
      }
    }
    await port.close();
  });
});
