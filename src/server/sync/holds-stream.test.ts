import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { JournalEvent } from '#core/journal/journal-event.ts';
import { success } from '#protocol/answer.ts';
import { headAnswer } from '#protocol/sync.ts';
import { openTestServer, TEST_DATABASES, type TestServer } from '#testkit/test-server.ts';
import { connectTill, jsonOf, type TestTill } from '#testkit/test-till.ts';

/** More than are looked at together. */
const MANY = 230;

describe.each(TEST_DATABASES)('whether the server has an event and all before it, on %s', (kind) => {
  let server: TestServer;
  let till: TestTill;
  beforeAll(async () => {
    server = await openTestServer(kind);
  }, 120_000);
  afterAll(() => server.close());
  beforeEach(async () => {
    till = await connectTill(server);
  });

  const sells = (count: number) =>
    Array.from({ length: count }, () => till.sell({ quantities: { 'demo-be-010': '1' } }));

  async function holds({
    epoch,
    seq,
    hash,
  }: Pick<JournalEvent, 'epoch' | 'seq' | 'hash'>): Promise<boolean | undefined> {
    const path = `/api/v1/pos/sync/head?epoch=${String(epoch)}&seq=${String(seq)}&hash=${hash}`;
    const answer = await jsonOf(await server.request(path, { headers: till.headers }));
    return success(headAnswer).parse(answer).data.holds;
  }

  /** Two that both devices share, one more of the other device, and what this one sold after the two. */
  async function forked(count: number): Promise<JournalEvent[]> {
    await till.push(sells(2));
    const place = { ...till.place };
    await till.push(sells(1));
    till.place = place;
    return sells(count);
  }

  const last = (events: readonly JournalEvent[]) => events.at(-1) ?? Promise.reject(new Error('none'));

  test('an event of the chain brings all before it', async () => {
    const events = sells(3);
    await till.push(events);
    expect(await Promise.all(events.map(holds))).toEqual([true, true, true]);
    expect(await holds({ ...(await last(events)), hash: 'a'.repeat(64) })).toBe(false);
  });

  test('beside it, back to where two devices parted, however far that is', async () => {
    const events = await forked(MANY);
    await till.push(events);
    expect(await holds(await last(events))).toBe(true);
  });

  test.each([0, 1, MANY - 30, MANY - 2])('not when copy %i of many is missing', async (at) => {
    const events = await forked(MANY);
    await till.push(events);
    const { db } = server.deps.database;
    await db
      .deleteFrom('journal_copies')
      .where('event_id', '=', events[at]?.id ?? '')
      .execute();
    expect(await holds(await last(events))).toBe(false);
    await till.push(events);
    expect(await holds(await last(events))).toBe(true);
  });

  test('nor when it is asked for under another number, or for a hash that only the other device has', async () => {
    const events = await forked(3);
    await till.push(events);
    const newest = await last(events);
    expect(await holds({ ...newest, seq: newest.seq - 1 })).toBe(false);
    expect(await holds({ ...newest, hash: events[0]?.hash ?? '' })).toBe(false);
  });

  test('a stream that began with the first event beside another one is whole', async () => {
    const place = { ...till.place };
    await till.push(sells(1));
    till.place = place;
    const events = sells(2);
    await till.push(events);
    expect(await holds(await last(events))).toBe(true);
  });

  test('what was declared lost is not asked for', async () => {
    await till.push(sells(2));
    sells(3);
    const after = sells(2);
    await till.push(after, { lost_through: 5 });
    expect(await holds(await last(after))).toBe(true);
  });
});
