import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sealEvent } from '#core/journal/chain.ts';
import type { JournalEvent } from '#core/journal/journal-event.ts';
import { percent } from '#testkit/sale-builders.ts';
import { openTestServer, TEST_DATABASES, type TestServer } from '#testkit/test-server.ts';
import { connectTill, jsonOf, type TestTill } from '#testkit/test-till.ts';

type SaleCompleted = JournalEvent & { type: 'sale.completed' };

const COLA = 'demo-be-010';
const WATER = 'demo-ag-010';
const GARLIC = 'demo-plu-1209';

describe.each(TEST_DATABASES)('what a person should look at, on %s', (kind) => {
  let server: TestServer;
  let till: TestTill;
  beforeAll(async () => {
    server = await openTestServer(kind);
  }, 120_000);
  afterAll(() => server.close());
  beforeEach(async () => {
    till = await connectTill(server);
  });

  /** Pushes a sale that must be accepted; resolves to its flags with what was put down about each. */
  async function findings(sale: JournalEvent): Promise<Record<string, unknown>> {
    const { results } = await till.push([sale]);
    const [result] = results;
    expect(result).toMatchObject({ status: 'accepted' });
    const rows = await server.deps.database.db
      .selectFrom('attention')
      .select(['kind', 'details', 'transaction_id'])
      .where('event_id', '=', sale.id)
      .execute();
    const flags = result?.status === 'accepted' ? (result.flags ?? []) : [];
    expect(rows.map((row) => row.kind).sort()).toEqual([...flags].sort());
    return Object.fromEntries(rows.map((row) => [row.kind, JSON.parse(row.details) as unknown]));
  }

  const storedSale = async (sale: SaleCompleted) => {
    const path = `/api/v1/pos/transactions/${sale.body.transaction_id}`;
    return (await jsonOf(await server.request(path, { headers: till.headers }))).data;
  };

  test('a sale that is as it should be raises nothing', async () => {
    const sale = till.sell({
      quantities: { [COLA]: '1', [GARLIC]: '0.335' },
      sale: { customer: { customerId: 'demo-c-001', name: 'Carmen' }, discount: percent('5') },
    });
    expect(await findings(sale)).toEqual({});
  });

  test('figures that come out otherwise are named, and stay as the till made them', async () => {
    const honest = till.sell({ quantities: { [COLA]: '2' } });
    const body = {
      ...honest.body,
      items: honest.body.items.map((item) => ({ ...item, tax_amount: '0.36', total: '5.36' })),
      totals: { ...honest.body.totals, tax_amount: '0.36', total_amount: '5.36' },
      payments: honest.body.payments.map((payment) => ({ ...payment, amount: '5.36', received: '5.36' })),
    };
    const sale = resealed(honest, body);
    const { price_differs: differs, ...others } = await findings(sale);
    expect(others).toEqual({});
    expect(differs).toEqual({
      figures: expect.arrayContaining([
        'totals.tax_amount',
        'totals.total_amount',
        'items.0.tax_amount',
        'items.0.total',
      ]),
    });
    expect(await storedSale(honest)).toMatchObject({ totals: { tax_amount: 0.36, total_amount: 5.36 } });
  });

  test('a price that is not the price book’s', async () => {
    const sale = withUnitPrice(till.sell({ quantities: { [WATER]: '1' } }), '0.60');
    expect(await findings(sale)).toEqual({
      price_book_differs: { lines: [{ variant_id: WATER, sold_at: '0.60', price_book: '0.62' }] },
    });
  });

  test('a product nobody knows; goods that never were in a catalogue are none', async () => {
    const sale = till.sell({ quantities: { [WATER]: '1' } });
    const [item] = sale.body.items;
    if (item === undefined) {
      throw new Error('the sale has a line');
    }
    const gone = resealed(sale, { ...sale.body, items: [{ ...item, variant_id: 'gone' }] });
    expect(await findings(gone)).toEqual({ unknown_product: { variant_ids: ['gone'] } });
    const other = await connectTill(server);
    const loose = other.sell({ quantities: { [WATER]: '1' } });
    const answer = await other.push([resealed(loose, { ...loose.body, items: [{ ...item, variant_id: null }] })]);
    expect(answer.results[0]).not.toHaveProperty('flags');
  });

  test('people nobody knows', async () => {
    const sale = till.sell({
      quantities: { [COLA]: '1' },
      sale: { cashierId: 'stranger', customer: { customerId: 'ghost', name: 'Ghost' } },
    });
    expect(await findings(sale)).toEqual({
      unknown_staff: { staff_id: 'stranger' },
      unknown_customer: { customer_id: 'ghost' },
    });
    expect(await storedSale(sale)).toMatchObject({
      cashier: { cashier_id: 'stranger', name: 'stranger', email: null },
      customer: { customer_id: 'ghost', name: 'ghost', phone: null },
    });
  });

  test('the last piece sold twice: both sales stand, the stock is below zero, the second is named', async () => {
    const scarce = 'demo-cf-040';
    const other = await connectTill(server);
    expect(await findings(till.sell({ quantities: { [scarce]: '3' } }))).toEqual({});
    const second = other.sell({ quantities: { [scarce]: '2' } });
    const third = other.sell({ quantities: { [scarce]: '1' } });
    const answer = await other.push([second, third]);
    expect(answer.results).toEqual([
      expect.objectContaining({ status: 'accepted', flags: ['oversold'] }),
      expect.objectContaining({ status: 'accepted', flags: ['oversold'] }),
    ]);
    const rows = await server.deps.database.db
      .selectFrom('attention')
      .select('details')
      .where('event_id', 'in', [second.id, third.id])
      .orderBy('details')
      .execute();
    expect(rows.map((row) => JSON.parse(row.details) as unknown)).toEqual([
      { products: [{ variant_id: scarce, on_hand: '-1' }] },
      { products: [{ variant_id: scarce, on_hand: '-2' }] },
    ]);
    const moved = await server.deps.database.db
      .selectFrom('stock_movements')
      .select(['quantity', 'local_id'])
      .where('variant_id', '=', scarce)
      .orderBy('quantity')
      .execute();
    expect(moved).toEqual([-3000, -2000, -1000].map((quantity) => ({ quantity, local_id: 'demo-el-cangrejo' })));
  });

  test('two lines of one product are one movement', async () => {
    const sale = till.sell({ quantities: { [COLA]: '1' } });
    const [item] = sale.body.items;
    if (item === undefined) {
      throw new Error('the sale has a line');
    }
    const body = {
      ...sale.body,
      items: [item, { ...item, item_id: 'line-2' }],
      totals: { subtotal: '5.00', discount_amount: '0.00', tax_amount: '0.36', total_amount: '5.36' },
      payments: sale.body.payments.map((payment) => ({ ...payment, amount: '5.36', received: '5.36' })),
    };
    const twice = resealed(sale, body);
    await till.push([twice]);
    const moved = await server.deps.database.db
      .selectFrom('stock_movements')
      .select('quantity')
      .where('event_id', '=', sale.id)
      .execute();
    expect(moved).toEqual([{ quantity: -2000 }]);
  });

  test('a number used twice names the sale that had it first, within one push and later', async () => {
    const first = till.sell({ quantities: { [COLA]: '1' } });
    const second = till.sell({ quantities: { [COLA]: '1' } });
    const number = first.body.transaction_number;
    const repeated = till.place;
    till.place = { ...repeated, seq: 2, prevHash: first.hash };
    const twin = till.seal({ ...second, body: { ...second.body, transaction_number: number } });
    await till.push([first]);
    expect(await findings(twin)).toEqual({
      number_repeats: { transaction_number: number, first_transaction_id: first.body.transaction_id },
    });
  });

  test('a drawer that nobody opened; one that was opened in the same push is known', async () => {
    const opened = till.openDrawer('20.00');
    const sale = till.sell({ quantities: { [COLA]: '1' }, drawer: opened.id });
    expect((await till.push([opened, sale])).results).toEqual([
      expect.objectContaining({ status: 'accepted' }),
      { id: sale.id, seq: 2, status: 'accepted', transaction_id: sale.body.transaction_id },
    ]);
    expect(await findings(till.sell({ quantities: { [COLA]: '1' }, drawer: opened.id }))).toEqual({});
    expect(await findings(till.sell({ quantities: { [COLA]: '1' }, drawer: 'nowhere' }))).toEqual({
      unknown_drawer: { drawer_session_id: 'nowhere' },
    });
    const other = await connectTill(server);
    const elsewhere = other.sell({ quantities: { [COLA]: '1' }, drawer: opened.id });
    expect((await other.push([elsewhere])).results).toMatchObject([{ status: 'accepted', flags: ['unknown_drawer'] }]);
  });

  test.each([
    ['long ago', { sold_at: '1970-01-01T00:00:07.000Z', business_date: '1970-01-01' }],
    ['in the far future', { sold_at: '2099-12-31T23:59:59.999Z', business_date: '2099-12-31' }],
    ['a quarter of an hour ahead', { sold_at: '2026-03-14T15:15:00.000Z' }],
    ['on a trading day that is not its own', { business_date: '2026-03-20' }],
  ])('a sale made %s: the time is kept as the till said it', async (_name, change) => {
    const sale = till.sell({ quantities: { [COLA]: '1' } });
    const { register_id: registerId, epoch, seq, prev_hash: prevHash } = sale;
    const odd = sealEvent({ ...sale, ...change }, { registerId, epoch, seq, prevHash });
    expect(await findings(odd)).toEqual({
      clock_differs: { sold_at: odd.sold_at, business_date: odd.business_date, received_at: expect.any(String) },
    });
    const { business_date } = await server.deps.database.db
      .selectFrom('transactions')
      .select('business_date')
      .where('event_id', '=', sale.id)
      .executeTakeFirstOrThrow();
    expect(business_date).toBe(odd.business_date);
  });

  test('a sale of last year, or of a clock that is a little ahead, is as it should be', async () => {
    for (const soldAt of ['2025-02-01T10:00:00.000Z', '2026-03-14T15:09:00.000Z']) {
      const sale = till.sell({ quantities: { [COLA]: '1' } });
      const { register_id: registerId, epoch, seq, prev_hash: prevHash } = sale;
      const old = sealEvent(
        { ...sale, sold_at: soldAt, business_date: soldAt.slice(0, 10) },
        { registerId, epoch, seq, prevHash },
      );
      till.place.prevHash = old.hash;
      expect(await findings(old)).toEqual({});
    }
  });

  test('a discount that its cashier may not give alone; a supervisor may', async () => {
    const generous = { discount: percent('60') };
    expect(await findings(till.sell({ quantities: { [COLA]: '1' }, sale: generous }))).toEqual({
      discount_over_limit: expect.objectContaining({ staff_id: 'demo-maria', requested: '60%' }),
    });
    const { staff_id: staffId } = await server.deps.database.db
      .selectFrom('staff')
      .select('staff_id')
      .where('role', '=', 'manager')
      .executeTakeFirstOrThrow();
    const allowed = till.sell({ quantities: { [COLA]: '1' }, sale: { ...generous, cashierId: staffId } });
    expect(await findings(allowed)).toEqual({});
  });

  test('another local and another currency', async () => {
    const sale = till.sell({ quantities: { [GARLIC]: '1' } });
    const moved = resealed(sale, { ...sale.body, local_id: 'elsewhere', currency: 'PAB' });
    expect(Object.keys(await findings(moved)).sort()).toEqual(['currency_differs', 'local_differs']);
  });
});

describe.each(TEST_DATABASES)('the ledger of a sale on %s', (kind) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await openTestServer(kind);
  }, 120_000);
  afterAll(() => server.close());

  test('a debit for each item, a credit for each payment, applied to each other; the sum is zero', async () => {
    const till = await connectTill(server);
    const sale = till.sell({ quantities: { [COLA]: '2', [WATER]: '1' } });
    await till.push([sale]);
    const id = sale.body.transaction_id;
    const { data } = await jsonOf(
      await server.request(`/api/v1/pos/transactions/${id}/ledger`, { headers: till.headers }),
    );
    const register = till.registration.register.register_id;
    const line = { customer_id: null, credit_type_code: null, payment_type: null, register_id: null };
    expect(data).toEqual({
      lines: [
        {
          ...line,
          line_id: `${id}:line-1`,
          debit_type_code: 'DRINK',
          amount: '5.35',
          note: '2',
          description: 'Cola 2 L',
        },
        {
          ...line,
          line_id: `${id}:line-2`,
          debit_type_code: 'DRINK',
          amount: '0.62',
          note: '1',
          description: 'Agua mineral 1.5 L',
        },
        {
          ...line,
          line_id: `${id}:cash-1`,
          debit_type_code: null,
          credit_type_code: 'PURCHASE',
          amount: '-5.97',
          payment_type: 'CASH',
          register_id: register,
          note: 'POS SALE',
          description: null,
        },
      ],
      offsets: [
        { debit_id: `${id}:line-1`, credit_id: null, type: 'CREATE', amount: '5.35' },
        { debit_id: `${id}:line-2`, credit_id: null, type: 'CREATE', amount: '0.62' },
        { debit_id: null, credit_id: `${id}:cash-1`, type: 'CREATE', amount: '-5.97' },
        { debit_id: `${id}:line-1`, credit_id: `${id}:cash-1`, type: 'APPLY', amount: '-5.35' },
        { debit_id: `${id}:line-2`, credit_id: `${id}:cash-1`, type: 'APPLY', amount: '-0.62' },
      ],
      balance: '0.00',
    });
  });

  test('over all sales the ledger is zero and the money lines are what was sold', async () => {
    const till = await connectTill(server);
    const sales = ['1', '2', '3', '4', '5'].map((pieces) =>
      till.sell({ quantities: { [COLA]: pieces, [GARLIC]: '0.115' } }),
    );
    await till.push(sales);
    const { db } = server.deps.database;
    const sums = await db
      .selectFrom('ledger_lines')
      .select((row) => [
        row.cast<number>(row.fn.sum('amount'), 'bigint').as('all'),
        row.cast<number>(row.fn.sum('amount').filterWhere('credit_type_code', '=', 'PURCHASE'), 'bigint').as('credits'),
      ])
      .executeTakeFirstOrThrow();
    const sold = await db
      .selectFrom('transactions')
      .select((row) => row.cast<number>(row.fn.sum('total_amount'), 'bigint').as('total'))
      .executeTakeFirstOrThrow();
    expect(sums).toEqual({ all: 0, credits: -sold.total });
  });
});

/** The same event with another document, sealed as if it had always been so. */
function resealed(event: SaleCompleted, body: SaleCompleted['body']): JournalEvent {
  const { register_id: registerId, epoch, seq, prev_hash: prevHash } = event;
  return sealEvent({ ...event, body }, { registerId, epoch, seq, prevHash });
}

/** One piece without tax at another price, all figures right. */
function withUnitPrice(sale: SaleCompleted, price: string): JournalEvent {
  return resealed(sale, {
    ...sale.body,
    items: sale.body.items.map((item) => ({
      ...item,
      unit_price: price,
      gross: price,
      subtotal: price,
      total: price,
      taxes: item.taxes.map((tax) => ({ ...tax, base: price })),
    })),
    totals: { ...sale.body.totals, subtotal: price, total_amount: price },
    taxes: sale.body.taxes.map((tax) => ({ ...tax, base: price })),
    payments: sale.body.payments.map((payment) => ({ ...payment, amount: price, received: price })),
  });
}
