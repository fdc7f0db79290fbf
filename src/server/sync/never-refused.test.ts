import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sealEvent } from '#core/journal/chain.ts';
import { GENESIS_HASH, type JournalEvent } from '#core/journal/journal-event.ts';
import type { PushResult } from '#protocol/sync.ts';
import { verifyServer } from '#server/operations/verify-server.ts';
import { sealStrange } from '#testkit/odd-day.ts';
import { openTestServer, TEST_DATABASES, type TestServer } from '#testkit/test-server.ts';
import { connectTill, newId, type TestTill } from '#testkit/test-till.ts';

type SaleCompleted = JournalEvent & { type: 'sale.completed' };

const COLA = 'demo-be-010';

/** What a till hands over happened, whatever it looks like: it is recorded or kept, and the rest goes on. */
describe.each(TEST_DATABASES)('nothing that happened is refused, on %s', (kind) => {
  let server: TestServer;
  let till: TestTill;
  beforeAll(async () => {
    server = await openTestServer(kind);
    // Enough for all of these sales.
    await database().updateTable('stock_openings').set({ quantity: 1_000_000_000 }).execute();
    await database().updateTable('stock_levels').set({ on_hand: 1_000_000_000 }).execute();
  }, 120_000);
  afterAll(() => server.close());
  beforeEach(async () => {
    till = await connectTill(server);
  });

  const sell = () => till.sell({ quantities: { [COLA]: '1' } });
  const database = () => server.deps.database.db;
  const registerId = () => till.registration.register.register_id;
  const rawsOf = async () => {
    const rows = await database()
      .selectFrom('journal_events')
      .select('raw')
      .where('register_id', '=', registerId())
      .orderBy('epoch')
      .orderBy('seq')
      .execute();
    return rows.map(({ raw }) => JSON.parse(raw) as unknown);
  };
  const attentionOf = async () => {
    const rows = await database()
      .selectFrom('attention')
      .select(['kind', 'details'])
      .where('register_id', '=', registerId())
      .orderBy('attention_id')
      .execute();
    return rows.map((row) => ({ kind: row.kind, details: JSON.parse(row.details) as Record<string, unknown> }));
  };

  /**
   * Hands one odd event over between good ones, which must be accepted and posted; then all of it again, which must
   * change nothing. Resolves to what was said of the odd one.
   */
  async function amongNeighbours(make: () => unknown): Promise<PushResult> {
    const [before, odd, after] = [sell(), make(), sell()];
    const first = await till.push([before, odd, after]);
    expect(first.results.map(({ status }) => status)).toEqual(['accepted', expect.any(String), 'accepted']);
    expect(first.high_water).toMatchObject({ seq: after.seq, hash: after.hash });
    expect(await rawsOf()).toEqual([before, odd, after]);
    const noticed = await attentionOf();
    const again = await till.push([before, odd, after]);
    expect(again.results.map(({ status }) => status)).toEqual(['duplicate', expect.any(String), 'duplicate']);
    expect(await attentionOf()).toEqual(noticed);
    const last = sell();
    expect((await till.push([last])).results).toMatchObject([{ status: 'accepted', seq: last.seq }]);
    const [, said] = first.results;
    if (said === undefined) {
      throw new Error('there is one result for each item');
    }
    return said;
  }

  describe('what cannot be understood is kept word for word and put before a person', () => {
    test.each<[string, object, RegExp]>([
      ['a later version of an event, though it looks familiar', { v: 2 }, /^v: version 2 is newer/],
      ['a version that is none', { v: 'two' }, /^shape: v/],
      ['an event of an unknown kind', { type: 'approval.granted' }, /^shape: type/],
      ['a field that nobody knows', { loyalty_points: 7 }, /^shape: .*loyalty_points/],
      ['a field that is missing', { business_date: undefined }, /^shape: business_date/],
      ['a body of another kind', { body: 'cash' }, /^shape: body/],
      ['a date that no calendar has', { sold_at: '2026-02-30T10:00:00Z' }, /^shape: sold_at/],
      ['an amount below zero', { body: { opening_float: '-5.00' } }, /^shape: body.opening_float/],
      ['no amount at all', { body: { opening_float: '-0.00' } }, /^shape: body.opening_float/],
      ['an amount with a comma', { body: { opening_float: '12,50' } }, /^shape: body.opening_float/],
      ['an amount that is a word', { body: { opening_float: 'NaN' } }, /^shape: body.opening_float/],
      ['an amount in powers of ten', { body: { opening_float: '1e21' } }, /^shape: body.opening_float/],
      ['an amount above all that fits', { body: { opening_float: '100000000.00' } }, /^shape: body.opening_float/],
      ['an amount finer than any coin', { body: { opening_float: '0.00001' } }, /^shape: body.opening_float/],
    ])('%s', async (_name, change, reason) => {
      const said = await amongNeighbours(() => sealStrange(till, change));
      expect(said).toMatchObject({ status: 'quarantined', reason: expect.stringMatching(reason) });
      expect(await attentionOf()).toEqual([
        { kind: 'quarantined', details: { reason: expect.stringMatching(reason), epoch: 1, seq: 2 } },
      ]);
    });

    test.each<[string, Partial<SaleCompleted['body']>, RegExp]>([
      ['a quantity of nothing', withItem({ quantity: '0' }), /^shape: body.items.0.quantity/],
      ['a quantity below zero', withItem({ quantity: '-1' }), /^shape: body.items.0.quantity/],
      ['a quantity beyond any shop', withItem({ quantity: '1000000000' }), /^shape: body.items.0.quantity/],
      ['a sale of no lines', { items: [] }, /^shape: body.items/],
      ['a way of paying that nobody has', withPayment({ payment_method: 'credit' }), /^shape: body.payments.0/],
      ['payments that are not the total', withPayment({ amount: '1.00' }), /^effects: .*balance/],
      ['a note of three million letters', { notes: 'x'.repeat(3_000_000) }, /^shape: body.notes/],
      ['a note of ten million letters', { notes: 'x'.repeat(10_000_000) }, /^shape: body.notes/],
      ['a note with a null character', { notes: 'a\0b' }, /^shape: body.notes/],
    ])('%s', async (_name, change, reason) => {
      const said = await amongNeighbours(() => oddSale(till, change));
      expect(said).toMatchObject({ status: 'quarantined', reason: expect.stringMatching(reason) });
      expect((await attentionOf()).map((row) => row.kind)).toEqual(['quarantined']);
    });

    test('an event whose hash was damaged: what comes after it follows all the same', async () => {
      const said = await amongNeighbours(() => ({ ...sell(), hash: 'f'.repeat(64) }));
      expect(said).toMatchObject({ status: 'quarantined', reason: expect.stringMatching(/^hash: /) });
    });

    test('half a character, in a text and in an id', async () => {
      const texts = [{ 'half \ud800': 1 }, { actor: 'half \udfff' }];
      for (const change of texts) {
        const odd = { ...till.openDrawer('1.00'), ...change };
        till.place = { ...till.place, prevHash: odd.hash };
        const said = await till.push([odd, sell()]);
        expect(said.results.map(({ status }) => status)).toEqual(['quarantined', 'accepted']);
      }
      const nameless = { ...till.openDrawer('1.00'), id: 'half \ud800' };
      const said = await till.push([nameless, sell()]);
      expect(said.results.map(({ status }) => status)).toEqual(['quarantined', 'accepted']);
      expect(said.results[0]?.id).toMatch(/^unreadable-/);
    });

    test('text from right to left, pictures and commands of printers arrive as they are', async () => {
      const notes = 'مرحبا \u202e 😀 ESC \u001bp <img onerror=alert(1)> =HYPERLINK("x")';
      expect(await amongNeighbours(() => oddSale(till, { notes }))).toMatchObject({ status: 'accepted' });
      const { notes: stored } = await database()
        .selectFrom('transactions')
        .select('notes')
        .where('register_id', '=', registerId())
        .where('notes', 'is not', null)
        .executeTakeFirstOrThrow();
      expect(stored).toBe(notes);
    });
  });

  describe('an item without a name gets its place from its neighbours', () => {
    test.each<[string, (event: JournalEvent) => unknown]>([
      ['no id', ({ id: _id, ...rest }) => rest],
      ['no seq', ({ seq: _seq, ...rest }) => rest],
      ['neither', ({ id: _id, seq: _seq, ...rest }) => rest],
      ['an id that is a number', (event) => ({ ...event, id: 7 })],
      ['an empty id', (event) => ({ ...event, id: '' })],
      ['an id of control characters', (event) => ({ ...event, id: '\u0000\u0007' })],
      ['a seq that is a text', (event) => ({ ...event, seq: String(event.seq) })],
      ['a seq that is a fraction', (event) => ({ ...event, seq: 1.5 })],
      ['a seq of zero', (event) => ({ ...event, seq: 0 })],
      ['a seq beyond all numbers', (event) => ({ ...event, seq: 2 ** 60 })],
      ['a text', () => 'text'],
      ['null', () => null],
      ['a number', () => 7],
      ['a list', () => [[]]],
      ['an empty object', () => ({})],
    ])('%s', async (_name, ruin) => {
      const said = await amongNeighbours(() => ruin(sell()));
      expect(said).toMatchObject({ seq: 2, status: 'quarantined' });
      expect((await attentionOf()).map((row) => row.kind)).toEqual(['quarantined']);
    });

    test('alone, it comes after what is stored; sent again, and with more behind it, it stands where it stood', async () => {
      await till.push([sell()]);
      const places: unknown[] = [];
      for (const items of [[null], [null], [null, 'text'], [null, 'text', {}], ['text', {}]]) {
        const { results, high_water: highWater } = await till.push(items);
        expect(results.map(({ status }) => status)).toEqual(items.map(() => 'quarantined'));
        places.push([results.map(({ seq }) => seq), highWater.seq]);
      }
      expect(places).toEqual([
        [[2], 2],
        [[2], 2],
        [[2, 3], 3],
        [[2, 3, 4], 4],
        [[3, 4], 4],
      ]);
      till.place = { ...till.place, seq: 5 };
      const next = sell();
      expect((await till.push([{}, next])).results.map(({ seq, status }) => [seq, status])).toEqual([
        [4, 'quarantined'],
        [5, 'accepted'],
      ]);
    });
  });

  describe('what is odd about an understood sale is put before a person; it is posted as it was made', () => {
    test('goods and people that are no longer there', async () => {
      const customer = { customerId: 'demo-c-002', name: 'Luis' };
      const make = () => till.sell({ quantities: { 'demo-be-020': '1' }, sale: { cashierId: 'demo-luis', customer } });
      await database().deleteFrom('products').where('variant_id', '=', 'demo-be-020').execute();
      await database().deleteFrom('customers').where('customer_id', '=', 'demo-c-002').execute();
      await database().deleteFrom('staff').where('staff_id', '=', 'demo-luis').execute();
      expect(await amongNeighbours(make)).toMatchObject({
        status: 'accepted',
        flags: ['unknown_product', 'unknown_staff', 'unknown_customer'],
      });
    });

    test('a register that was moved to another local after the sale', async () => {
      const [before, sale] = [sell(), sell()];
      await till.push([before]);
      await database()
        .insertInto('locals')
        .columns(['organisation_id', 'local_id', 'name', 'policy', 'catalogue_version'])
        .expression((row) =>
          row
            .selectFrom('locals')
            .select(['organisation_id', row.val('moved-to').as('local_id'), 'name', 'policy', 'catalogue_version'])
            .where('local_id', '=', 'demo-el-cangrejo'),
        )
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      const move = (localId: string) =>
        database()
          .updateTable('registers')
          .set({ local_id: localId })
          .where('register_id', '=', registerId())
          .execute();
      await move('moved-to');
      const { results } = await till.push([before, sale]);
      await move('demo-el-cangrejo');
      expect(results).toMatchObject([
        { status: 'duplicate' },
        { status: 'accepted', flags: ['oversold', 'local_differs'] },
      ]);
    });

    test('every figure at the most that the wire takes', async () => {
      const most = '99999999.99';
      const make = () =>
        oddSale(till, {
          ...withItem({ unit_price: most, gross: most, subtotal: most, total: most, tax_amount: '0.00' }),
          ...withPayment({ amount: most, received: most }),
          totals: { subtotal: most, discount_amount: '0.00', tax_amount: '0.00', total_amount: most },
        });
      expect(await amongNeighbours(make)).toMatchObject({
        status: 'accepted',
        flags: expect.arrayContaining(['price_differs', 'price_book_differs']),
      });
    });
  });

  describe('the order of things', () => {
    test('an item twice in one push is filed once', async () => {
      const [first, second] = [sell(), sell()];
      const { results } = await till.push([first, first, second, second, first]);
      expect(results.map(({ status }) => status)).toEqual([
        'accepted',
        'duplicate',
        'accepted',
        'duplicate',
        'duplicate',
      ]);
      expect(await rawsOf()).toEqual([first, second]);
    });

    test('a number far ahead waits; those that are due are filed', async () => {
      const due = sell();
      till.place = { ...till.place, seq: Number.MAX_SAFE_INTEGER - 1 };
      const { results } = await till.push([due, sell()]);
      expect(results).toMatchObject([{ status: 'accepted' }, { status: 'gap', expected: 2 }]);
      till.place = { ...till.place, seq: 2, prevHash: due.hash };
      expect((await till.push([sell()])).results).toMatchObject([{ status: 'accepted' }]);
    });

    test('an epoch that was never given is taken, and so is what still comes of an older one', async () => {
      const old = [sell(), sell()];
      await till.push(old.slice(0, 1));
      till.place = { epoch: 7, seq: 1, prevHash: GENESIS_HASH };
      expect((await till.push([sell(), sell()])).results.map(({ status }) => status)).toEqual(['accepted', 'accepted']);
      expect((await till.push(old, { epoch: 1 })).results.map(({ status }) => status)).toEqual([
        'duplicate',
        'accepted',
      ]);
    });

    test('an event of another register leaves its id to that one', async () => {
      const other = await connectTill(server);
      const foreign = other.sell({ quantities: { [COLA]: '1' } });
      const carried = { ...foreign, seq: 2 };
      const said = await amongNeighbours(() => {
        till.place = { ...till.place, seq: 3 };
        return carried;
      });
      expect(said).toMatchObject({ id: foreign.id, status: 'quarantined', reason: expect.stringMatching(/^place: /) });
      expect((await other.push([foreign])).results).toMatchObject([{ status: 'accepted' }]);
    });
  });

  describe('the whole push', () => {
    test('from a newer till, with more around its items than this server knows', async () => {
      const response = await till.send([sell()], { v: 2, compression: 'none', items_count: 1 });
      expect(response.status).toBe(200);
      expect(await response.json()).toMatchObject({ results: [{ status: 'accepted' }] });
    });

    test.each([
      ['no JSON', 'v=1&items=2'],
      ['half a JSON', '{"v":1,"register_id":"r'],
      ['another JSON', '{"hello":"world"}'],
      ['a text with a null character', '\0\0'],
    ])('%s is kept once for a person, and refused so that the till keeps it too', async (_name, body) => {
      const headers = { ...till.headers, 'content-type': 'application/json' };
      for (const _try of [1, 2]) {
        const response = await server.request('/api/v1/pos/sync', { method: 'POST', body, headers });
        expect(response.status).toBe(400);
      }
      const kept = await database()
        .selectFrom('unread_pushes')
        .select('raw')
        .where('register_id', '=', registerId())
        .execute();
      expect(kept).toEqual([{ raw: body.replaceAll('\0', '\uFFFD') }]);
      expect(await attentionOf()).toEqual([
        { kind: 'unread_push', details: expect.objectContaining({ characters: body.length }) },
      ]);
      expect((await till.push([sell()])).results).toMatchObject([{ status: 'accepted' }]);
    });

    test('what cannot be read is kept twenty times at most', async () => {
      const headers = { ...till.headers, 'content-type': 'application/json' };
      const bodies = Array.from({ length: 25 }, (_each, at) => `no JSON ${String(at)}`);
      await Promise.all(bodies.map((body) => server.request('/api/v1/pos/sync', { method: 'POST', body, headers })));
      expect((await attentionOf()).map(({ kind: which }) => which)).toEqual(Array(20).fill('unread_push'));
    });
  });

  test('after all of it everything that is stored is in order', async () => {
    expect((await verifyServer(database())).findings).toEqual([]);
  });
});

/** The next sale of a till with another document, sealed as if it had always been so. */
function oddSale(till: TestTill, change: Partial<SaleCompleted['body']>): JournalEvent {
  const { place } = till;
  const sale = till.sell({ quantities: { [COLA]: '1' } });
  const body = { ...sale.body, ...change };
  const merged = {
    ...body,
    items: sale.body.items.map((item, at) => ({ ...item, ...change.items?.[at] })).slice(0, change.items?.length),
    payments: sale.body.payments.map((payment, at) => ({ ...payment, ...change.payments?.[at] })),
  };
  const sealed = sealEvent({ ...sale, id: newId(), body: merged }, { registerId: sale.register_id, ...place });
  till.place = { ...till.place, prevHash: sealed.hash };
  return sealed;
}

/** Changes of a sale's first item, whatever they are. */
function withItem(change: Record<string, unknown>): Partial<SaleCompleted['body']> {
  return { items: [change as unknown as SaleCompleted['body']['items'][number]] };
}

/** Changes of a sale's first payment, whatever they are. */
function withPayment(change: Record<string, unknown>): Partial<SaleCompleted['body']> {
  return { payments: [change as unknown as SaleCompleted['body']['payments'][number]] };
}
