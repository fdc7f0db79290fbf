import { gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hashOf, sealEvent } from '#core/journal/chain.ts';
import type { JournalEvent } from '#core/journal/journal-event.ts';
import { registerList } from '#protocol/office.ts';
import { metricsText } from '#server/operations/metrics.ts';
import { signIn } from '#testkit/office.ts';
import { savedCopy } from '#testkit/saved-copy.ts';
import { openTestServer, TEST_DATABASES, type TestServer } from '#testkit/test-server.ts';
import { connectTill, jsonOf, newId, type TestTill } from '#testkit/test-till.ts';

const COLA = 'demo-be-010';

describe.each(TEST_DATABASES)('bad journals on %s', (kind) => {
  let server: TestServer;
  let till: TestTill;
  beforeAll(async () => {
    server = await openTestServer(kind);
  }, 120_000);
  afterAll(() => server.close());
  beforeEach(async () => {
    till = await connectTill(server);
  });

  const sell = () => till.sell({ quantities: { [COLA]: '1' } });
  const registerIdOf = (each: TestTill) => each.registration.register.register_id;
  const statusesOf = async (items: readonly unknown[]) =>
    (await till.push(items)).results.map((result) => result.status);
  const attentionOf = async () => {
    const rows = await server.deps.database.db
      .selectFrom('attention')
      .selectAll()
      .where('register_id', '=', registerIdOf(till))
      .orderBy('attention_id')
      .execute();
    return rows.map((row) => ({ kind: row.kind, event: row.event_id, details: JSON.parse(row.details) as unknown }));
  };
  const rawsOf = async (table: 'journal_events' | 'journal_copies') => {
    const rows = await server.deps.database.db
      .selectFrom(table)
      .select('raw')
      .where('register_id', '=', registerIdOf(till))
      .orderBy('epoch')
      .orderBy('seq')
      .execute();
    return rows.map((row) => JSON.parse(row.raw) as unknown);
  };
  const salesOf = async () => {
    const { count } = await server.deps.database.db
      .selectFrom('transactions')
      .select((row) => row.fn.countAll<number>().as('count'))
      .where('register_id', '=', registerIdOf(till))
      .executeTakeFirstOrThrow();
    return count;
  };

  test('the same id with another amount is a conflict: both are kept, the first stands', async () => {
    const sale = sell();
    await till.push([sale]);
    const changed = resealed(sale, { notes: 'changed' });
    expect(await statusesOf([changed])).toEqual(['conflict']);
    expect(await statusesOf([changed])).toEqual(['conflict']);
    expect(await rawsOf('journal_events')).toEqual([sale]);
    expect(await rawsOf('journal_copies')).toEqual([changed]);
    expect(await attentionOf()).toEqual([
      { kind: 'conflict', event: sale.id, details: expect.objectContaining({ because: 'id_taken', seq: 1 }) },
    ]);
    expect(await salesOf()).toBe(1);
  });

  test('a cloned till is found out at its first own sale, and nothing of either is overwritten', async () => {
    const shared = sell();
    await till.push([shared]);
    const place = { ...till.place };
    const original = sell();
    const originalNext = sell();
    till.place = place;
    const [cloned, clonedNext] = [sell(), sell()];
    expect(await statusesOf([original])).toEqual(['accepted']);
    expect(await statusesOf([cloned, clonedNext])).toEqual(['conflict', 'conflict']);
    expect(await statusesOf([originalNext])).toEqual(['accepted']);
    expect(await rawsOf('journal_events')).toEqual([shared, original, originalNext]);
    expect(await rawsOf('journal_copies')).toEqual([cloned, clonedNext]);
    const details = (await attentionOf()).map((row) => row.details);
    expect(details).toHaveLength(2);
    expect(details).toContainEqual(expect.objectContaining({ seq: 2, because: 'seq_taken', total_amount: '2.68' }));
    expect(details).toContainEqual(expect.objectContaining({ seq: 3, because: 'other_stream', total_amount: '2.68' }));
  });

  test('a clone that has got ahead is kept whole as well: nothing of it waits on the device', async () => {
    const shared = sell();
    await till.push([shared]);
    const place = { ...till.place };
    await till.push([sell()]);
    till.place = place;
    const cloned = [1, 2, 3, 4, 5].map(sell);
    expect(await statusesOf(cloned.slice(0, 2))).toEqual(['conflict', 'conflict']);
    expect(await statusesOf(cloned.slice(2))).toEqual(['conflict', 'conflict', 'conflict']);
    expect(await rawsOf('journal_copies')).toEqual(cloned);
    expect(await salesOf()).toBe(2);
  });

  test('a link that continues a chain nobody sent is a conflict', async () => {
    await till.push([sell()]);
    till.place.prevHash = 'a'.repeat(64);
    const stray = sell();
    expect(await statusesOf([stray, sell()])).toEqual(['conflict', 'conflict']);
    expect((await attentionOf()).map((row) => row.details)).toContainEqual(
      expect.objectContaining({ seq: 2, because: 'chain_broken' }),
    );
  });

  test('a content that does not match its hash is quarantined word for word; the chain goes on', async () => {
    const sale = sell();
    const tampered = { ...sale, body: { ...sale.body, notes: 'tampered' } };
    const next = sell();
    const answer = await till.push([tampered, next]);
    expect(answer.results).toEqual([
      { id: sale.id, seq: 1, status: 'quarantined', reason: 'hash: it is not that of the content' },
      { id: next.id, seq: 2, status: 'accepted', transaction_id: next.body.transaction_id },
    ]);
    expect(await rawsOf('journal_events')).toEqual([tampered, next]);
    expect(await statusesOf([tampered, next])).toEqual(['quarantined', 'duplicate']);
    expect((await attentionOf()).map((row) => row.kind)).toEqual(['quarantined']);
  });

  test('a poisonous event in the middle is quarantined alone; all others are posted', async () => {
    const events = [sell(), poison(till), sell(), sell()];
    expect(await statusesOf(events)).toEqual(['accepted', 'quarantined', 'accepted', 'accepted']);
    expect(await salesOf()).toBe(3);
    expect(await rawsOf('journal_events')).toEqual(events);
    expect(await statusesOf(events)).toEqual(['duplicate', 'quarantined', 'duplicate', 'duplicate']);
  });

  test('an event that the database itself refuses is undone alone', async () => {
    const first = till.openDrawer('20.00');
    const twice = till.seal({ ...till.openDrawer('30.00'), drawer_session_id: first.id, id: newId() });
    const again = sell();
    // The drawer opened in between was sealed but is not sent: its successor must be sealed anew in its place.
    const chain = relinked([first, twice, again]);
    const answer = await till.push(chain);
    expect(answer.results.map((result) => result.status)).toEqual(['accepted', 'quarantined', 'accepted']);
    expect(answer.results[1]).toMatchObject({ reason: expect.stringMatching(/^effects: /) });
    const drawers = await server.deps.database.db
      .selectFrom('drawer_sessions')
      .select('opening_float')
      .where('register_id', '=', registerIdOf(till))
      .execute();
    expect(drawers).toEqual([{ opening_float: 200_000 }]);
    expect(await salesOf()).toBe(1);
  });

  test('a sale that is posted already is not posted again under another event', async () => {
    const sale = sell();
    const second = till.seal({ ...sale, id: newId() });
    const answer = await till.push([sale, second]);
    expect(answer.results.map((result) => result.status)).toEqual(['accepted', 'quarantined']);
    expect(await salesOf()).toBe(1);
  });

  test('a sale whose payments do not come to its total is not posted but kept', async () => {
    const sale = sell();
    const short = resealed(sale, { payments: sale.body.payments.map((payment) => ({ ...payment, amount: '1.00' })) });
    const answer = await till.push([short]);
    expect(answer.results[0]).toMatchObject({ status: 'quarantined', reason: expect.stringContaining('balance') });
    expect(await salesOf()).toBe(0);
  });

  test('an event whose place can barely be read is still kept, and its successor follows', async () => {
    const sale = sell();
    const ruined = { id: sale.id, seq: 1, hash: 'not a hash', something: [1.5, { a: null }] };
    const next = sell();
    expect(await statusesOf([ruined, next])).toEqual(['quarantined', 'accepted']);
    expect(await rawsOf('journal_events')).toEqual([ruined, next]);
  });

  test('an event that says it belongs elsewhere is kept here, not there', async () => {
    const other = await connectTill(server);
    const foreign = other.sell({ quantities: { [COLA]: '1' } });
    const answer = await till.push([foreign]);
    expect(answer.results[0]).toMatchObject({ status: 'quarantined', reason: expect.stringMatching(/^place: /) });
    expect(await salesOf()).toBe(0);
  });

  test('strange texts arrive as they are', async () => {
    const strange = 'ESC \u001bp · <img onerror=alert(1)> · =HYPERLINK("x") · \u202e 😀';
    const sale = sell();
    const named = resealed(sale, {
      notes: strange,
      items: sale.body.items.map((item) => ({ ...item, product_name: { es: strange, en: strange } })),
    });
    expect(await statusesOf([named])).toEqual(['accepted']);
    expect(await rawsOf('journal_events')).toEqual([named]);
    const path = `/api/v1/pos/transactions/${sale.body.transaction_id}`;
    const { data } = await jsonOf(await server.request(path, { headers: till.headers }));
    expect(data).toMatchObject({ items: [{ product_name: strange }] });
  });

  test('a character that no database takes is kept in the event and shown as a sign in the reason', async () => {
    const sale = sell();
    const odd = sealed({ ...sale, 'nul \u0000 field': 'a\u0000b' });
    const answer = await till.push([odd]);
    expect(answer.results[0]).toMatchObject({
      status: 'quarantined',
      reason: expect.stringContaining('nul \ufffd field'),
    });
    expect(await rawsOf('journal_events')).toEqual([odd]);
  });

  test('when not even the quarantine can be written, that event and its successors are asked for again', async () => {
    const { db } = server.deps.database;
    await sql`create unique index one_quarantine on attention (register_id) where kind = 'quarantined'`.execute(db);
    const events = [sell(), poison(till), sell(), poison(till), sell()];
    const before = await till.push(events);
    expect(before.results.map((result) => result.status)).toEqual([
      'accepted',
      'quarantined',
      'accepted',
      'retry',
      'retry',
    ]);
    expect(before.high_water.seq).toBe(3);
    await sql`drop index one_quarantine`.execute(db);
    expect(await statusesOf(events.slice(3))).toEqual(['quarantined', 'accepted']);
  });

  test('when the database fails halfway nothing of the push is stored, and the same push succeeds later', async () => {
    const { db } = server.deps.database;
    const events = [sell(), sell()];
    await sql`alter table ledger_offsets rename to ledger_offsets_away`.execute(db);
    const failed = await till.send(events);
    await sql`alter table ledger_offsets_away rename to ledger_offsets`.execute(db);
    expect(failed.status).toBe(500);
    expect((await jsonOf(failed)).error.type).toBe('INTERNAL');
    expect(await rawsOf('journal_events')).toEqual([]);
    expect(await salesOf()).toBe(0);
    expect(await statusesOf(events)).toEqual(['accepted', 'accepted']);
  });

  test('another register may not be written to', async () => {
    const other = await connectTill(server);
    const response = await till.send([sell()], { register_id: registerIdOf(other) });
    expect(response.status).toBe(403);
    expect((await jsonOf(response)).error.type).toBe('REGISTER_MISMATCH');
  });

  test('no token, a made-up one and one that was replaced are told apart from nothing', async () => {
    const { db } = server.deps.database;
    const sale = sell();
    const tokens = ['', 'Bearer short', `Bearer ${'x'.repeat(43)}`, 'Basic abc', till.headers.authorization];
    await db
      .updateTable('registers')
      .set({ device_token_hash: null })
      .where('register_id', '=', registerIdOf(till))
      .execute();
    for (const authorization of tokens) {
      till.headers.authorization = authorization;
      const response = await till.send([sale]);
      expect(response.status).toBe(401);
      expect((await jsonOf(response)).error).toMatchObject({
        type: 'DEVICE_NOT_ENROLLED',
        message: expect.stringContaining('a salvo'),
      });
    }
  });

  test.each([
    ['an HTML page', '<html><body>Sign in to the Wi-Fi</body></html>', 400],
    ['half a JSON', '{"v":1,"register_id":"r', 400],
    ['nothing', '', 400],
    ['a list', '[]', 400],
    ['JSON null', 'null', 400],
    ['seventeen MiB', `{"v":1,"items":["${'x'.repeat(17 * 1024 * 1024)}"]}`, 413],
  ])('%s for a body is refused', async (_name, body, status) => {
    const headers = { ...till.headers, 'content-type': 'application/json' };
    const response = await server.request('/api/v1/pos/sync', { method: 'POST', body, headers });
    expect(response.status).toBe(status);
    expect((await jsonOf(response)).error.code).toMatch(/^POS-\d{4}$/);
  });

  test('a gzip bomb is refused before it is unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024, '0'), { level: 1 });
    const headers = { ...till.headers, 'content-encoding': 'gzip', 'content-type': 'application/json' };
    const response = await server.request('/api/v1/pos/sync', { method: 'POST', body: bomb, headers });
    expect(response.status).toBe(413);
  });

  test('501 items, no items and a version or an epoch that is none are refused whole', async () => {
    const sale = sell();
    const requests = [
      [await till.send(Array(501).fill(sale)), 413],
      [await till.send([]), 400],
      [await till.send([sale], { v: 'one' }), 400],
      [await till.send([sale], { nonce: '' }), 400],
      [await till.send([sale], { epoch: 0 }), 400],
    ] as const;
    for (const [response, status] of requests) {
      expect(response.status).toBe(status);
    }
    expect(await rawsOf('journal_events')).toEqual([]);
  });

  test('an epoch that no server can have given is refused: its register can be connected anew', async () => {
    const { db } = server.deps.database;
    const register = () =>
      db
        .selectFrom('registers')
        .select('epoch')
        .where('register_id', '=', registerIdOf(till))
        .executeTakeFirstOrThrow();
    const before = await register();
    for (const epoch of [Number.MAX_SAFE_INTEGER, 2 ** 32]) {
      till.place = { epoch, seq: 1, prevHash: '0'.repeat(64) };
      const text = await savedCopy(server, till, [till.openDrawer('1.00')]);
      till.place = { epoch, seq: 1, prevHash: '0'.repeat(64) };
      expect((await till.send([till.openDrawer('1.00')])).status).toBe(400);
      const copy = await server.request('/api/v1/pos/copies', { method: 'POST', headers: till.headers, body: text });
      expect(copy.status).toBe(400);
    }
    expect(await register()).toEqual(before);
  });

  test('numbers at the edge of what can be counted keep nobody from seeing the registers', async () => {
    const most = Number.MAX_SAFE_INTEGER;
    const unsent = { events: most, oldest_sold_at: null };
    for (const epoch of [1, 2]) {
      till.place = { epoch, seq: most, prevHash: '0'.repeat(64) };
      const answer = await till.push([till.openDrawer('1.00'), { lost: true }], { unsent });
      expect(answer.results).toMatchObject([{ status: 'gap' }, { status: 'gap' }]);
    }
    const { headers } = await signIn(server);
    const list = await jsonOf(await server.request('/api/v1/registers', { headers }));
    const row = registerList.parse(list.data).find((each) => each.register_id === registerIdOf(till));
    expect(row).toMatchObject({ missing_events: most, unsent: { events: most } });
    expect(await metricsText(server.deps)).toContain(`mostrador_register_unsent_events`);
  });

  test('nothing secret is in the log', async () => {
    await till.push([sell()]);
    await till.send([sell(), sell()]);
    const log = JSON.stringify(server.logged);
    expect(log).toContain('/api/v1/pos/sync');
    expect(log).not.toContain(till.registration.device_token);
    expect(log).not.toContain('argon2id');
  });
});

type SaleCompleted = JournalEvent & { type: 'sale.completed' };

/** The same event with a changed document, sealed as if it had always been so. */
function resealed(event: SaleCompleted, change: Partial<SaleCompleted['body']>): JournalEvent {
  const { register_id: registerId, epoch, seq, prev_hash: prevHash } = event;
  return sealEvent({ ...event, body: { ...event.body, ...change } }, { registerId, epoch, seq, prevHash });
}

/** The events sealed again, one after the other from seq 1. */
function relinked(events: readonly JournalEvent[]): JournalEvent[] {
  const linked: JournalEvent[] = [];
  for (const event of events) {
    const last = linked.at(-1);
    const prevHash = last?.hash ?? '0'.repeat(64);
    linked.push(sealEvent(event, { registerId: event.register_id, epoch: 1, seq: linked.length + 1, prevHash }));
  }
  return linked;
}

/** An intact link of the chain that no version of the server understands. */
function poison(till: TestTill): unknown {
  const event = sealed({ ...till.openDrawer('10.00'), type: 'drawer.exploded' });
  till.place.prevHash = event.hash;
  return event;
}

/** Whatever it is, with the hash that belongs to it. */
function sealed(event: object): { hash: string } {
  return { ...event, hash: hashOf(event) };
}
