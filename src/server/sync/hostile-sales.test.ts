import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { TaxRule } from '#core/catalogue/catalogue.ts';
import { sealEvent } from '#core/journal/chain.ts';
import type { JournalEvent } from '#core/journal/journal-event.ts';
import type { Promotion } from '#core/promotion/promotion.ts';
import { transactionList } from '#protocol/transaction.ts';
import { completeSale } from '#core/sale/complete-sale.ts';
import { saleOfTransaction } from '#core/sale/reprice.ts';
import type { LineProduct, Sale } from '#core/sale/sale.ts';
import { priceSale } from '#core/pricing/price-sale.ts';
import type { PriceBook } from '#core/pricing/price-book.ts';
import { compareServer } from '#server/operations/rebuild-server.ts';
import { verifyServer } from '#server/operations/verify-server.ts';
import { signIn } from '#testkit/office.ts';
import { promotionOf } from '#testkit/promotion-builders.ts';
import { card, cash, percent } from '#testkit/sale-builders.ts';
import { openTestServer, TEST_DATABASES, type TestServer } from '#testkit/test-server.ts';
import { connectTill, jsonOf, newId, type TestTill } from '#testkit/test-till.ts';

type SaleCompleted = JournalEvent & { type: 'sale.completed' };

const COLA = 'demo-be-010';

/** A till that makes up its own rules writes sales that agree with themselves in every figure. */
describe.each(TEST_DATABASES)('what a till makes up, on %s', (kind) => {
  let server: TestServer;
  let till: TestTill;
  beforeAll(async () => {
    server = await openTestServer(kind);
  }, 120_000);
  afterAll(() => server.close());
  beforeEach(async () => {
    till = await connectTill(server);
  });

  /** Pushes a sale that must be accepted and posted; resolves to what was put down about it, by kind. */
  async function findings(sale: JournalEvent): Promise<Record<string, unknown>> {
    const { results } = await till.push([sale]);
    expect(results).toMatchObject([{ status: 'accepted' }]);
    const rows = await server.deps.database.db
      .selectFrom('attention')
      .select(['kind', 'details'])
      .where('event_id', '=', sale.id)
      .execute();
    return Object.fromEntries(rows.map((row) => [row.kind, JSON.parse(row.details) as unknown]));
  }

  test('a promotion by which everything is free', async () => {
    const free = promotionOf({
      promotion_id: 'free',
      action: { kind: 'together', reward: { kind: 'percent_off', percent: '100' } },
    });
    const sale = forged(till, { promotions: [free], tenders: [] });
    expect(sale.body.totals.total_amount).toBe('0.00');
    expect(await findings(sale)).toEqual({
      unknown_promotion: { promotions: [{ promotion_id: 'free', name: 'free', took_off: '5.00' }] },
    });
  });

  test('three hundred promotions on one line; twenty of them are named', async () => {
    const cent = (place: number) =>
      promotionOf({ promotion_id: `p-${String(place)}`, action: { kind: 'each_line', amount: '0.01' } });
    const sale = forged(till, { promotions: Array.from({ length: 300 }, (_, place) => cent(place)) });
    const { unknown_promotion: unknown, ...others } = await findings(sale);
    expect(unknown).toMatchObject({ promotions: Array(20).fill(expect.anything()) });
    expect(others).toEqual({});
  });

  test('more promotions over more lines than anybody could calculate: the sale is posted, and said not to be compared', async () => {
    const nothing = (place: number) =>
      promotionOf({ promotion_id: `p-${String(place)}`, action: { kind: 'each_line', amount: '0.00' } });
    const honest = forged(till, {});
    const nought = {
      variant_id: null,
      unit_price: '0.00',
      gross: '0.00',
      subtotal: '0.00',
      tax_amount: '0.00',
      total: '0.00',
      taxes: [],
    };
    const items = honest.body.items.flatMap((item) => [
      item,
      ...Array.from({ length: 49 }, (_, place) => ({ ...item, ...nought, item_id: `free-${String(place)}` })),
    ]);
    const promotions = Array.from({ length: 300 }, (_, place) => ({ promotion: nothing(place), amount: '0.01' }));
    expect(await findings(resealed(honest, { items, promotions }))).toMatchObject({
      not_compared: { lines: 50, promotions: 300 },
    });
  });

  test('a promotion of the shop on goods that it is not for', async () => {
    const promotions = till.catalogue.promotions?.filter((each) => each.promotion_id === 'demo-gold-household') ?? [];
    const customer = { customerId: 'demo-c-001', name: 'Carmen', tier: 'gold' };
    const sale = forged(till, { promotions, customer, product: { categoryId: 'household', tags: ['made-up'] } });
    expect(sale.body.promotions).toHaveLength(1);
    expect(await findings(sale)).toEqual({ rules_differ: { rules: ['items.0.category_id', 'items.0.tags'] } });
  });

  test('cash in steps of a thousand, so that nothing is paid', async () => {
    const sale = forged(till, { cashRounding: { step: '1000', mode: 'down' }, tenders: [cash('0.00')] });
    expect(sale.body.payments).toMatchObject([{ amount: '0.00' }]);
    expect(await findings(sale)).toEqual({ rules_differ: { rules: ['cash_rounding'] } });
  });

  test('goods without their tax, or with another', async () => {
    expect(await findings(forged(till, { product: { taxes: [] } }))).toEqual({
      rules_differ: { rules: ['items.0.taxes'] },
    });
    const lower: TaxRule = { tax_id: 'itbms-7', name: 'ITBMS 7 %', rate: '0.0001', included: false };
    expect(await findings(forged(till, { product: { taxes: [lower] } }))).toEqual({
      rules_differ: { rules: ['items.0.taxes'] },
    });
  });

  test('taxes that no price could hold: the sale is posted, and nothing is calculated again', async () => {
    const honest = forged(till, {});
    const items = honest.body.items.map((item) => ({
      ...item,
      taxes: item.taxes.map((tax) => ({ ...tax, kind: 'inside' as const, rate: '1.0000' })),
    }));
    expect(await findings(resealed(honest, { items }))).toEqual({
      price_differs: { figures: ['taxes'] },
      rules_differ: { rules: ['items.0.taxes'] },
    });
  });

  test('a floor that is left out matters once something comes off', async () => {
    const { db } = server.deps.database;
    const floor = (price: number | null) =>
      db.updateTable('products').set({ minimum_price: price }).where('variant_id', '=', COLA).execute();
    await floor(20_000);
    expect(await findings(forged(till, {}))).toEqual({});
    expect(await findings(forged(till, { discount: percent('50') }))).toEqual({
      discount_over_limit: expect.objectContaining({ requested: '50%' }),
      rules_differ: { rules: ['items.0.minimum_price'] },
    });
    await floor(null);
  });

  test('a customer’s tier', async () => {
    const customer = { customerId: 'demo-c-001', name: 'Carmen', tier: 'made-up' };
    expect(await findings(forged(till, { customer }))).toEqual({ rules_differ: { rules: ['customer_tier'] } });
  });

  test('another way of rounding tax, and discounts after it', async () => {
    const sale = forged(till, { policy: { tax_rounding: 'gross_anchored', discount_basis: 'after_tax' } });
    expect(await findings(sale)).toEqual({ rules_differ: { rules: ['tax_rounding', 'discount_basis'] } });
  });

  test('a total that is altered with its payment', async () => {
    const honest = forged(till, {});
    const totals = { ...honest.body.totals, total_amount: '1.00' };
    const items = honest.body.items.map((item) => ({ ...item, total: '1.00' }));
    const payments = honest.body.payments.map((payment) => ({ ...payment, amount: '1.00' }));
    const { price_differs: differs } = await findings(resealed(honest, { totals, items, payments }));
    expect(differs).toEqual({ figures: ['totals.total_amount', 'payments', 'items.0.total'] });
  });

  test('an amount below zero is no sale: it is kept word for word', async () => {
    const honest = forged(till, {});
    const payments = honest.body.payments.map((payment) => ({ ...payment, amount: '-5.35' }));
    const { results } = await till.push([resealed(honest, { payments })]);
    expect(results).toMatchObject([{ status: 'quarantined', reason: expect.stringContaining('payments.0.amount') }]);
  });

  test('more taken from the stock than figures can hold: that sale and every one after it is posted', async () => {
    const { db } = server.deps.database;
    const ofCola = () => db.updateTable('stock_levels').where('variant_id', '=', COLA);
    const most = Number.MAX_SAFE_INTEGER;
    await ofCola().set({ on_hand: -most }).execute();
    for (let sales = 0; sales < 3; sales += 1) {
      const { oversold } = await findings(till.sell({ quantities: { [COLA]: '9999' } }));
      expect(oversold).toMatchObject({ products: [{ variant_id: COLA, on_hand: expect.stringMatching(/^-9\d{12}/) }] });
    }
    const snapshot = await server.request('/api/v1/pos/catalogue/snapshot', { headers: till.headers });
    expect(snapshot.status).toBe(200);
    const told: string[] = [];
    await compareServer(db, (text) => told.push(text));
    expect(told).toContainEqual(expect.stringContaining(`${COLA} on_hand is ${String(-most)}`));
    const { findings: found } = await verifyServer(db);
    expect(found).toContainEqual(expect.objectContaining({ text: expect.stringContaining(`is ${String(-most)}`) }));
    // Nothing was cut off: given back, the level is where it was.
    await ofCola()
      .set({ on_hand: sql`on_hand + ${sql.lit(most)}` })
      .execute();
    const { on_hand: left } = await db
      .selectFrom('stock_levels')
      .select('on_hand')
      .where('variant_id', '=', COLA)
      .executeTakeFirstOrThrow();
    expect(left).toBe(-3 * 9_999_000);
  });

  test('sales that come to more than figures can hold: the office still sees its list', async () => {
    await till.push([till.sell({ quantities: { [COLA]: '1' } }), till.sell({ quantities: { [COLA]: '1' } })]);
    const { db } = server.deps.database;
    await db.updateTable('transactions').set({ total_amount: Number.MAX_SAFE_INTEGER }).execute();
    const { headers } = await signIn(server);
    const answer = await server.request('/api/v1/pos/transactions', { headers });
    expect(answer.status).toBe(200);
    const { summary } = transactionList.parse((await jsonOf(answer)).data);
    expect(summary.total_sales).toBe(Number.MAX_SAFE_INTEGER / 10_000);
  });

  test('a document of the first version is posted, and only says that its people and goods are strangers', async () => {
    const { body } = firstVersion();
    const event = till.seal({ ...till.sell({ quantities: { [COLA]: '1' } }), id: newId(), body });
    till.place = { ...till.place, seq: 1, prevHash: '0'.repeat(64) };
    const placed = till.seal(event);
    const { rules_differ: rules, price_differs: figures } = await findings(placed);
    expect({ rules, figures }).toEqual({ rules: undefined, figures: undefined });
  });
});

/** What is made up; everything else is as it should be. */
interface Forgery {
  policy?: Partial<PriceBook['policy']>;
  cashRounding?: PriceBook['policy']['cash_rounding'];
  promotions?: Promotion[];
  product?: Partial<LineProduct>;
  discount?: Sale['discount'];
  customer?: Sale['customer'];
  tenders?: Sale['tenders'];
}

/** Two colas for 5.35, with something made up, completed by the real core. */
function forged(till: TestTill, forgery: Forgery): SaleCompleted {
  const place = till.place;
  const honest = till.sell({ quantities: { [COLA]: '2' } });
  till.place = place;
  const book: PriceBook = {
    policy: {
      ...till.catalogue.policy,
      ...forgery.policy,
      ...(forgery.cashRounding === undefined ? {} : { cash_rounding: forgery.cashRounding }),
    },
    promotions: forgery.promotions ?? [],
  };
  const before = saleOfTransaction(honest.body);
  const sale = {
    ...before,
    lines: before.lines.map((line) => ({
      ...line,
      product: { ...line.product, ...forgery.product },
      discount: forgery.discount ?? null,
    })),
    customer: forgery.customer ?? null,
  };
  const tenders = forgery.tenders ?? [card(priceSale(sale, book).total)];
  const { local_id: localId, catalogue_version: catalogueVersion, transaction_number: transactionNumber } = honest.body;
  const completion = { book, localId, catalogueVersion, transactionNumber, now: honest.body.completed_at };
  const event = till.seal({ ...honest, body: completeSale({ ...sale, tenders }, completion) });
  if (event.type !== 'sale.completed') {
    throw new Error('a sale stays a sale');
  }
  return event;
}

function resealed(event: SaleCompleted, change: Partial<SaleCompleted['body']>): JournalEvent {
  const { register_id: registerId, epoch, seq, prev_hash: prevHash } = event;
  return sealEvent({ ...event, body: { ...event.body, ...change } }, { registerId, epoch, seq, prevHash });
}

function firstVersion(): SaleCompleted {
  const file = new URL('../../protocol/fixtures/sale-completed.json', import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as SaleCompleted;
}
