import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyEvent } from '#core/journal/chain.ts';
import { Decimal } from '#core/money/money.ts';
import type { TransactionDocument } from '#core/sale/transaction.ts';
import { success } from '#protocol/answer.ts';
import { journalEvent } from '#protocol/event.ts';
import { PROTOCOL_HISTORY } from '#protocol/protocol-version.ts';
import { type PushRequest, pushRequest } from '#protocol/sync.ts';
import { ledgerOfTransaction, transactionDetail } from '#protocol/transaction.ts';
import { type SignedIn, signIn } from '#testkit/office.ts';
import { openTestServer, TEST_DATABASES, type TestServer } from '#testkit/test-server.ts';
import { connectTill, jsonOf } from '#testkit/test-till.ts';
import { sealWireSamples, shapeOf, shapeOfEvents } from '#testkit/wire-samples.ts';

/**
 * Pushes word for word as the tills of each version of the wire made them, sealed by their code of then. They are
 * never made anew: `node --import tsx src/tools/keep-push.ts` adds the one of the newest version.
 */
const folder = new URL('../../protocol/pushes/', import.meta.url);
const versions = readdirSync(folder)
  .map((name) => Number(/^v(\d+)\.json$/.exec(name)?.[1] ?? Number.NaN))
  .sort((a, b) => a - b);
const newest = PROTOCOL_HISTORY.at(-1)?.version ?? 0;

function kept(version: number): PushRequest {
  return JSON.parse(readFileSync(new URL(`v${String(version)}.json`, folder), 'utf8')) as PushRequest;
}

const soldIn = (push: PushRequest): TransactionDocument[] =>
  push.items
    .map((item) => journalEvent.parse(item))
    .flatMap((event) => (event.type === 'sale.completed' ? [event.body] : []));

describe('what is kept of past versions', () => {
  test('is one push of each version there ever was', () => {
    expect(versions).toEqual(PROTOCOL_HISTORY.map(({ version }) => version));
  });

  test.each(versions)('version %i is sealed, and of every kind of event', (version) => {
    const { items } = kept(version);
    expect(items.every((item) => verifyEvent(item as { hash: string }))).toBe(true);
    expect(new Set(items.map((item) => journalEvent.parse(item).type))).toEqual(
      new Set(['drawer.opened', 'sale.completed', 'data.restored']),
    );
  });

  test('of the newest version is what a till writes today', async () => {
    const server = await openTestServer('sqlite');
    const today = await sealWireSamples(server);
    await server.close();
    const fixture = kept(newest);
    // When this fails, the till writes what no kept push has. Say so in protocol-version.ts, then run keep-push.ts.
    expect(shapeOfEvents(today.items)).toEqual(shapeOfEvents(fixture.items));
    const around = (push: PushRequest) => shapeOf({ ...push, items: [] });
    expect(around(today)).toEqual(around(fixture));
  });

  test('has every kind of event that the wire knows', () => {
    const known = [
      ...JSON.stringify(journalEvent.toJSONSchema()).matchAll(/"type":\{"type":"string","const":"([^"]+)"/g),
    ];
    const names = new Set(known.map(([, name]) => name));
    expect(names.size).toBeGreaterThan(2);
    expect(new Set(kept(newest).items.map((item) => journalEvent.parse(item).type))).toEqual(names);
  });
});

describe.each(TEST_DATABASES)('a till of a past version, on %s', (kind) => {
  let server: TestServer;
  let manager: SignedIn;
  beforeAll(async () => {
    server = await openTestServer(kind);
    manager = await signIn(server);
  }, 120_000);
  afterAll(() => server.close());

  /** The same register of a new demo shop, whatever was pushed before. */
  async function forget(): Promise<void> {
    await server.close();
    server = await openTestServer(kind);
    manager = await signIn(server);
  }

  test.each(versions)(
    'of version %i is taken whole, twice, and its figures stand as it wrote them',
    { timeout: 120_000 },
    async (version) => {
      await forget();
      const push = kept(version);
      const till = await connectTill(server);
      expect(push.register_id).toBe(till.registration.register.register_id);
      const send = () => till.push(push.items, pushRequest.parse(push));
      expect((await send()).results.map(({ status }) => status)).toEqual(push.items.map(() => 'accepted'));
      const again = await send();
      expect(again.results.map(({ status }) => status)).toEqual(push.items.map(() => 'duplicate'));
      expect(again.high_water).toMatchObject({ epoch: 1, seq: push.items.length });

      for (const sale of soldIn(push)) {
        const path = `/api/v1/pos/transactions/${sale.transaction_id}`;
        const detail = success(transactionDetail).parse(
          await jsonOf(await server.request(path, { headers: manager.headers })),
        ).data;
        expect(detail.transaction_number).toBe(sale.transaction_number);
        expect(detail.totals).toEqual({
          subtotal: Number(sale.totals.subtotal),
          tax_amount: Number(sale.totals.tax_amount),
          discount_amount: Number(sale.totals.discount_amount),
          total_amount: Number(sale.totals.total_amount),
          currency: 'USD',
        });
        expect(detail.items.map(({ sku, quantity, total }) => [sku, quantity, total])).toEqual(
          sale.items.map(({ sku, quantity, total }) => [sku, Number(quantity), Number(total)]),
        );
        expect(detail.payments.map(({ payment_method: method, amount }) => [method, amount])).toEqual(
          sale.payments.map(({ payment_method: method, amount }) => [method, Number(amount)]),
        );
        const ledger = success(ledgerOfTransaction).parse(
          await jsonOf(await server.request(`${path}/ledger`, { headers: manager.headers })),
        ).data;
        expect(new Decimal(ledger.balance).isZero()).toBe(true);
      }
    },
  );
});
