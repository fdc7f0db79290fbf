import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { success } from '#protocol/answer.ts';
import {
  type TransactionDetail,
  transactionDetail,
  type TransactionList,
  transactionList,
} from '#protocol/transaction.ts';
import { signIn } from '#testkit/office.ts';
import { card, cash, percent } from '#testkit/sale-builders.ts';
import { openTestServer, TEST_DATABASES, type TestServer } from '#testkit/test-server.ts';
import { connectTill, jsonOf, newId, type TestTill } from '#testkit/test-till.ts';

const COLA = 'demo-be-010';
const GARLIC = 'demo-plu-1209';

/** The published example of one transaction in a list: names and kinds of its fields are a contract. */
const PUBLISHED_NODE = {
  transaction_id: 'txn_1',
  transaction_number: 'POS-2025-000001',
  cashier: { cashier_id: 'user_1', name: 'Rosa' },
  customer: { customer_id: 'cust_1', name: 'Juan' },
  status: 'completed',
  total_amount: 90.5,
  currency: 'USD',
  items_count: 5,
  payments: [{ payment_method: 'cash', amount: 90.5 }],
  completed_at: '2025-11-24T10:30:00Z',
  created_at: '2025-11-24T10:25:00Z',
};

/** The published example of one transaction in full. */
const PUBLISHED_DETAIL = {
  transaction_id: 'txn_1',
  transaction_number: 'POS-2025-000001',
  organization_id: 'org_1',
  local_id: 'local_1',
  cashier: { cashier_id: 'user_1', name: 'Rosa', email: 'rosa@shop.example' },
  customer: { customer_id: 'cust_1', name: 'Juan', phone: '+507 6000-0000', loyalty_tier: 'gold' },
  status: 'completed',
  items: [
    {
      item_id: 'item_1',
      variant_id: 'var_1',
      sku: 'PROD-1',
      product_name: 'Cola',
      barcode: '7501234567890',
      quantity: 2,
      unit_price: 2.5,
      subtotal: 5,
      tax_amount: 0.35,
      discount_amount: 0,
      total: 5.35,
    },
  ],
  totals: { subtotal: 100, tax_amount: 7, discount_amount: 10, total_amount: 97, currency: 'USD' },
  discount: { discount_type: 'percentage', discount_value: 10, discount_amount: 10, authorized_by: 'user_2' },
  payments: [{ payment_id: 'pay_1', payment_method: 'cash', amount: 97, received: 100, change_due: 3 }],
  loyalty: { points_earned: 9, points_balance: 109 },
  completed_at: '2025-11-24T10:30:00Z',
  created_at: '2025-11-24T10:25:00Z',
  updated_at: '2025-11-24T10:30:00Z',
};

describe.each(TEST_DATABASES)('transactions on %s', (kind) => {
  let server: TestServer;
  let till: TestTill;
  beforeAll(async () => {
    server = await openTestServer(kind);
    till = await connectTill(server);
  }, 120_000);
  afterAll(() => server.close());

  const list = async (query: string, headers: Record<string, string> = till.headers): Promise<TransactionList> => {
    const response = await server.request(`/api/v1/pos/transactions${query}`, { headers });
    expect(response.status).toBe(200);
    return success(transactionList)
      .strict()
      .parse(await response.json()).data;
  };
  const detail = async (id: string, headers: Record<string, string> = till.headers): Promise<TransactionDetail> => {
    const response = await server.request(`/api/v1/pos/transactions/${id}`, { headers });
    expect(response.status).toBe(200);
    return success(transactionDetail)
      .strict()
      .parse(await response.json()).data;
  };
  const ids = (page: TransactionList) => page.edges.map((edge) => edge.node.transaction_id);

  test('a sale stands in the list and in full exactly in the published shape', async () => {
    const sale = till.sell({
      quantities: { [COLA]: '2', [GARLIC]: '0.780' },
      sale: {
        customer: { customerId: 'demo-c-001', name: 'Carmen Batista' },
        discount: percent('5'),
        tenders: [card('4.00'), cash('10.00')],
      },
    });
    await till.push([sale]);
    const [edge] = (await list('')).edges;
    expect(edge?.node).toEqual({
      transaction_id: sale.body.transaction_id,
      transaction_number: 'POS-2026-T01-000001',
      cashier: { cashier_id: 'demo-maria', name: 'María García' },
      customer: { customer_id: 'demo-c-001', name: 'Carmen Batista' },
      status: 'completed',
      total_amount: 9.16,
      currency: 'USD',
      items_count: 2,
      payments: [
        { payment_method: 'card', amount: 4 },
        { payment_method: 'cash', amount: 5.16 },
      ],
      completed_at: '2026-03-14T15:00:00.000Z',
      created_at: '2026-03-14T15:00:00.000Z',
    });
    expect(shapeOf(edge?.node)).toEqual(shapeOf(PUBLISHED_NODE));
    const full = await detail(sale.body.transaction_id);
    expect(full).toMatchObject({
      organization_id: 'demo',
      local_id: 'demo-el-cangrejo',
      cashier: { email: 'maria@demo.example' },
      customer: { phone: '+507 6000-0101', loyalty_tier: 'gold' },
      totals: { subtotal: 9.29, tax_amount: 0.33, discount_amount: 0.46, total_amount: 9.16, currency: 'USD' },
      discount: { discount_type: 'percentage', discount_value: 5, discount_amount: 0.46, authorized_by: null },
      loyalty: null,
    });
    expect(full.items[1]).toMatchObject({ quantity: 0.78, unit_price: 5.5, subtotal: 4.29, barcode: null });
    expect(full.payments).toEqual([
      {
        payment_id: 'card-1',
        payment_method: 'card',
        amount: 4,
        card_last4: '4242',
        authorization_code: 'A-771',
      },
      { payment_id: 'cash-1', payment_method: 'cash', amount: 5.16, received: 10, change_due: 4.84 },
    ]);
    const cashOnly = { ...full, items: full.items.slice(0, 1), payments: full.payments.slice(1) };
    const published = {
      ...PUBLISHED_DETAIL,
      loyalty: null,
      discount: { ...PUBLISHED_DETAIL.discount, authorized_by: null },
    };
    expect(shapeOf(cashOnly)).toEqual(shapeOf(published));
  });

  test('the published examples fit the schemas that the answers are made from', () => {
    expect(transactionDetail.parse(PUBLISHED_DETAIL)).toEqual(PUBLISHED_DETAIL);
    const published = {
      edges: [{ cursor: 'dHhuXzE=', node: PUBLISHED_NODE }],
      pageInfo: {
        hasNextPage: true,
        hasPreviousPage: false,
        startCursor: 'dHhuXzE=',
        endCursor: 'dHhuXzA=',
        totalCount: 250,
      },
      summary: { total_transactions: 250, total_sales: 15_750, average_ticket: 63 },
    };
    expect(transactionList.parse(published)).toEqual(published);
  });

  test('product names come in the language asked for', async () => {
    const sale = till.sell({ quantities: { [GARLIC]: '1' } });
    await till.push([sale]);
    const inLanguage = async (language: string) =>
      (await detail(sale.body.transaction_id, { ...till.headers, 'accept-language': language })).items[0]?.product_name;
    expect([await inLanguage('es-PA'), await inLanguage('en-US')]).toEqual(['Ajo', 'Garlic']);
  });

  test('pages follow each other, newest first, without a gap or a double, also while new sales come in', async () => {
    const seller = await connectTill(server);
    const sales = Array.from({ length: 7 }, () => seller.sell({ quantities: { [COLA]: '1' } }));
    await seller.push(sales);
    const mine = `&register_id=${seller.registration.register.register_id}`;
    const first = await list(`?limit=3${mine}`);
    expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false, totalCount: 7 });
    await seller.push([seller.sell({ quantities: { [COLA]: '1' } })]);
    const second = await list(`?limit=3${mine}&cursor=${encodeURIComponent(first.pageInfo.endCursor ?? '')}`);
    expect(second.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
    const third = await list(`?limit=3${mine}&cursor=${encodeURIComponent(second.pageInfo.endCursor ?? '')}`);
    expect(third.pageInfo.hasNextPage).toBe(false);
    const seen = [first, second, third].flatMap(ids);
    expect(new Set(seen).size).toBe(seen.length);
    expect(sales.map((sale) => sale.body.transaction_id).every((id) => seen.includes(id))).toBe(true);
    expect(seen).toEqual([...seen].sort().reverse());
  });

  test('each filter lets through what it names and sums up just that', async () => {
    const seller = await connectTill(server);
    const own = `register_id=${seller.registration.register.register_id}`;
    const plain = seller.sell({ quantities: { [GARLIC]: '1' } });
    const other = seller.sell({
      quantities: { [GARLIC]: '2' },
      sale: { cashierId: 'demo-tamara', customer: { customerId: 'demo-c-002', name: 'Rubén' } },
    });
    const later = seller.seal({
      ...seller.sell({ quantities: { [GARLIC]: '3' } }),
      business_date: '2026-03-15',
      id: newId(),
    });
    const place = { ...seller.place };
    // The sale sealed just before was only the pattern for the later one.
    const chain = [plain, other];
    seller.place = { ...place, seq: 3, prevHash: other.hash };
    await seller.push([...chain, seller.seal(later)]);
    const found = async (query: string) => {
      const { summary, pageInfo } = await list(`?${own}&${query}`);
      expect(pageInfo.totalCount).toBe(summary.total_transactions);
      return [summary.total_transactions, summary.total_sales, summary.average_ticket];
    };
    expect(await found('')).toEqual([3, 33, 11]);
    expect(await found('cashier_id=demo-tamara')).toEqual([1, 11, 11]);
    expect(await found('customer_id=demo-c-002')).toEqual([1, 11, 11]);
    expect(await found('customer_id=demo-c-003')).toEqual([0, 0, 0]);
    expect(await found('status=completed')).toEqual([3, 33, 11]);
    expect(await found('status=voided')).toEqual([0, 0, 0]);
    expect(await found('local_id=demo-el-cangrejo')).toEqual([3, 33, 11]);
    expect(await found('local_id=elsewhere')).toEqual([0, 0, 0]);
    expect(await found('date=2026-03-14')).toEqual([2, 16.5, 8.25]);
    expect(await found('date_from=2026-03-15')).toEqual([1, 16.5, 16.5]);
    expect(await found('date_to=2026-03-14')).toEqual([2, 16.5, 8.25]);
    expect(await found('date_from=2026-03-14&date_to=2026-03-15&cashier_id=demo-maria')).toEqual([2, 22, 11]);
  });

  test('the average is a whole number of cents', async () => {
    const seller = await connectTill(server);
    await seller.push(['0.335', '0.335', '1'].map((quantity) => seller.sell({ quantities: { [GARLIC]: quantity } })));
    const { summary } = await list(`?register_id=${seller.registration.register.register_id}`);
    expect(summary).toEqual({ total_transactions: 3, total_sales: 9.18, average_ticket: 3.06 });
  });

  test.each([
    'limit=0',
    'limit=101',
    'limit=many',
    'status=parked',
    'date=14/03/2026',
    'cursor=bm9wZQ==',
    'colour=red',
  ])('the question ?%s is refused and says why', async (query) => {
    const response = await server.request(`/api/v1/pos/transactions?${query}`, { headers: till.headers });
    expect(response.status).toBe(400);
    expect((await jsonOf(response)).error).toMatchObject({ type: 'INVALID_REQUEST', details: { where: 'query' } });
  });

  test('the office sees the same with its session, and nobody sees anything without', async () => {
    const { headers } = await signIn(server);
    expect((await list('?limit=1', headers)).edges).toHaveLength(1);
    for (const path of ['', '/some-id', '/some-id/ledger']) {
      expect((await server.request(`/api/v1/pos/transactions${path}`)).status).toBe(401);
    }
    const { cookie } = headers;
    const staleToken = { cookie, authorization: `Bearer ${'x'.repeat(43)}` };
    expect((await server.request('/api/v1/pos/transactions', { headers: staleToken })).status).toBe(401);
  });

  test('another organisation sees none of it, not even by id', async () => {
    const sale = till.sell({ quantities: { [COLA]: '1' } });
    await till.push([sale]);
    const foreign = await connectForeignRegister(server);
    expect((await list('', foreign)).pageInfo.totalCount).toBe(0);
    for (const path of ['', '/ledger']) {
      const response = await server.request(`/api/v1/pos/transactions/${sale.body.transaction_id}${path}`, {
        headers: foreign,
      });
      expect(response.status).toBe(404);
    }
  });

  test('an id nobody has is not found', async () => {
    for (const path of ['nothing', 'nothing/ledger', encodeURIComponent("' or 1=1 --")]) {
      const response = await server.request(`/api/v1/pos/transactions/${path}`, { headers: till.headers });
      expect(response.status).toBe(404);
      expect((await jsonOf(response)).error.type).toBe('NOT_FOUND');
    }
    const control = await server.request('/api/v1/pos/transactions/a%00b', { headers: till.headers });
    expect(control.status).toBe(400);
  });

  test('the attention list of the office names what came up, newest first', async () => {
    const { headers } = await signIn(server);
    server.clock.now += 60_000;
    const sale = till.sell({ quantities: { [COLA]: '1' }, sale: { cashierId: 'stranger' } });
    await till.push([sale]);
    const { data } = await jsonOf(await server.request('/api/v1/attention', { headers }));
    expect((data as unknown[])[0]).toEqual({
      attention_id: expect.any(String),
      kind: 'unknown_staff',
      register_id: till.registration.register.register_id,
      transaction_id: sale.body.transaction_id,
      created_at: new Date(server.clock.now).toISOString(),
      details: { staff_id: 'stranger' },
      status: 'open',
    });
    expect((await server.request('/api/v1/attention', { headers: till.headers })).status).toBe(401);
  });
});

/** Names and kinds of values, without the values themselves. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.slice(0, 1).map(shapeOf);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, shapeOf(field)]));
  }
  return value === null ? null : typeof value;
}

/** A register of another shop in the same database. */
async function connectForeignRegister(server: TestServer): Promise<{ authorization: string }> {
  const { db } = server.deps.database;
  const of = { organisation_id: 'other' };
  await db
    .insertInto('organisations')
    .values({ ...of, name: 'Other', demo_pins: null })
    .execute();
  await db
    .insertInto('locals')
    .values({ ...of, local_id: 'l', name: 'L', policy: '{}', catalogue_version: null })
    .execute();
  const token = 'f'.repeat(43);
  const { sha256Hex } = await import('#server/http/secrets.ts');
  await db
    .insertInto('registers')
    .values({
      ...of,
      register_id: 'r',
      local_id: 'l',
      code: 'T01',
      name: 'R',
      epoch: 1,
      device_token_hash: sha256Hex(token),
      enrolled_at: null,
      last_seen_at: null,
    })
    .execute();
  return { authorization: `Bearer ${token}` };
}
