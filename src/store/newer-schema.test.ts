import { Dexie } from 'dexie';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { drainOnce } from '#sync/drain.ts';
import { createServerPort } from '#sync/push-client.ts';
import { drawerOpened, enrolmentOf, saleCompleted } from '#testkit/journal-drafts.ts';
import { ScriptedServer } from '#testkit/scripted-server.ts';
import { TestDevice } from '#testkit/test-device.ts';
import { DexieRows } from './dexie-rows.ts';
import { JournalDatabase } from './journal-database.ts';
import { JournalTables, NewerSchema, SCHEMA_GENERATION } from './journal-tables.ts';
import type { DrainableTillStore } from './till-store.ts';

/**
 * The journal database as each release has made it, by Dexie's version. A released line is never changed; a release
 * that changes a table adds a line, and a version to JournalTables that leads there from the line before it.
 */
const RELEASED: Record<number, { stores: Record<string, string>; generation: number }> = {
  1: {
    stores: {
      journal: '[registerId+epoch+seq], &id, saleId',
      saleEvents: '++n, saleId, &[saleId+position]',
      sent: '[registerId+epoch]',
      outcomes: 'id, registerId',
      meta: 'key',
    },
    generation: 1,
  },
  2: {
    stores: {
      journal: '[registerId+epoch+seq], &id, saleId',
      saleEvents: '++n, saleId, &[saleId+position]',
      sent: '[registerId+epoch]',
      outcomes: 'id, [registerId+status], [registerId+epoch+seq]',
      meta: 'key',
    },
    generation: 1,
  },
};

let device: TestDevice;
let server: ScriptedServer;

beforeEach(() => {
  // Dexie tells the console of each newer database that is met here on purpose.
  vi.spyOn(console, 'warn').mockReturnValue(undefined);
  device = new TestDevice();
  server = new ScriptedServer();
});

/** The same database by another release's code, without any guard. */
function openRaw(version: number, stores: Record<string, string | null>): Dexie {
  const { name, indexedDB, IDBKeyRange: keyRange } = device.database;
  const database = new Dexie(name, { ...(indexedDB && { indexedDB }), ...(keyRange && { IDBKeyRange: keyRange }) });
  database.version(version).stores(stores);
  return database;
}

/** A release to come: one more table, each row changed, and a generation that today's code does not know. */
async function updateInAnotherWindow(): Promise<void> {
  const newest = RELEASED[Math.max(...Object.keys(RELEASED).map(Number))];
  const database = openRaw(90, { ...newest?.stores, returns: 'id' });
  database.version(90).upgrade(async (transaction) => {
    await transaction
      .table('journal')
      .toCollection()
      .modify((row: Record<string, unknown>) => {
        row['shape'] = 'of tomorrow';
      });
    await transaction.table('meta').put({ key: 'schema_gen', value: SCHEMA_GENERATION + 1 });
  });
  await database.open();
  database.close();
}

/** Everything in the database, table by table. */
async function everyRow(): Promise<Record<string, unknown[]>> {
  const { name, indexedDB, IDBKeyRange: keyRange } = device.database;
  const database = new Dexie(name, { ...(indexedDB && { indexedDB }), ...(keyRange && { IDBKeyRange: keyRange }) });
  await database.open();
  const rows = await Promise.all(
    database.tables.map(async (table): Promise<[string, unknown[]]> => [table.name, await table.toArray()]),
  );
  database.close();
  return Object.fromEntries(rows);
}

async function openShop(...sales: string[]): Promise<DrainableTillStore> {
  const store = await device.open();
  await store.enrol(enrolmentOf());
  await store.commit('drawer', drawerOpened('drawer'));
  for (const id of sales) {
    await store.commit(id, saleCompleted(id));
  }
  return store;
}

function drain(store: DrainableTillStore) {
  return drainOnce({
    outbox: store.outbox,
    server: createServerPort(server, () => device.clock.now),
    now: () => device.clock.now,
    nonce: () => 'nonce-1',
  });
}

const SCAN = { type: 'sale.opened', saleId: 'open', currency: 'USD', cashierId: 'ana', at: '' } as const;
const OPEN = { saleId: 'open', events: [SCAN], begunAt: null };

describe('a forgotten tab over the rows of a newer app', () => {
  test('sells on, says that it has to be loaded again, changes nothing, and what it sold arrives', async () => {
    const store = await openShop('a', 'b');
    const told = vi.fn<() => void>();
    store.subscribe(told);
    await updateInAnotherWindow();
    const before = await everyRow();

    await store.appendSaleEvent('open', SCAN);
    expect(store.isOutdated).toBe(true);
    expect(told).toHaveBeenCalled();
    await store.commit('c', saleCompleted('c'));
    await store.commit('d', saleCompleted('d'));
    expect(store.mode).toBe('file_only');
    expect(await store.loadOpenSale()).toEqual([SCAN]);
    expect((await store.recentEvents(9)).map(({ id }) => id)).toEqual(['d', 'c', 'b', 'a', 'drawer']);

    expect(await drain(store)).toEqual({ kind: 'empty', confirmed: 5 });
    expect(server.stored.map(({ id }) => id)).toEqual(['drawer', 'a', 'b', 'c', 'd']);
    await store.pruneConfirmed({ before: '2027-01-01T00:00:00.000Z', newest: 1 });
    await store.discardOpenSale('open');
    expect(await everyRow()).toEqual(before);
  });

  test('that takes the till back writes nothing either, and gives no number twice', async () => {
    const first = await openShop('a');
    await first.close();
    await updateInAnotherWindow();
    const before = await everyRow();
    const store = await device.open();
    expect(store.isOutdated).toBe(true);
    const b = await store.commit('b', saleCompleted('b'));
    expect(b).toMatchObject({ epoch: 3, seq: 1 });
    expect(await everyRow()).toEqual(before);
  });

  test('has sold nothing that the newer app would not find', async () => {
    const store = await openShop('a');
    await updateInAnotherWindow();
    await store.commit('b', saleCompleted('b'));
    await store.commit('c', saleCompleted('c'));
    device.crash();
    // The newer app is today's code again: what it must find is in the file.
    const newer = openRaw(90, {});
    await newer.open();
    newer.close();
    const tables = new JournalTables(device.database);
    await tables.meta.put({ key: 'schema_gen', value: SCHEMA_GENERATION });
    tables.close();
    const again = await device.open();
    expect(again.mode).toBe('both');
    expect(again.isOutdated).toBe(false);
    expect(again.bootReport).toMatchObject({ cause: 'database_short', restored: 2 });
    const ids = (await again.recentEvents(9)).filter(({ type }) => type !== 'data.restored').map(({ id }) => id);
    expect(ids).toEqual(['c', 'b', 'a', 'drawer']);
  });

  test('can write in none of the ways there are', async () => {
    const store = await openShop('a');
    const record = { event: await store.commit('b', saleCompleted('b')), after: { saleNumber: 2 } };
    await store.outbox.confirm({ epoch: 1, seq: 1, noteworthy: [] });
    await updateInAnotherWindow();
    const before = await everyRow();
    const database = new JournalDatabase(() => new DexieRows(device.database));
    const identity = await database.readIdentity();
    const tries: Record<string, () => Promise<unknown>> = {
      claim: () => database.claim('tab', identity),
      reclaim: () => database.reclaim('tab', identity),
      saveIdentity: () => (identity === null ? Promise.resolve() : database.saveIdentity(null, identity)),
      record: () => database.record('tab', [record as never]),
      raiseSent: () => database.raiseSent([{ registerId: 'register-1', epoch: 1, seq: 9 }]),
      moveSent: () => database.moveSent({ direction: 'up', epoch: 1, seq: 9, noteworthy: [] }),
      appendSaleEvent: () => database.appendSaleEvent('tab', OPEN),
      replaceOpenSale: () => database.replaceOpenSale('tab', OPEN),
      prune: () => database.prune('tab', 'register-1', { before: '2027-01-01T00:00:00.000Z', newest: 1 }),
    };
    for (const [name, write] of Object.entries(tries)) {
      await expect(write(), name).rejects.toBeInstanceOf(NewerSchema);
    }
    database.close();
    expect(await everyRow()).toEqual(before);
  });
});

describe('an upgrade', () => {
  test.each(Object.keys(RELEASED).map(Number))(
    'from the database of version %i keeps what was unsent, and it arrives',
    async (version) => {
      const released = RELEASED[version];
      const donor = await openShop('a', 'b');
      await donor.appendSaleEvent('open', SCAN);
      const rows = await everyRow();
      device.crash();

      // The same rows, in a database that only ever saw that release; the file is lost with the old device.
      device = new TestDevice();
      const old = openRaw(version, released?.stores ?? {});
      await old.open();
      for (const table of old.tables) {
        await table.bulkPut(rows[table.name] ?? []);
      }
      await old.table('meta').put({ key: 'schema_gen', value: released?.generation });
      old.close();

      const store = await device.open();
      expect(store.registration?.registerId).toBe('register-1');
      expect((await store.unsent()).sales).toBe(2);
      expect(await store.loadOpenSale()).toEqual([SCAN]);
      await store.commit('c', saleCompleted('c'));
      await drain(store);
      expect(server.stored.map(({ id }) => id)).toEqual(expect.arrayContaining(['drawer', 'a', 'b', 'c']));
    },
  );

  test.each(['throws', 'is cut off by the end of the app'])('that %s leaves everything as it was', async (how) => {
    const store = await openShop('a', 'b');
    await store.close();
    const before = await everyRow();
    const newer = openRaw(91, { ...RELEASED[1]?.stores, returns: 'id' });
    newer.version(91).upgrade(async (transaction) => {
      await transaction.table('journal').clear();
      await transaction.table('meta').put({ key: 'schema_gen', value: SCHEMA_GENERATION + 1 });
      if (how === 'throws') {
        throw new Error('the upgrade has a fault');
      }
      // What the browser does to a transaction of a page that is no more.
      transaction.abort();
    });
    await expect(newer.open()).rejects.toThrow(/fault|[Aa]bort/);
    newer.close();
    expect(await everyRow()).toEqual(before);
    const again = await device.open();
    expect(again.mode).toBe('both');
    expect((await again.unsent()).sales).toBe(2);
  });

  test('of the tables is a line in the list of what was released', async () => {
    await openShop();
    const tables = new JournalTables(device.database);
    const version = Math.max(...Object.keys(RELEASED).map(Number));
    expect(tables.verno).toBe(version);
    expect(SCHEMA_GENERATION).toBe(RELEASED[version]?.generation);
    await tables.open();
    const native = tables.backendDB();
    const made = Object.fromEntries(
      await Promise.all(
        [...native.objectStoreNames].map(async (name): Promise<[string, string]> => {
          const { primKey, indexes } = tables.table(name).schema;
          return [name, [primKey, ...indexes].map(({ src }) => src).join(', ')];
        }),
      ),
    );
    tables.close();
    expect(made).toEqual(RELEASED[version]?.stores);
  });
});
