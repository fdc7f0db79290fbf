import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { success } from '#protocol/answer.ts';
import { enrolmentAnswer } from '#protocol/enrolment.ts';
import { browserDrainerHost } from '#store/browser-host.ts';
import { DexieRows } from '#store/dexie-rows.ts';
import { drainInBackground } from '#store/drain-in-background.ts';
import { JournalTables } from '#store/journal-tables.ts';
import { SLOT_BYTES } from '#store/slot-format.ts';
import type { DrainableTillStore } from '#store/till-store.ts';
import { drawerOpened, saleCompleted } from '#testkit/journal-drafts.ts';
import { MemoryLocks } from '#testkit/memory-locks.ts';
import { TestDevice } from '#testkit/test-device.ts';
import { type TestServer, openTestServer } from '#testkit/test-server.ts';
import { drainOnce } from './drain.ts';
import type { DrainOutcome, HttpPort } from './ports.ts';
import { createServerPort } from './push-client.ts';

let server: TestServer;
let device: TestDevice;
let store: DrainableTillStore;
let nonces = 0;

beforeEach(async () => {
  server = await openTestServer('sqlite');
  device = new TestDevice();
  device.clock = server.clock;
  store = await device.open();
  const answer = await server.post('/api/v1/pos/enrolments', { demo: true });
  await store.enrol(success(enrolmentAnswer).parse(await answer.json()).data);
  await store.commit('drawer', drawerOpened('drawer'));
  for (const id of ['a', 'b', 'c', 'd']) {
    await store.commit(id, saleCompleted(id));
  }
});

afterEach(async () => {
  await server.close();
});

const now = () => device.clock.now;

function nonce(): string {
  nonces += 1;
  return `nonce-${String(nonces)}`;
}

/** The real application, without a line in between. */
function httpOf(token: string): HttpPort {
  return {
    send: async ({ method, path, body }) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const answer = await server.request(path, { method, headers, ...(body !== null && { body }) });
      return { status: answer.status, retryAfter: answer.headers.get('retry-after'), text: await answer.text() };
    },
  };
}

function drainByPage(): Promise<DrainOutcome> {
  const http = httpOf(store.registration?.deviceToken ?? '');
  return drainOnce({ outbox: store.outbox, server: createServerPort(http, now), now, nonce });
}

function drainByWorker(): Promise<DrainOutcome | null> {
  return drainInBackground({
    connectDatabase: () => new DexieRows(device.database),
    http: httpOf,
    channel: device.channel(),
    alone: browserDrainerHost(new MemoryLocks()).alone,
    now,
    nonce,
  });
}

/** Changes what the database has of one event, or takes the row away. */
async function damage(seq: number, change: object | null): Promise<void> {
  const tables = new JournalTables(device.database);
  const row = await tables.journal.filter((kept) => kept.seq === seq).first();
  if (row !== undefined) {
    await tables.journal.delete([row.registerId, row.epoch, row.seq]);
    await (change === null ? null : tables.journal.add({ ...row, event: { ...row.event, ...change } }));
  }
  tables.close();
}

/** What the server filed, by number. */
function filed(): Promise<{ seq: number; status: string }[]> {
  return server.deps.database.db.selectFrom('journal_events').select(['seq', 'status']).orderBy('seq').execute();
}

const accepted = (...seqs: number[]) => seqs.map((seq) => ({ seq, status: 'accepted' }));

describe('a row of the database that is', () => {
  const cases: [string, object | null][] = [
    ['damaged', { actor: 'nobody' }],
    ['astray', { seq: 99 }],
    ['misnamed', { id: 'b\u0010' }],
    ['lost', null],
  ];

  test.each(cases)('%s is sent as the file has it, and posted', async (_what, change) => {
    await damage(3, change);
    expect(await drainByPage()).toEqual({ kind: 'empty', confirmed: 5 });
    expect(await filed()).toEqual(accepted(1, 2, 3, 4, 5));
    const posted = await server.deps.database.db.selectFrom('transactions').selectAll().execute();
    expect(posted).toHaveLength(4);
    expect(await store.unsent()).toMatchObject({ events: 0, quarantined: 0 });
  });

  test.each(cases)('%s waits in the service worker for the page, and no longer', async (_what, change) => {
    await damage(3, change);
    expect(await drainByWorker()).toEqual({ kind: 'empty', confirmed: 2 });
    expect(await drainByWorker()).toEqual({ kind: 'empty', confirmed: 0 });
    expect(await drainByPage()).toEqual({ kind: 'empty', confirmed: 3 });
    expect(await filed()).toEqual(accepted(1, 2, 3, 4, 5));
  });

  test('damaged waits while the file does not answer, and is posted once it does', async () => {
    await damage(3, { actor: 'nobody' });
    const file = device.folder.files.get('journal');
    file?.close();
    await expect(drainByPage()).rejects.toThrow('the file does not answer');
    expect(await filed()).toEqual(accepted(1, 2));
    file?.reopen();
    expect(await drainByPage()).toEqual({ kind: 'empty', confirmed: 3 });
    expect(await filed()).toEqual(accepted(1, 2, 3, 4, 5));
  });

  test.each(cases.slice(0, 3))('%s, and in the file as well, is quarantined alone', async (_what, change) => {
    await damage(3, change);
    device.folder.files.get('journal')?.write(0, new Uint8Array(64 * SLOT_BYTES));
    expect(await drainByPage()).toEqual({ kind: 'empty', confirmed: 5 });
    expect(await filed()).toEqual([...accepted(1, 2), { seq: 3, status: 'quarantined' }, ...accepted(4, 5)]);
    expect(await store.unsent()).toMatchObject({ events: 0, quarantined: 1 });
  });
});
