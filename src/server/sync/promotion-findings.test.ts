import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { JournalEvent } from '#core/journal/journal-event.ts';
import type { Promotion } from '#core/promotion/promotion.ts';
import { pricingOfTransaction, transactionDetail } from '#protocol/transaction.ts';
import { publishCatalogue } from '#server/catalogue/publish-catalogue.ts';
import { demoPromotions } from '#server/demo/promotions.ts';
import { openTestServer, TEST_DATABASES, type TestServer } from '#testkit/test-server.ts';
import { connectTill, jsonOf, type TestTill } from '#testkit/test-till.ts';

type SaleCompleted = JournalEvent & { type: 'sale.completed' };

const COLA = 'demo-be-010';
const PLACE = { organisationId: 'demo', localId: 'demo-el-cangrejo' };

describe.each(TEST_DATABASES)('a sale that promotions reduced, on %s', (kind) => {
  let server: TestServer;
  let till: TestTill;
  beforeAll(async () => {
    server = await openTestServer(kind);
  }, 120_000);
  afterAll(() => server.close());
  beforeEach(async () => {
    till = await connectTill(server);
  });

  const threeForTwo = (): Promotion => {
    const found = demoPromotions.find((each) => each.promotion_id === 'demo-cola-3x2');
    if (found === undefined) {
      throw new Error('the demo shop has its 3 for 2');
    }
    return found;
  };

  /** Pushes a sale that must be accepted; resolves to what was put down about its promotions. */
  const findings = async (sale: JournalEvent) => {
    const { results } = await till.push([sale]);
    expect(results).toMatchObject([{ status: 'accepted' }]);
    const rows = await server.deps.database.db
      .selectFrom('attention')
      .select(['kind', 'details'])
      .where('event_id', '=', sale.id)
      .where('kind', 'like', '%promotion%')
      .execute();
    return Object.fromEntries(rows.map((row) => [row.kind, JSON.parse(row.details) as unknown]));
  };

  const answerOf = (sale: SaleCompleted, part = '', headers: Record<string, string> = {}) =>
    server.request(`/api/v1/pos/transactions/${sale.body.transaction_id}${part}`, {
      headers: { ...till.headers, ...headers },
    });

  const changePublished = async (promotion: Promotion | null) => {
    const { db } = server.deps.database;
    await (promotion === null
      ? db.deleteFrom('promotions').where('promotion_id', '=', 'demo-cola-3x2').execute()
      : db
          .updateTable('promotions')
          .set({ promotion: JSON.stringify(promotion) })
          .where('promotion_id', '=', promotion.promotion_id)
          .execute());
    await publishCatalogue(db, PLACE, '2026-03-15T00:00:00.000Z');
  };

  test('by one that its till was given raises nothing, however its fields are ordered', async () => {
    const reordered = Object.fromEntries(Object.entries(threeForTwo()).reverse()) as unknown as Promotion;
    expect(await findings(reducedBy(till, threeForTwo()))).toEqual({});
    expect(await findings(reducedBy(till, reordered))).toEqual({});
  });

  test('by one nobody published is recorded, and named', async () => {
    const invented = { ...threeForTwo(), promotion_id: 'invented', name: { es: 'Gratis', en: 'Free' } };
    const sale = reducedBy(till, invented);
    expect(await findings(sale)).toEqual({
      unknown_promotion: { promotions: [{ promotion_id: 'invented', name: 'Gratis', took_off: '2.50' }] },
    });
    expect((await jsonOf(await answerOf(sale))).data).toMatchObject({ totals: { total_amount: 5.35 } });
  });

  test('by one that says something else than any published under its id is recorded, and named', async () => {
    const generous: Promotion = { ...threeForTwo(), goods: { variant_ids: [], category_ids: [], tags: [] } };
    expect(await findings(reducedBy(till, generous))).toEqual({
      promotion_differs: { promotions: [{ promotion_id: 'demo-cola-3x2', name: '3×2', took_off: '2.50' }] },
    });
  });

  test('by what was published before, and is changed or gone since, raises nothing', async () => {
    const before = threeForTwo();
    const changed: Promotion = { ...before, max_amount: '10.00' };
    await changePublished(changed);
    expect(await findings(reducedBy(till, before))).toEqual({});
    expect(await findings(reducedBy(till, changed))).toEqual({});
    await changePublished(null);
    expect(await findings(reducedBy(till, before))).toEqual({});
  });

  test('is answered in the published shape, what was taken off within its discounts', async () => {
    const plain = till.sell({ quantities: { [COLA]: '2' } });
    const sale = reducedBy(till, { ...threeForTwo(), promotion_id: 'other' });
    await till.push([plain, sale]);
    const shapes = await Promise.all([plain, sale].map(async (each) => (await jsonOf(await answerOf(each))).data));
    const [without, withPromotion] = shapes.map((data) => transactionDetail.strict().parse(data));
    expect(withPromotion?.totals).toEqual({
      subtotal: 7.5,
      discount_amount: 2.5,
      tax_amount: 0.35,
      total_amount: 5.35,
      currency: 'USD',
    });
    expect(Object.keys(withPromotion?.items[0] ?? {})).toEqual(Object.keys(without?.items[0] ?? {}));
    expect(withPromotion?.items[0]).toMatchObject({ subtotal: 7.5, discount_amount: 2.5 });
  });

  test('tells what each promotion took off which line, and what rounding did to the cash', async () => {
    const sale = reducedBy(till, { ...threeForTwo(), promotion_id: 'third' });
    await till.push([sale]);
    const pricing = async (headers: Record<string, string>) =>
      pricingOfTransaction.strict().parse((await jsonOf(await answerOf(sale, '/pricing', headers))).data);
    expect(await pricing({ 'accept-language': 'en' })).toEqual({
      customer_tier: 'gold',
      promotions: [{ promotion_id: 'third', name: '3 for 2', amount: '2.50' }],
      items: [{ item_id: 'line-1', promotions: [{ promotion_id: 'third', amount: '2.50' }] }],
      cash_rounding_amount: '-0.02',
    });
    expect((await pricing({ 'accept-language': 'es' })).promotions[0]?.name).toBe('3×2');
  });

  test('one without any has nothing to tell; one that is not there, or another’s, is not found', async () => {
    const plain = till.sell({ quantities: { [COLA]: '2' } });
    await till.push([plain]);
    const nothing = { customer_tier: null, promotions: [], items: [], cash_rounding_amount: null };
    expect((await jsonOf(await answerOf(plain, '/pricing'))).data).toEqual(nothing);
    expect((await answerOf(plain, 'x/pricing')).status).toBe(404);
    expect((await server.request('/api/v1/pos/transactions/x/pricing')).status).toBe(401);
  });

  test('keeps the floor, the tags and the kind of each tax beside the figures', async () => {
    const sale = reducedBy(till, { ...threeForTwo(), promotion_id: 'fourth' });
    await till.push([sale]);
    const { db } = server.deps.database;
    const of = sale.body.transaction_id;
    const item = await db
      .selectFrom('transaction_items')
      .select(['category_id', 'tags', 'minimum_price'])
      .where('transaction_id', '=', of)
      .executeTakeFirstOrThrow();
    expect(item).toEqual({ category_id: 'drinks', tags: '["cola"]', minimum_price: 15_000 });
    const taxes = await db
      .selectFrom('transaction_taxes')
      .select(['tax_id', 'rate', 'kind', 'compounds', 'ignores_compounded'])
      .where('transaction_id', '=', of)
      .orderBy('tax_no')
      .execute();
    expect(taxes).toEqual([
      { tax_id: 'itbms-7', rate: 70_000, kind: null, compounds: 0, ignores_compounded: 0 },
      { tax_id: 'bottle', rate: 1_250_500_000, kind: 'per_unit', compounds: 1, ignores_compounded: 1 },
    ]);
  });
});

/** Three colas for the price of two, all figures right but the rounding and the bottle tax of nothing, which are added. */
function reducedBy(till: TestTill, promotion: Promotion): SaleCompleted {
  const { place } = till;
  const sale = till.sell({ quantities: { [COLA]: '3' } });
  till.place = place;
  const [item] = sale.body.items;
  const [tax] = item?.taxes ?? [];
  const [payment] = sale.body.payments;
  if (item === undefined || tax === undefined || payment === undefined) {
    throw new Error('the sale has a line, a tax and a payment');
  }
  const taken = { ...tax, base: '5.00', amount: '0.35' };
  const bottle = {
    tax_id: 'bottle',
    name: 'Envase',
    rate: '1250.50',
    included: false,
    kind: 'per_unit' as const,
    compounds: true as const,
    ignores_compounded: true as const,
    base: '0.00',
    amount: '0.00',
  };
  const body: SaleCompleted['body'] = {
    ...sale.body,
    customer_tier: 'gold',
    items: [
      {
        ...item,
        category_id: 'drinks',
        tags: ['cola'],
        minimum_price: '1.50',
        promotions: [{ promotion_id: promotion.promotion_id, amount: '2.50' }],
        discount_amount: '2.50',
        tax_amount: '0.35',
        total: '5.35',
        taxes: [taken],
      },
    ],
    promotions: [{ promotion, amount: '2.50' }],
    totals: {
      subtotal: '7.50',
      discount_amount: '2.50',
      tax_amount: '0.35',
      total_amount: '5.35',
      cash_rounding_amount: '-0.02',
    },
    taxes: [taken, bottle],
    payments: [{ ...payment, amount: '5.33', received: '5.33', change_due: '0.00' }],
  };
  const sealed = till.seal({ ...sale, body });
  if (sealed.type !== 'sale.completed') {
    throw new Error('a sale stays a sale');
  }
  return sealed;
}
