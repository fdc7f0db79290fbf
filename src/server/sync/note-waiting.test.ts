import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestServer, TEST_DATABASES, type TestServer } from '#testkit/test-server.ts';
import { connectTill, type TestTill } from '#testkit/test-till.ts';

describe.each(TEST_DATABASES)('what a push leaves waiting on its till: %s', (kind) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await openTestServer(kind);
  }, 120_000);
  afterAll(() => server.close());

  const registerOf = (till: TestTill) =>
    server.deps.database.db
      .selectFrom('registers')
      .select(['unsent_events', 'unsent_oldest_sold_at', 'unsent_told_at', 'last_seen_at'])
      .where('register_id', '=', till.registration.register.register_id)
      .executeTakeFirstOrThrow();
  const gapsOf = (till: TestTill) =>
    server.deps.database.db
      .selectFrom('chain_gaps')
      .select(['epoch', 'seen_seq'])
      .where('register_id', '=', till.registration.register.register_id)
      .execute();
  const unsent = (events: number, soldAt: string | null) => ({ unsent: { events, oldest_sold_at: soldAt } });

  test('a till that says nothing of it is a till that never said', async () => {
    const till = await connectTill(server);
    await till.push([till.openDrawer('10.00')]);
    expect(await registerOf(till)).toMatchObject({ unsent_events: null, unsent_told_at: null });
  });

  test('its own word is kept, the newest', async () => {
    const till = await connectTill(server);
    await till.push([till.openDrawer('10.00')], unsent(7, '2026-03-14T08:00:00.000Z'));
    expect(await registerOf(till)).toEqual({
      unsent_events: 7,
      unsent_oldest_sold_at: '2026-03-14T08:00:00.000Z',
      unsent_told_at: '2026-03-14T15:00:00.000Z',
      last_seen_at: '2026-03-14T15:00:00.000Z',
    });
    await till.push([till.sell({ quantities: { 'demo-ag-010': '1' } })], unsent(0, null));
    expect(await registerOf(till)).toMatchObject({ unsent_events: 0, unsent_oldest_sold_at: null });
  });

  test('a word that cannot be read holds up nothing', async () => {
    const till = await connectTill(server);
    const { results } = await till.push([till.openDrawer('10.00')], { unsent: { events: 'many' } });
    expect(results[0]?.status).toBe('accepted');
    expect(await registerOf(till)).toMatchObject({ unsent_events: null });
  });

  test('events of the push itself that were not taken are unsent too, and the gap before them is known', async () => {
    const till = await connectTill(server);
    const drawer = till.openDrawer('10.00');
    const missing = till.sell({ quantities: { 'demo-ag-010': '1' } });
    const early = till.sell({ quantities: { 'demo-ag-010': '2' } });
    const { results } = await till.push([drawer, early], unsent(1, '2026-03-14T15:30:00.000Z'));
    expect(results.map(({ status }) => status)).toEqual(['accepted', 'gap']);
    expect(await registerOf(till)).toMatchObject({ unsent_events: 2, unsent_oldest_sold_at: early.sold_at });
    expect(await gapsOf(till)).toEqual([{ epoch: till.place.epoch, seen_seq: 3 }]);
    const later = till.sell({ quantities: { 'demo-ag-010': '3' } });
    await till.push([later]);
    await till.push([early]);
    expect(await gapsOf(till)).toEqual([{ epoch: till.place.epoch, seen_seq: 4 }]);
    const filled = await till.push([missing, early, later], unsent(0, null));
    expect(filled.results.map(({ status }) => status)).toEqual(['accepted', 'accepted', 'accepted']);
    expect(filled.high_water.seq).toBe(4);
    expect(await registerOf(till)).toMatchObject({ unsent_events: 0, unsent_oldest_sold_at: null });
  });

  test('a till that only asks for the head was heard of', async () => {
    const till = await connectTill(server);
    expect((await registerOf(till)).last_seen_at).toBeNull();
    await server.request('/api/v1/pos/sync/head?epoch=1', { headers: till.headers });
    expect((await registerOf(till)).last_seen_at).toBe('2026-03-14T15:00:00.000Z');
  });

  test('nor is a till whose pushes do not get through taken for one with nothing to send: it says so as it asks', async () => {
    const till = await connectTill(server);
    await till.push([till.openDrawer('10.00')], unsent(0, null));
    const soldAt = '2026-03-11T09:00:00.000Z';
    const ask = async (report: string) => {
      const path = `/api/v1/pos/sync/head?epoch=1&unsent=${encodeURIComponent(report)}`;
      return (await server.request(path, { headers: till.headers })).status;
    };
    expect(await ask(JSON.stringify(unsent(240, soldAt).unsent))).toBe(200);
    const told = { unsent_events: 240, unsent_oldest_sold_at: soldAt, unsent_told_at: '2026-03-14T15:00:00.000Z' };
    expect(await registerOf(till)).toMatchObject(told);
    for (const unreadable of ['', '{', '{"events":-1}', '[]', 'null']) {
      expect(await ask(unreadable)).toBe(200);
    }
    expect(await registerOf(till)).toMatchObject(told);
  });
});
