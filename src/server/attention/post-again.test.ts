import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sealEvent } from '#core/journal/chain.ts';
import { EVENT_VERSION, type JournalEvent } from '#core/journal/journal-event.ts';
import {
  type AttentionDetail,
  attentionCounts,
  attentionDetail,
  attentionList,
  type PostAnswer,
  postAllAnswer,
  postAnswer,
} from '#protocol/attention.ts';
import { compareServer } from '#server/operations/rebuild-server.ts';
import { verifyServer } from '#server/operations/verify-server.ts';
import { type SignedIn, signIn } from '#testkit/office.ts';
import { sealStrange } from '#testkit/odd-day.ts';
import { openTestServer, TEST_DATABASES, type TestServer } from '#testkit/test-server.ts';
import { connectTill, jsonOf, newId, type TestTill } from '#testkit/test-till.ts';
import { GONE_BY_UPGRADE, postAllAgain } from './post-all-again.ts';

const COLA = 'demo-be-010';

describe.each(TEST_DATABASES)('what was noticed and what people do about it, on %s', (kind) => {
  let server: TestServer;
  let office: SignedIn;
  let till: TestTill;
  beforeAll(async () => {
    server = await openTestServer(kind);
    office = await signIn(server);
  }, 120_000);
  afterAll(() => server.close());
  beforeEach(async () => {
    till = await connectTill(server);
  });

  const database = () => server.deps.database.db;
  const registerId = () => till.registration.register.register_id;
  const sell = () => till.sell({ quantities: { [COLA]: '1' } });
  const read = async (path: string) => (await jsonOf(await server.request(path, office))).data;
  const entries = async (query = '') =>
    attentionList.parse(await read(`/api/v1/attention?register_id=${registerId()}${query}`));
  const entryOf = async (which: string) => {
    const found = (await entries()).find((entry) => entry.kind === which);
    if (found === undefined) {
      throw new Error(`nothing of the kind ${which} was noticed`);
    }
    return found;
  };
  const detailOf = async (id: string): Promise<AttentionDetail> =>
    attentionDetail.parse(await read(`/api/v1/attention/${id}`));
  const act = async (id: string, action: string, body: unknown = {}): Promise<PostAnswer> => {
    const response = await server.post(`/api/v1/attention/${id}/${action}`, body, office.headers);
    return postAnswer.parse((await jsonOf(response)).data);
  };
  const salesOf = async () => {
    const rows = await database()
      .selectFrom('transactions')
      .select(['transaction_id', 'transaction_number', 'received_at', 'total_amount'])
      .where('register_id', '=', registerId())
      .orderBy('transaction_id')
      .execute();
    return rows;
  };
  const stockOf = async () => {
    const { on_hand } = await database()
      .selectFrom('stock_levels')
      .select('on_hand')
      .where('variant_id', '=', COLA)
      .executeTakeFirstOrThrow();
    return on_hand;
  };

  /** A sale that could not be posted, for a reason outside of it. `mend` takes the reason away. */
  async function misunderstoodSale(): Promise<JournalEvent & { type: 'sale.completed' }> {
    await till.push([sell()]);
    const sale = sell();
    const inTheWay = await database()
      .selectFrom('transactions')
      .selectAll()
      .where('register_id', '=', registerId())
      .executeTakeFirstOrThrow();
    const { transaction_id } = sale.body;
    await database()
      .insertInto('transactions')
      .values({ ...inTheWay, transaction_id, event_id: 'in-the-way' })
      .execute();
    expect((await till.push([sale, sell()])).results.map(({ status }) => status)).toEqual(['quarantined', 'accepted']);
    return sale;
  }

  async function mend(sale: JournalEvent & { type: 'sale.completed' }): Promise<void> {
    await database()
      .deleteFrom('transactions')
      .where('transaction_id', '=', sale.body.transaction_id)
      .where('event_id', '=', 'in-the-way')
      .execute();
  }

  /** As if an older server had not known its shape. */
  async function sayItsShape(sale: JournalEvent): Promise<void> {
    const reason = 'shape: loyalty_points: Unrecognized key';
    await database().updateTable('journal_events').set({ reason }).where('event_id', '=', sale.id).execute();
  }

  /** A second device with the same disk: the place of its sale is taken. */
  async function clonedSale(change: { id?: string; saleId?: string } = {}) {
    await till.push([sell()]);
    const place = { ...till.place };
    const original = sell();
    await till.push([original]);
    till.place = place;
    const own = till.sell({ quantities: { [COLA]: '2' } });
    const body = {
      ...own.body,
      transaction_number: original.body.transaction_number,
      ...(change.saleId === 'same' && { transaction_id: original.body.transaction_id }),
    };
    const id = change.id === 'same' ? original.id : own.id;
    const { epoch, seq, prevHash } = place;
    const cloned = sealEvent({ ...own, id, body }, { registerId: own.register_id, epoch, seq, prevHash });
    expect((await till.push([cloned])).results).toMatchObject([{ status: 'conflict' }]);
    return { original, cloned, entry: await entryOf('conflict') };
  }

  describe('a quarantined event', () => {
    test('that is understood now is posted with its id, place, number and time; its entry closes itself', async () => {
      const sale = await misunderstoodSale();
      const entry = await entryOf('quarantined');
      expect(await act(entry.attention_id, 'repost')).toEqual({
        posted: false,
        reason: expect.stringMatching(/^effects: .* is stored already/),
      });
      expect(await detailOf(entry.attention_id)).toMatchObject({
        status: 'open',
        steps: [],
        source_status: 'quarantined',
        raw: JSON.stringify(sale),
      });
      await mend(sale);
      const [stock, sales] = [await stockOf(), await salesOf()];
      server.clock.now += 3_600_000;
      const answer = await act(entry.attention_id, 'repost');
      expect(answer).toEqual({ posted: true, transaction_id: expect.any(String) });
      expect(await stockOf()).toBe(stock - 1000);
      const posted = (await salesOf()).filter(
        (each) => !sales.some((old) => old.transaction_id === each.transaction_id),
      );
      expect(posted).toMatchObject([{ total_amount: 26_800, received_at: sales[0]?.received_at }]);
      expect(await detailOf(entry.attention_id)).toMatchObject({
        status: 'done',
        source_status: 'accepted',
        steps: [{ action: 'repost', status: 'done', taken_by: { staff_id: 'demo-ana', name: expect.any(String) } }],
      });
      expect((await verifyServer(database())).findings).toEqual([]);
    });

    test('asked for many times at once, and again later, it is posted once', async () => {
      const sale = await misunderstoodSale();
      await mend(sale);
      const { attention_id: id } = await entryOf('quarantined');
      const before = (await salesOf()).length;
      const answers = await Promise.all([1, 2, 3, 4, 5].map(() => act(id, 'repost')));
      answers.push(await act(id, 'repost'));
      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
      expect(answers[0]).toMatchObject({ posted: true });
      expect(await salesOf()).toHaveLength(before + 1);
      const again = await till.push([{ ...sale, body: {} }]);
      expect(again.results[0]?.status).toBe('conflict');
      expect(await salesOf()).toHaveLength(before + 1);
    });

    test('whose sale is posted already from another event says so, and nothing is posted', async () => {
      const sale = sell();
      const second = till.seal({ ...sale, id: newId() });
      await till.push([sale, second]);
      const { attention_id: id } = await entryOf('quarantined');
      expect(await act(id, 'repost')).toEqual({ posted: false, reason: expect.stringContaining('stored already') });
      expect(await salesOf()).toHaveLength(1);
    });

    test('all of them at once: those that are understood are posted, the others stay', async () => {
      const sale = await misunderstoodSale();
      const poison = sealStrange(till, { v: EVENT_VERSION + 1 });
      await till.push([poison]);
      await mend(sale);
      const response = await server.post('/api/v1/attention/repost_all', {}, office.headers);
      const { tried, posted } = postAllAnswer.parse((await jsonOf(response)).data);
      expect(posted).toBe(1);
      expect(tried).toBeGreaterThan(1);
      expect((await entries('&kind=quarantined')).map(({ status }) => status).toSorted()).toEqual(['done', 'open']);
    });

    test('by itself at the start of a newer server, as far as a newer server can help', async () => {
      const sale = await misunderstoodSale();
      const tampered = sell();
      await till.push([{ ...tampered, body: { ...tampered.body, notes: 'tampered' } }]);
      await sayItsShape(sale);
      await mend(sale);
      const because = GONE_BY_UPGRADE;
      const none = await postAllAgain(server.deps, { organisationId: null, because, most: 0 }, null);
      expect(none).toEqual({ tried: 0, posted: 0 });
      const some = await postAllAgain(server.deps, { organisationId: null, because, most: 1000 }, null);
      expect(some.posted).toBe(1);
      const noticed = await entries('&kind=quarantined');
      expect(noticed.map(({ status }) => status).toSorted()).toEqual(['done', 'open']);
      const done = noticed.find(({ status }) => status === 'done');
      expect((await detailOf(done?.attention_id ?? '')).steps).toMatchObject([{ action: 'repost', taken_by: null }]);
    });

    test('that a person has done with is left alone by the server', async () => {
      const sale = await misunderstoodSale();
      await sayItsShape(sale);
      await mend(sale);
      const { attention_id: id } = await entryOf('quarantined');
      await server.post(`/api/v1/attention/${id}/steps`, { status: 'done', note: 'typed in by hand' }, office.headers);
      const choice = { organisationId: null, because: GONE_BY_UPGRADE, most: 1000 };
      expect((await postAllAgain(server.deps, choice, null)).posted).toBe(0);
      expect((await detailOf(id)).source_status).toBe('quarantined');
    });
  });

  describe('the sale of a cloned till', () => {
    test.each([
      ['of its own', {}],
      ['under the id of the other', { id: 'same' }],
      ['with the other’s sale id too', { id: 'same', saleId: 'same' }],
    ])(
      '%s is posted as a sale of its own: once, with its number, raised as one that repeats',
      async (_name, change) => {
        const { original, entry } = await clonedSale(change);
        const [stock, sales] = [await stockOf(), await salesOf()];
        const decision = { decision: 'post', note: 'two customers' };
        const answers = await Promise.all([1, 2, 3].map(() => act(entry.attention_id, 'copy', decision)));
        answers.push(await act(entry.attention_id, 'copy', { decision: 'same_sale', note: null }));
        expect(answers.filter((answer) => answer.posted)).toHaveLength(1);
        expect(answers.find((answer) => !answer.posted)).toMatchObject({ reason: expect.stringMatching(/^posted: /) });
        expect(await stockOf()).toBe(stock - 2000);
        const numbers = (await salesOf()).map((sale) => sale.transaction_number);
        expect(numbers).toHaveLength(sales.length + 1);
        expect(numbers.filter((number) => number === original.body.transaction_number)).toHaveLength(2);
        expect((await entries('&kind=number_repeats')).map(({ status }) => status)).toEqual(['open']);
        expect(await detailOf(entry.attention_id)).toMatchObject({
          status: 'done',
          source_status: 'posted',
          steps: [{ action: 'post_copy', note: 'two customers', taken_by: { staff_id: 'demo-ana' } }],
        });
        expect((await verifyServer(database())).findings).toEqual([]);
        expect(await compareServer(database(), () => undefined)).toMatchObject({ differences: 0 });
      },
    );

    test('is the same sale after all: nothing is posted; a person may still think again', async () => {
      const { entry } = await clonedSale();
      const before = await salesOf();
      expect(await act(entry.attention_id, 'copy', { decision: 'same_sale', note: null })).toEqual({
        posted: true,
        transaction_id: null,
      });
      expect(await salesOf()).toEqual(before);
      expect(await detailOf(entry.attention_id)).toMatchObject({ status: 'done', source_status: 'same_sale' });
      expect(await act(entry.attention_id, 'copy', { decision: 'post', note: null })).toMatchObject({ posted: true });
      expect(await salesOf()).toHaveLength(before.length + 1);
    });

    test('that the till brings once more after it was posted stays posted once', async () => {
      const { cloned, entry } = await clonedSale();
      await act(entry.attention_id, 'copy', { decision: 'post', note: null });
      const before = await salesOf();
      till.place = { epoch: 9, seq: 1, prevHash: '0'.repeat(64) };
      const anew = till.seal(cloned);
      expect((await till.push([anew])).results).toMatchObject([{ status: 'quarantined' }]);
      expect(await salesOf()).toEqual(before);
    });

    test('of an event that is no sale cannot be posted', async () => {
      await till.push([sell()]);
      const place = { ...till.place };
      await till.push([sell()]);
      till.place = place;
      await till.push([till.openDrawer('5.00')]);
      const { attention_id: id } = await entryOf('conflict');
      expect(await act(id, 'copy', { decision: 'post', note: null })).toEqual({
        posted: false,
        reason: expect.stringMatching(/^type: drawer.opened/),
      });
      expect(await act(id, 'copy', { decision: 'same_sale', note: null })).toMatchObject({ posted: true });
    });
  });

  describe('the list', () => {
    test('is marked by people, and each step says who, when and what', async () => {
      await till.push([till.sell({ quantities: { [COLA]: '1' }, sale: { cashierId: 'stranger' } })]);
      const { attention_id: id } = await entryOf('unknown_staff');
      const mark = (body: unknown) => server.post(`/api/v1/attention/${id}/steps`, body, office.headers);
      await Promise.all([mark({ status: 'in_work', note: 'asking Ana' }), mark({ status: 'in_work', note: null })]);
      server.clock.now += 60_000;
      await mark({ status: 'done', note: 'it was Luis' });
      const { steps, status, raw, source_status: source } = await detailOf(id);
      expect({ status, source }).toEqual({ status: 'done', source: 'accepted' });
      expect(raw).toContain('"cashier_id":"stranger"');
      expect(steps).toHaveLength(3);
      expect(steps.at(-1)).toMatchObject({ status: 'done', taken_by: { staff_id: 'demo-ana' }, action: 'mark' });
      await mark({ status: 'open', note: null });
      expect((await detailOf(id)).steps).toHaveLength(4);
    });

    test('is counted and filtered', async () => {
      await till.push([
        till.sell({ quantities: { [COLA]: '1' }, sale: { cashierId: 'stranger' } }),
        sealStrange(till, { v: 5 }),
      ]);
      const counts = attentionCounts.parse(await read('/api/v1/attention/counts'));
      expect(counts.open + counts.in_work).toBe(Object.values(counts.kinds).reduce((sum, count) => sum + count, 0));
      expect(counts.registers[registerId()]).toBeGreaterThanOrEqual(2);
      expect(new Set((await entries('&kind=quarantined&status=open')).map((entry) => entry.kind))).toEqual(
        new Set(['quarantined']),
      );
      expect(await entries('&kind=nothing')).toEqual([]);
    });

    test('shows a push that could not be read', async () => {
      const headers = { ...till.headers, 'content-type': 'application/json' };
      await server.request('/api/v1/pos/sync', { method: 'POST', body: 'no JSON', headers });
      const { attention_id: id } = await entryOf('unread_push');
      expect(await detailOf(id)).toMatchObject({ raw: 'no JSON', source_status: null });
    });

    test('is not for tills, for strangers, for those who may not, or for what is not there', async () => {
      const { attention_id: id } = (await misunderstoodSale(), await entryOf('quarantined'));
      const ask = async (path: string, headers: Record<string, string>, body: unknown = {}) =>
        (await server.post(`/api/v1/attention/${path}`, body, headers)).status;
      expect(await ask(`${id}/repost`, till.headers)).toBe(401);
      expect(await ask(`${id}/repost`, { cookie: office.headers.cookie })).toBe(403);
      expect(await ask('nothing/repost', office.headers)).toBe(404);
      expect(await ask(`${id}/copy`, office.headers, { decision: 'post', note: null })).toBe(404);
      expect(await ask('nothing/steps', office.headers, { status: 'done', note: null })).toBe(404);
      expect(await ask(`${id}/steps`, office.headers, { status: 'gone', note: null })).toBe(400);
      const role = (name: 'manager' | 'supervisor' | 'cashier') =>
        database().updateTable('staff').set({ role: name }).where('staff_id', '=', 'demo-ana').execute();
      await role('supervisor');
      expect(await ask(`${id}/repost`, office.headers)).toBe(403);
      expect(await ask('repost_all', office.headers)).toBe(403);
      expect(await ask(`${id}/steps`, office.headers, { status: 'in_work', note: null })).toBe(200);
      await role('cashier');
      expect(await ask(`${id}/steps`, office.headers, { status: 'done', note: null })).toBe(403);
      await role('manager');
    });
  });
});
