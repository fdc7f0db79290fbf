import { type RawBuilder, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { oddDay } from '#testkit/odd-day.ts';
import { openTestServer, TEST_DATABASES, type TestServer } from '#testkit/test-server.ts';
import { connectTill } from '#testkit/test-till.ts';
import { derivedTables } from './derived-rows.ts';
import { compareServer, rebuildServer } from './rebuild-server.ts';
import { verifyServer } from './verify-server.ts';

const COLA = 'demo-be-010';
const MILK = 'demo-la-010';

describe.each(TEST_DATABASES)('working everything out again from the events, on %s', (kind) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await openTestServer(kind);
    for (const till of [await connectTill(server), await connectTill(server)]) {
      await till.push(oddDay(till));
    }
  }, 120_000);
  afterAll(() => server.close());

  const database = () => server.deps.database.db;
  const everything = async () => {
    const tables: Record<string, unknown[]> = {};
    for (const table of [...derivedTables, 'stock_levels'] as const) {
      const { rows } = await sql`select * from ${sql.table(table)}`.execute(database());
      // A level of something that never was in stock stays as a zero.
      const texts = rows.map((row) => JSON.stringify(row)).filter((row) => !/"forged","on_hand":0/.test(row));
      tables[table] = texts.toSorted((a, b) => (a < b ? -1 : 1));
    }
    return tables;
  };

  test('what was filed is what is worked out again, after good events and bad', async () => {
    const told: string[] = [];
    expect(await compareServer(database(), (text) => told.push(text))).toEqual({
      registers: 3,
      events: 14,
      differences: 0,
      mended: 0,
    });
    expect(told).toEqual([]);
  });

  const firstSale = sql`(select min(transaction_id) from transactions)`;

  test.each<[string, RawBuilder<unknown>]>([
    ['a figure of a sale', sql`update transactions set total_amount = 1 where transaction_id = ${firstSale}`],
    ['a sale’s status', sql`update transactions set status = 'voided' where transaction_id = ${firstSale}`],
    ['all sales gone', sql`delete from transactions`],
    ['a sale out of nowhere', copyRow('transactions', { transaction_id: 'forged', event_id: 'forged' })],
    ['a sale posted once more', copyRow('transactions', { transaction_id: 'again' })],
    ['an item’s name', sql`update transaction_items set name_es = 'Pan' where transaction_id = ${firstSale}`],
    ['an item gone', sql`delete from transaction_items where line_no = 1`],
    ['an item too many', copyRow('transaction_items', { line_no: 99 })],
    ['items of no sale', copyRow('transaction_items', { transaction_id: 'nowhere' })],
    ['how it was paid', sql`update transaction_payments set payment_method = 'card' where payment_no = 1`],
    ['a promotion', sql`insert into transaction_promotions values ('demo', 'nowhere', 1, 'p', 'P', 'P', 100)`],
    ['a tax', sql`update transaction_taxes set amount = amount + 1`],
    ['a ledger line', sql`update ledger_lines set amount = amount + 1 where line_no = 1`],
    ['a ledger line’s kind', sql`update ledger_lines set credit_type_code = 'GIFT' where amount < 0`],
    ['the ledger gone', sql`delete from ledger_lines`],
    ['an offset', sql`update ledger_offsets set debit_id = null where type = 'APPLY'`],
    ['a movement', sql`update stock_movements set quantity = quantity - 1000 where variant_id = ${COLA}`],
    ['a movement too many', copyRow('stock_movements', { variant_id: MILK })],
    ['movements of nothing', copyRow('stock_movements', { event_id: 'nowhere' })],
    ['a level', sql`update stock_levels set on_hand = 5 where variant_id = ${COLA}`],
    ['levels gone', sql`delete from stock_levels`],
    ['a level out of nowhere', copyRow('stock_levels', { variant_id: 'forged', on_hand: 7000 })],
    ['a float', sql`update drawer_sessions set opening_float = 0`],
    ['a drawer session gone', sql`delete from drawer_sessions`],
    ['a drawer session out of nowhere', copyRow('drawer_sessions', { drawer_session_id: 'forged', event_id: 'x' })],
  ])('%s is found and put right', async (_name, statement) => {
    const before = await everything();
    await statement.execute(database());
    const found: string[] = [];
    const { differences } = await compareServer(database(), (text) => found.push(text));
    expect(differences).toBeGreaterThan(0);
    expect(found).toHaveLength(differences);
    expect(await everything()).not.toEqual(before);

    const mended: string[] = [];
    const rebuild = await rebuildServer(database(), (text) => mended.push(text));
    expect(rebuild.mended).toBe(rebuild.differences);
    expect(mended).toHaveLength(rebuild.mended);
    expect(await everything()).toEqual(before);
    expect(await compareServer(database(), () => undefined)).toMatchObject({ differences: 0 });
    expect(await verifyServer(database())).toMatchObject({ findings: [] });
  });

  test.each(['drawer.opened', 'sale.completed'])(
    'a %s that is not understood any more is told, and what it led to is left alone',
    async (type) => {
      const events = sql`journal_events where status = 'accepted' and type = ${type}`;
      const { rows: accepted } = await sql<{
        event_id: string;
        raw: string;
      }>`select event_id, raw from ${events}`.execute(database());
      await sql`update journal_events set raw = replace(raw, ${`"${type}"`}, '"unfolded"')
      where status = 'accepted' and type = ${type}`.execute(database());
      const before = await everything();
      const told: string[] = [];
      const rebuild = await rebuildServer(database(), (text) => told.push(text));
      expect(rebuild).toMatchObject({ differences: accepted.length, mended: 0 });
      expect(told).toEqual(accepted.map(() => expect.stringContaining('hash: ')));
      expect(await everything()).toEqual(before);
      for (const { event_id: id, raw } of accepted) {
        await sql`update journal_events set raw = ${raw} where event_id = ${id}`.execute(database());
      }
    },
  );
});

/** Puts one more row beside the first of a table, alike in everything but this. */
function copyRow(table: string, change: Record<string, string | number>): RawBuilder<unknown> {
  const columns: Record<string, string[]> = {
    transactions: [
      'organisation_id, register_id, transaction_id, event_id, transaction_number, local_id, cashier_id, status',
      'currency, subtotal, discount_amount, tax_amount, total_amount, items_count, catalogue_version, business_date',
      'created_at, completed_at, received_at',
    ],
    transaction_items: [
      'organisation_id, transaction_id, line_no, item_id, sku, name_es, name_en, item_type, unit, quantity, unit_price',
      'gross, subtotal, discount_amount, tax_amount, total, taxes',
    ],
    stock_movements: ['organisation_id, register_id, event_id, local_id, variant_id, quantity'],
    stock_levels: ['organisation_id, local_id, variant_id, on_hand'],
    drawer_sessions: [
      'organisation_id, register_id, drawer_session_id, event_id, opened_at, opened_by, business_date, opening_float',
    ],
  };
  const names = (columns[table] ?? []).join(', ').split(', ');
  const values = names.map((name) => (name in change ? sql`${sql.lit(change[name])}` : sql.ref(name)));
  return sql`insert into ${sql.table(table)} (${sql.join(names.map((name) => sql.ref(name)))})
    select ${sql.join(values)} from ${sql.table(table)} limit 1`;
}
