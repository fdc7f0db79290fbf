import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sealEvent } from '#core/journal/chain.ts';
import { GENESIS_HASH } from '#core/journal/journal-event.ts';
import { type PushAnswer, pushAnswer } from '#protocol/sync.ts';
import { moneyText, quantityText } from '#server/db/scaled.ts';
import { card, cash, percent } from '#testkit/sale-builders.ts';
import { openTestServer, TEST_DATABASES, type TestServer } from '#testkit/test-server.ts';
import { connectTill, jsonOf, newId, type TestTill } from '#testkit/test-till.ts';

const COLA = 'demo-be-010';
const WATER = 'demo-ag-010';
const GARLIC = 'demo-plu-1209';

describe.each(TEST_DATABASES)('handing over a journal on %s', (kind) => {
  let server: TestServer;
  let till: TestTill;
  beforeAll(async () => {
    server = await openTestServer(kind);
  }, 120_000);
  afterAll(() => server.close());

  const eventRow = (id: string) =>
    server.deps.database.db.selectFrom('journal_events').selectAll().where('event_id', '=', id).executeTakeFirst();
  const stockOf = async (variant: string) => {
    const { on_hand } = await server.deps.database.db
      .selectFrom('stock_levels')
      .select('on_hand')
      .where('variant_id', '=', variant)
      .executeTakeFirstOrThrow();
    return on_hand;
  };

  test('drawer, sale and sale are accepted in order, and the head is the last of them', async () => {
    till = await connectTill(server);
    const events = [
      till.openDrawer('50.00'),
      till.sell({ quantities: { [COLA]: '2', [WATER]: '1' } }),
      till.sell({ quantities: { [GARLIC]: '0.780' }, sale: { discount: percent('5') } }),
    ];
    const answer = await till.push(events, { nonce: 'my-nonce' });
    expect(answer.nonce).toBe('my-nonce');
    expect(answer.results).toEqual([
      { id: events[0]?.id, seq: 1, status: 'accepted' },
      { id: events[1]?.id, seq: 2, status: 'accepted', transaction_id: transactionOf(events[1]) },
      { id: events[2]?.id, seq: 3, status: 'accepted', transaction_id: transactionOf(events[2]) },
    ]);
    expect(answer.high_water).toEqual({ epoch: 1, seq: 3, hash: events[2]?.hash });
  });

  test('the event is kept word for word, and the drawer with its float', async () => {
    till = await connectTill(server);
    const opened = till.openDrawer('75.25');
    const text = JSON.stringify(opened, null, 3);
    const body = `{"v":1,"register_id":"${opened.register_id}","epoch":1,"nonce":"n","client_now":"2026-03-14T15:00:00Z","items":[${text}]}`;
    const headers = { ...till.headers, 'content-type': 'application/json' };
    const response = await server.request('/api/v1/pos/sync', { method: 'POST', body, headers });
    expect(response.status).toBe(200);
    expect(await eventRow(opened.id)).toMatchObject({ raw: text, status: 'accepted', hash: opened.hash });
    const drawer = await server.deps.database.db
      .selectFrom('drawer_sessions')
      .selectAll()
      .where('event_id', '=', opened.id)
      .executeTakeFirstOrThrow();
    expect(drawer).toMatchObject({ opening_float: 752_500, drawer_session_id: opened.id, business_date: '2026-03-14' });
  });

  test('sending the same again, also in part and packed, answers duplicate and changes nothing', async () => {
    till = await connectTill(server);
    const events = [till.sell({ quantities: { [COLA]: '1' } }), till.sell({ quantities: { [COLA]: '1' } })];
    await till.push(events);
    const before = await snapshot(server);
    const again = await till.push(events);
    expect(again.results).toEqual(
      events.map((event) => ({
        id: event.id,
        seq: event.seq,
        status: 'duplicate',
        transaction_id: event.body.transaction_id,
      })),
    );
    const packed = gzipSync(
      JSON.stringify({
        v: 1,
        register_id: events[0]?.register_id,
        epoch: 1,
        nonce: 'n',
        client_now: '2026-03-14T15:00:00Z',
        items: events.slice(1),
      }),
    );
    const headers = { ...till.headers, 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const response = await server.request('/api/v1/pos/sync', { method: 'POST', body: packed, headers });
    expect(statuses(pushAnswer.parse(await response.json()))).toEqual(['duplicate']);
    expect(await snapshot(server)).toEqual(before);
  });

  test('a batch that overlaps what is stored files only the rest', async () => {
    till = await connectTill(server);
    const events = [1, 2, 3].map(() => till.sell({ quantities: { [COLA]: '1' } }));
    await till.push(events.slice(0, 2));
    expect(statuses(await till.push(events))).toEqual(['duplicate', 'duplicate', 'accepted']);
  });

  test('the same batch twice at once is filed once', async () => {
    till = await connectTill(server);
    const events = [1, 2, 3, 4, 5].map(() => till.sell({ quantities: { [WATER]: '1' } }));
    const before = await stockOf(WATER);
    const answers = await Promise.all([till.push(events), till.push(events), till.push(events)]);
    const flat = answers.flatMap(statuses).sort();
    expect(flat).toEqual([...Array<string>(5).fill('accepted'), ...Array<string>(10).fill('duplicate')]);
    expect(await stockOf(WATER)).toBe(before - 5_000);
  });

  test('after a missing event everything waits, and goes on from there', async () => {
    till = await connectTill(server);
    const events = [1, 2, 3, 4].map(() => till.sell({ quantities: { [COLA]: '1' } }));
    const gapped = await till.push([events[0], events[2], events[3]]);
    expect(gapped.results.slice(1)).toEqual([
      { id: events[2]?.id, seq: 3, status: 'gap', expected: 2 },
      { id: events[3]?.id, seq: 4, status: 'gap', expected: 2 },
    ]);
    expect(gapped.high_water.seq).toBe(1);
    expect(statuses(await till.push(events.slice(1)))).toEqual(['accepted', 'accepted', 'accepted']);
  });

  test('out of order, the early one waits and the due one is filed', async () => {
    till = await connectTill(server);
    const [first, second] = [till.sell({ quantities: { [COLA]: '1' } }), till.sell({ quantities: { [COLA]: '1' } })];
    expect(statuses(await till.push([second, first]))).toEqual(['gap', 'accepted']);
    expect(statuses(await till.push([second]))).toEqual(['accepted']);
  });

  test('two tills take turns and each keeps its own chain; stock is what both have sold', async () => {
    const [left, right] = [await connectTill(server), await connectTill(server)];
    const before = await stockOf(COLA);
    for (let turn = 0; turn < 3; turn += 1) {
      const pushes = [left, right].map((each) => each.push([each.sell({ quantities: { [COLA]: '1', [WATER]: '2' } })]));
      const answers = await Promise.all(pushes);
      expect(answers.flatMap(statuses)).toEqual(['accepted', 'accepted']);
      expect(answers.map((answer) => answer.high_water.seq)).toEqual([turn + 1, turn + 1]);
    }
    expect(await stockOf(COLA)).toBe(before - 6_000);
  });

  test('the head of an epoch can be asked for, before the first event too', async () => {
    till = await connectTill(server);
    const ask = async () => {
      const response = await server.request('/api/v1/pos/sync/head?epoch=1', { headers: till.headers });
      return (await jsonOf(response)).data;
    };
    expect(await ask()).toMatchObject({ high_water: { epoch: 1, seq: 0, hash: null } });
    const event = till.sell({ quantities: { [COLA]: '1' } });
    await till.push([event]);
    expect(await ask()).toMatchObject({ high_water: { epoch: 1, seq: 1, hash: event.hash } });
  });

  test('a new epoch, given by the server or not, begins at one and raises the register', async () => {
    till = await connectTill(server);
    await till.push([till.sell({ quantities: { [COLA]: '1' } })]);
    const given = (await jsonOf(await server.post('/api/v1/pos/sync/epoch', {}, till.headers))).data;
    expect(given).toEqual({ epoch: 2 });
    till.place = { epoch: 5, seq: 1, prevHash: GENESIS_HASH };
    const answer = await till.push([till.sell({ quantities: { [COLA]: '1' } })]);
    expect(statuses(answer)).toEqual(['accepted']);
    expect(answer.high_water).toMatchObject({ epoch: 5, seq: 1 });
    expect((await jsonOf(await server.post('/api/v1/pos/sync/epoch', {}, till.headers))).data).toEqual({ epoch: 6 });
  });

  test('events of the epoch before are still taken after a new one has begun', async () => {
    till = await connectTill(server);
    const old = [till.sell({ quantities: { [COLA]: '1' } }), till.sell({ quantities: { [COLA]: '1' } })];
    await till.push(old.slice(0, 1));
    till.place = { epoch: 2, seq: 1, prevHash: GENESIS_HASH };
    await till.push([till.sell({ quantities: { [COLA]: '1' } })]);
    expect(statuses(await till.push(old.slice(1), { epoch: 1 }))).toEqual(['accepted']);
  });

  test('a sale of 1,114 lines arrives whole', async () => {
    till = await connectTill(server);
    const huge = till.sell({ quantities: { [WATER]: '1' } });
    const [line] = huge.body.items;
    if (line === undefined) {
      throw new Error('the sale has a line');
    }
    const items = Array.from({ length: 1_114 }, (_line, place) => ({ ...line, item_id: `line-${String(place)}` }));
    const total = (1_114 * 0.62).toFixed(2);
    const body = {
      ...huge.body,
      items,
      totals: { ...huge.body.totals, subtotal: total, total_amount: total },
      taxes: huge.body.taxes.map((tax) => ({ ...tax, base: total })),
      payments: huge.body.payments.map((payment) => ({ ...payment, amount: total, received: total })),
    };
    const { registerId, epoch } = { registerId: huge.register_id, epoch: 1 };
    const event = sealEvent({ ...huge, body }, { registerId, epoch, seq: 1, prevHash: GENESIS_HASH });
    const before = await stockOf(WATER);
    expect(statuses(await till.push([event]))).toEqual(['accepted']);
    const response = await server.request(`/api/v1/pos/transactions/${body.transaction_id}`, { headers: till.headers });
    expect((await jsonOf(response)).data).toMatchObject({ totals: { total_amount: 690.68 } });
    const lines = await server.deps.database.db
      .selectFrom('ledger_lines')
      .select((row) => row.fn.countAll<number>().as('count'))
      .where('transaction_id', '=', body.transaction_id)
      .executeTakeFirstOrThrow();
    expect(lines.count).toBe(1_115);
    expect(await stockOf(WATER)).toBe(before - 1_114_000);
  });

  test('every figure of a sale is read back exactly as the till made it', async () => {
    till = await connectTill(server);
    const sale = till.sell({
      quantities: { [COLA]: '3', [GARLIC]: '0.785', [WATER]: '7' },
      sale: { discount: percent('3.5'), tenders: [card('7.00'), cash('50.00')] },
    });
    await till.push([sale]);
    const { db } = server.deps.database;
    const of = sale.body.transaction_id;
    const head = await db
      .selectFrom('transactions')
      .selectAll()
      .where('transaction_id', '=', of)
      .executeTakeFirstOrThrow();
    const items = await db
      .selectFrom('transaction_items')
      .selectAll()
      .where('transaction_id', '=', of)
      .orderBy('line_no')
      .execute();
    const payments = await db
      .selectFrom('transaction_payments')
      .selectAll()
      .where('transaction_id', '=', of)
      .orderBy('payment_no')
      .execute();
    const money = (stored: number | null) => (stored === null ? null : moneyText(stored, 2));
    expect({
      subtotal: money(head.subtotal),
      discount_amount: money(head.discount_amount),
      tax_amount: money(head.tax_amount),
      total_amount: money(head.total_amount),
    }).toEqual(sale.body.totals);
    expect(head.discount_value).toBe(35_000);
    expect(items.map((item) => [quantityText(item.quantity), money(item.unit_price), money(item.total)])).toEqual(
      sale.body.items.map((item) => [item.quantity, item.unit_price, item.total]),
    );
    expect(
      payments.map((payment) => [payment.payment_method, money(payment.amount), money(payment.change_due)]),
    ).toEqual(sale.body.payments.map((payment) => [payment.payment_method, payment.amount, payment.change_due]));
  });

  test('a till that restored its data is put before a person', async () => {
    till = await connectTill(server);
    const restored = till.seal({
      type: 'data.restored',
      body: { cause: 'database_short', events_restored: 3, previous_epoch: 1, previous_seq: 9 },
      id: newId(),
      sold_at: '2026-03-14T15:00:00Z',
      tz: 'America/Panama',
      utc_offset_min: -300,
      business_date: '2026-03-14',
      drawer_session_id: null,
      actor: null,
    });
    expect((await till.push([restored])).results[0]).toMatchObject({ status: 'accepted', flags: ['data_restored'] });
  });
});

function statuses(answer: PushAnswer): string[] {
  return answer.results.map((result) => result.status);
}

function transactionOf(event: { type: string; body: object } | undefined): unknown {
  return event === undefined ? undefined : Reflect.get(event.body, 'transaction_id');
}

/** How much there is of everything a push can write. */
async function snapshot(server: TestServer): Promise<Record<string, unknown>> {
  const { db } = server.deps.database;
  const tables = [
    'journal_events',
    'journal_copies',
    'transactions',
    'transaction_items',
    'transaction_payments',
    'ledger_lines',
    'ledger_offsets',
    'stock_movements',
    'attention',
  ] as const;
  const counts: Record<string, unknown> = {
    stock: await db.selectFrom('stock_levels').selectAll().orderBy('variant_id').execute(),
  };
  for (const table of tables) {
    const row = await db.selectFrom(table).select(db.fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
    counts[table] = row.count;
  }
  return counts;
}
