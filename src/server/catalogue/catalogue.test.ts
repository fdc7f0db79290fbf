import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TaxRule } from '#core/catalogue/catalogue.ts';
import { catalogueSnapshot, staffList } from '#protocol/catalogue.ts';
import { insertRows } from '#server/db/insert-rows.ts';
import { taxColumns } from '#server/db/tax-columns.ts';
import { demoBarcodeRules, demoCategories, demoTaxes } from '#server/demo/categories.ts';
import { demoCustomers } from '#server/demo/people.ts';
import { demoProducts } from '#server/demo/products.ts';
import { demoPromotions } from '#server/demo/promotions.ts';
import { demoShop } from '#server/demo/shop.ts';
import { secretMatches } from '#server/session/password.ts';
import { openTestServer, TEST_DATABASES, type TestServer } from '#testkit/test-server.ts';
import { connectTill, jsonOf, type TestTill } from '#testkit/test-till.ts';
import { publishCatalogue } from './publish-catalogue.ts';
import { readCatalogue } from './read-catalogue.ts';

const PLACE = { organisationId: 'demo', localId: 'demo-el-cangrejo' };

describe.each(TEST_DATABASES)('what a till is given to sell with, on %s', (kind) => {
  let server: TestServer;
  let till: TestTill;
  beforeAll(async () => {
    server = await openTestServer(kind);
    till = await connectTill(server);
  }, 120_000);
  afterAll(() => server.close());

  const snapshot = (headers: Record<string, string> = {}) =>
    server.request('/api/v1/pos/catalogue/snapshot', { headers: { ...till.headers, ...headers } });

  test('the snapshot is the shop as it was set up, to the last field', async () => {
    const { version, as_of: asOf, ...content } = catalogueSnapshot.parse((await jsonOf(await snapshot())).data);
    expect(content).toEqual({
      policy: demoShop.policy,
      products: demoProducts,
      categories: demoCategories,
      taxes: demoTaxes,
      barcode_rules: demoBarcodeRules,
      promotions: demoPromotions,
      customers: demoCustomers,
    });
    expect(version).toMatch(/^[0-9a-f]{16}$/);
    expect(asOf).toBe('2026-03-14T15:00:00.000Z');
  });

  test('it comes packed to whom takes that, with the same content', async () => {
    const plain = await (await snapshot()).text();
    const packed = await snapshot({ 'accept-encoding': 'br, gzip' });
    expect(packed.headers.get('content-encoding')).toBe('gzip');
    const bytes = Buffer.from(await packed.arrayBuffer());
    expect(gunzipSync(bytes).toString()).toBe(plain);
    expect(bytes.length).toBeLessThan(plain.length / 4);
    expect(packed.headers.get('vary')).toContain('Accept-Encoding');
  });

  test('who has it already is told so and gets nothing', async () => {
    const etag = (await snapshot()).headers.get('etag') ?? '';
    for (const held of [etag, `W/${etag}`, `"older", ${etag}`]) {
      const response = await snapshot({ 'if-none-match': held });
      expect(response.status).toBe(304);
      expect(await response.text()).toBe('');
      expect(response.headers.get('etag')).toBe(etag);
    }
    expect((await snapshot({ 'if-none-match': '"older"' })).status).toBe(200);
  });

  test('publishing without a change keeps the version; a changed price makes a new one; both can be told apart', async () => {
    const { db } = server.deps.database;
    const before = (await snapshot()).headers.get('etag');
    await publishCatalogue(db, PLACE, '2026-03-15T00:00:00.000Z');
    expect((await snapshot()).headers.get('etag')).toBe(before);
    await db.updateTable('products').set({ unit_price: 26_000 }).where('variant_id', '=', 'demo-be-010').execute();
    await publishCatalogue(db, PLACE, '2026-03-15T00:00:00.000Z');
    const changed = await snapshot();
    expect(changed.headers.get('etag')).not.toBe(before);
    const { products, as_of: asOf } = catalogueSnapshot.parse((await jsonOf(changed)).data);
    expect(products.find((product) => product.variant_id === 'demo-be-010')?.unit_price).toBe('2.60');
    expect(asOf).toBe('2026-03-15T00:00:00.000Z');
    const stored = await db.selectFrom('catalogue_snapshots').select('version').execute();
    expect(stored).toHaveLength(2);
  });

  test('taxes of every kind, floors and tags come as they were set up; without promotions nothing is said of them', async () => {
    const { db } = server.deps.database;
    await db.transaction().execute(async (trx) => {
      const taxes: TaxRule[] = [
        { tax_id: 'gst', name: 'GST 5 %', rate: '0.0500', included: false, compounds: true },
        { tax_id: 'qst', name: 'QST 9.975 %', rate: '0.09975', included: false, ignores_compounded: true },
        { tax_id: 'bag', name: 'Bolsa', rate: '1250.50', included: true, kind: 'per_unit' },
        { tax_id: 'bottle', name: 'Envase', rate: '0.0125', included: false, kind: 'per_unit' },
        { tax_id: 'icms', name: 'ICMS 18 %', rate: '0.1800', included: true, kind: 'inside' },
      ];
      const rows = taxes.map((tax, position) => ({
        organisation_id: 'demo',
        position,
        tax_id: tax.tax_id,
        name: tax.name,
        ...taxColumns(tax),
      }));
      await trx.deleteFrom('taxes').execute();
      await insertRows(trx, 'taxes', rows);
      await trx.deleteFrom('promotions').execute();
      const change = { minimum_price: 12_345, tags: '["a","b"]' };
      await trx.updateTable('products').set(change).where('variant_id', '=', 'demo-be-010').execute();
      const { taxes: read, products, ...rest } = await readCatalogue(trx, PLACE);
      expect(read).toEqual(taxes);
      const cola = products.find((product) => product.variant_id === 'demo-be-010');
      expect(cola).toMatchObject({ minimum_price: '1.2345', tags: ['a', 'b'] });
      expect(rest).not.toHaveProperty('promotions');
    });
  });

  test('people come with the verifier of their PIN, which the PIN fits and another does not', async () => {
    const response = await server.request('/api/v1/pos/staff', { headers: till.headers });
    const people = staffList.parse((await jsonOf(response)).data);
    expect(people.map((person) => [person.name, person.role, person.language])).toEqual([
      ['Ana Morales', 'manager', 'es'],
      ['Luis Rodríguez', 'supervisor', 'es'],
      ['María García', 'cashier', 'es'],
      ['Tamara Clarke', 'cashier', 'en'],
    ]);
    const verifier = people[2]?.pin_verifier ?? '';
    expect(await secretMatches('4827', verifier)).toBe(true);
    expect(await secretMatches('4828', verifier)).toBe(false);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  test('neither is for strangers', async () => {
    for (const path of ['catalogue/snapshot', 'staff']) {
      expect((await server.request(`/api/v1/pos/${path}`)).status).toBe(401);
    }
  });
});
