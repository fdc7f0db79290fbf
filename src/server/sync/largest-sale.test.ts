import { gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { MAX_LINES } from '#protocol/catalogue.ts';
import { journalEvent } from '#protocol/event.ts';
import { MAX_PROMOTIONS } from '#protocol/promotion.ts';
import { pushAnswer } from '#protocol/sync.ts';
import { percentOff, variants } from '#testkit/promotion-builders.ts';
import { openTestServer, TEST_DATABASES, type TestServer } from '#testkit/test-server.ts';
import { connectTill, newId, type TestTill } from '#testkit/test-till.ts';

let server: TestServer;

afterEach(() => server.close());

/** As long as names of people get. */
const LONG = 'Ñandú y café con leche, “el mejor” de la región. '.repeat(4);

/**
 * A sale with as many lines, promotions, payments and taxes as the wire has room for, and long words in every one of
 * its places: larger than any that is rung up, for nobody can.
 */
function largest(till: TestTill) {
  const goods = till.catalogue.products.filter(({ unit }) => unit === 'unit').map(({ variant_id: id }) => id);
  const small = till.sell({ quantities: { [goods[0] ?? '']: '1' } });
  const [item] = small.body.items;
  const [payment] = small.body.payments;
  const promotions = Array.from({ length: MAX_PROMOTIONS }, (_, place) => ({
    promotion: percentOff('10', { promotion_id: `promotion-${String(place)}`, goods: variants(...goods.slice(0, 50)) }),
    amount: '0.00',
  }));
  const tax = { tax_id: 'itbms-7', name: LONG, rate: '0.0700', included: false, base: '0.00', amount: '0.00' };
  const nothing = { unit_price: '0.00', gross: '0.00', subtotal: '0.00', tax_amount: '0.00', total: '0.00' };
  const body = {
    ...small.body,
    notes: LONG,
    promotions,
    items: Array.from({ length: MAX_LINES }, (_, place) => ({
      ...item,
      ...(place === 0 ? {} : nothing),
      item_id: newId(),
      variant_id: goods[place % goods.length],
      product_name: { es: LONG, en: LONG },
      category: LONG,
      brand: LONG,
      tags: Array.from({ length: 20 }, (_tag, tag) => `a-tag-of-the-shop-${String(tag)}`),
      batch: 'LOTE-2026-000123',
      serial: newId(),
      expires_on: '2027-01-31',
      promotions: promotions.slice(0, 5).map(({ promotion }) => ({
        promotion_id: promotion.promotion_id,
        amount: '0.00',
      })),
      discount: { discount_type: 'percentage', discount_value: '5', discount_amount: '0.00', reason: LONG },
      taxes: Array.from({ length: 3 }, (_tax, at) => ({ ...tax, tax_id: `tax-${String(at)}` })),
    })),
    payments: Array.from({ length: 50 }, (_, place) => ({
      ...payment,
      ...(place === 0 ? {} : { amount: '0.00', received: '0.00', change_due: '0.00' }),
      payment_id: newId(),
    })),
  };
  const { v: _v, register_id: _r, epoch: _e, seq: _s, prev_hash: _p, hash: _h, ...draft } = small;
  till.place = { ...till.place, seq: small.seq, prevHash: small.prev_hash };
  return till.seal(journalEvent.parse({ ...small, ...draft, body }));
}

test.each(TEST_DATABASES)('a sale larger than any arrives, and what follows it too, on %s', async (kind) => {
  server = await openTestServer(kind);
  const till = await connectTill(server);
  await till.push([till.openDrawer('50.00')]);
  const huge = largest(till);
  const after = till.sell({ quantities: { 'demo-be-010': '1' } });
  const bytes = Buffer.byteLength(JSON.stringify(huge));
  expect(bytes).toBeGreaterThan(6 * 1024 * 1024);

  const request = { v: 1, epoch: till.place.epoch, nonce: 'n', client_now: '2026-03-14T15:00:00.000Z' };
  const body = gzipSync(
    JSON.stringify({ ...request, register_id: till.registration.register.register_id, items: [huge] }),
  );
  // What stands between a till and its server often takes no more than a mebibyte.
  expect(body.length).toBeLessThan(1024 * 1024);
  const headers = { ...till.headers, 'content-encoding': 'gzip' };
  const answer = await server.request('/api/v1/pos/sync', { method: 'POST', headers, body });
  expect(answer.status).toBe(200);
  expect(pushAnswer.parse(await answer.json()).results).toMatchObject([{ id: huge.id, status: 'accepted' }]);
  expect((await till.push([after])).results).toMatchObject([{ status: 'accepted' }]);
});
