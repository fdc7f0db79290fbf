import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { success } from '#protocol/answer.ts';
import { enrolmentAnswer } from '#protocol/enrolment.ts';
import { journalEvent } from '#protocol/event.ts';
import { pastEvents } from '#protocol/past-events.ts';
import { signIn, type SignedIn } from '#testkit/office.ts';
import { openTestServer, TEST_DATABASES, type TestServer } from '#testkit/test-server.ts';
import { connectTill, jsonOf, tillOf, type TestTill } from '#testkit/test-till.ts';

const COLA = { quantities: { 'demo-be-010': '1' } };

describe.each(TEST_DATABASES)('what a register once sent, on %s', (kind) => {
  let server: TestServer;
  let manager: SignedIn;
  beforeAll(async () => {
    server = await openTestServer(kind);
    manager = await signIn(server);
  }, 120_000);
  afterAll(() => server.close());

  const ask = (till: TestTill, query = '') =>
    server.request(`/api/v1/pos/registers/self/events${query}`, { headers: till.headers });
  const page = async (till: TestTill, query = '') =>
    success(pastEvents).parse(await jsonOf(await ask(till, query))).data;

  /** The same register on a device that has forgotten everything. */
  async function enrolAgain({ registration }: TestTill): Promise<TestTill> {
    const path = `/api/v1/registers/${registration.register.register_id}/enrolment_codes`;
    const { data } = await jsonOf(await server.post(path, {}, manager.headers));
    const answer = await jsonOf(await server.post('/api/v1/pos/enrolments', { code: (data as { code: string }).code }));
    return tillOf(server, enrolmentAnswer.parse(answer.data));
  }

  test('comes back newest first, across epochs, word for word, page after page', async () => {
    const old = await connectTill(server);
    const first = [old.openDrawer('50.00'), old.sell(COLA), old.sell(COLA)];
    await old.push(first);
    const till = await enrolAgain(old);
    const second = [till.sell(COLA), till.sell(COLA)];
    await till.push(second);

    const expected = [...first, ...second].toReversed();
    const got: unknown[] = [];
    let next: string | null = '';
    for (let asked = 0; next !== null; asked += 1) {
      expect(asked).toBeLessThan(5);
      const answer = await page(till, next === '' ? '?limit=2' : `?limit=2&before=${next}`);
      got.push(...answer.events);
      next = answer.next;
    }
    expect(got).toEqual(expected);
    expect((await page(till)).next).toBeNull();
    expect((await page(till, '?before=1.3')).events).toEqual([first[1], first[0]]);
  });

  test('is nothing for a register that is new, and not for another one', async () => {
    const seller = await connectTill(server);
    await seller.push([seller.sell(COLA)]);
    const other = await connectTill(server);
    expect(await page(other)).toEqual({ events: [], next: null });
    const events = (await page(seller)).events.map((event) => journalEvent.parse(event));
    expect(new Set(events.map((event) => event.register_id))).toEqual(
      new Set([seller.registration.register.register_id]),
    );
  });

  test('is not told to a device that is no register any more, nor to nobody', async () => {
    const old = await connectTill(server);
    await old.push([old.sell(COLA)]);
    await enrolAgain(old);
    expect((await ask(old)).status).toBe(401);
    expect((await server.request('/api/v1/pos/registers/self/events')).status).toBe(401);
  });

  test('is not what could not be understood: that is for the office', async () => {
    const till = await connectTill(server);
    const sold = till.sell(COLA);
    const strange = till.sell(COLA);
    await till.push([sold, { ...strange, hash: 'f'.repeat(64) }]);
    expect((await page(till)).events).toEqual([sold]);
  });

  test('is asked for with a place and a number that make sense', async () => {
    const till = await connectTill(server);
    for (const query of ['?before=1', '?before=0.1', '?before=x.y', '?limit=0', '?limit=201', '?limit=many']) {
      expect((await ask(till, query)).status, query).toBe(400);
    }
  });
});
