import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { copyAnswer, copyKeyAnswer } from '#protocol/copy.ts';
import { drainOnce } from '#sync/drain.ts';
import type { HttpPort } from '#sync/ports.ts';
import { createServerPort } from '#sync/push-client.ts';
import { drawerOpened, saleCompleted } from '#testkit/journal-drafts.ts';
import { TestDevice } from '#testkit/test-device.ts';
import { openTestServer, TEST_DATABASES, type TestServer } from '#testkit/test-server.ts';
import { connectTill, jsonOf, type TestTill } from '#testkit/test-till.ts';
import { sealCopies } from './seal-copy.ts';
import type { DrainableTillStore } from './till-store.ts';

const MADE_AT = '2026-03-14T15:00:00.000Z';
const IDS = ['drawer', 'a', 'b', 'c'];

describe.each(TEST_DATABASES)('a copy there and back on %s', (kind) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await openTestServer(kind);
  }, 120_000);
  afterAll(() => server.close());

  async function keyOf(till: TestTill) {
    const response = await server.request('/api/v1/pos/copy-key', { headers: till.headers });
    const { key_id: keyId, public_key: publicKey } = copyKeyAnswer.parse((await jsonOf(response)).data);
    return { keyId, publicKey };
  }

  async function bring(courier: TestTill, text: string) {
    const headers = { 'content-type': 'application/json', ...courier.headers };
    const response = await server.request('/api/v1/pos/copies', { method: 'POST', headers, body: text });
    return copyAnswer.parse((await jsonOf(response)).data).counts;
  }

  async function storedOf(till: TestTill) {
    const rows = await server.deps.database.db
      .selectFrom('journal_events')
      .select('event_id')
      .where('register_id', '=', till.registration.register.register_id)
      .orderBy('seq')
      .execute();
    return rows.map((row) => row.event_id);
  }

  function drain(store: DrainableTillStore) {
    const http: HttpPort = {
      send: async ({ method, path, body }) => {
        const headers = {
          'content-type': 'application/json',
          authorization: `Bearer ${store.registration?.deviceToken ?? ''}`,
        };
        const answer = await server.request(path, { method, headers, body });
        return { status: answer.status, retryAfter: null, text: await answer.text() };
      },
    };
    const now = () => server.clock.now;
    return drainOnce({ outbox: store.outbox, server: createServerPort(http, now), now, nonce: () => 'nonce' });
  }

  test('a disk is saved and wiped, another till brings the copy; the disk comes back and sends: each is there once', async () => {
    const [till, courier] = [await connectTill(server), await connectTill(server)];
    const device = new TestDevice();
    const store = await device.open();
    await store.enrol(till.registration);
    await store.keepCopyKey(await keyOf(till));
    const prefix = till.registration.register.code;
    const ids = IDS.map((id) => `${prefix}-${id}`);
    await store.commit(ids[0] ?? '', drawerOpened(ids[0] ?? ''));
    for (const id of ids.slice(1)) {
      await store.commit(id, saleCompleted(id));
    }
    const { registration } = store;
    if (registration?.copyKey === undefined) {
      throw new Error('the till has no key');
    }
    const maker = { registration, key: registration.copyKey, madeAt: MADE_AT };
    const [file, ...more] = await sealCopies(maker, await store.unsentEvents());
    expect(more).toEqual([]);
    await store.close();
    const saved = device.folder.snapshot();
    device.folder.wipe();
    device.indexedDB.deleteDatabase('journal');

    expect(await bring(courier, file?.text ?? '')).toMatchObject({ accepted: 4, duplicate: 0, gap: 0 });
    expect(await storedOf(till)).toEqual(ids);

    // The old disk turns up after all, with nothing but the journal file on it.
    const back = new TestDevice();
    back.folder = saved;
    const again = await back.open();
    await drain(again);
    expect((await again.unsent()).events).toBe(0);
    const stored = await storedOf(till);
    expect(stored.filter((id) => ids.includes(id))).toEqual(ids);
    expect(new Set(stored).size).toBe(stored.length);
    expect(await bring(courier, file?.text ?? '')).toMatchObject({ accepted: 0, duplicate: 4 });
    const sales = await server.deps.database.db
      .selectFrom('transactions')
      .select('transaction_number')
      .where('register_id', '=', till.registration.register.register_id)
      .execute();
    expect(sales).toHaveLength(3);
  });
});
