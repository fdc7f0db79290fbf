import { beforeEach, describe, expect, test } from 'vitest';
import { Dexie } from 'dexie';
import { IDBFactory as MemoryIndexedDB } from 'fake-indexeddb';
import type { Product, StaffMember } from '#core/catalogue/catalogue.ts';
import { FaultyIndexedDB } from '#testkit/faulty-indexed-db.ts';
import { MemoryFolder } from '#testkit/memory-folder.ts';
import { policyOf } from '#testkit/sale-builders.ts';
import { CatalogueShelf, type ShelfContents } from './catalogue-database.ts';
import { localJournalFile } from './journal-file.ts';

const ana: StaffMember = { staff_id: 'ana', name: 'Ana', role: 'cashier', language: 'es', pin_verifier: 'x' };

const SHOP = 'org/local';

let folder: MemoryFolder;
let indexedDB: FaultyIndexedDB;

beforeEach(() => {
  folder = new MemoryFolder();
  indexedDB = new FaultyIndexedDB();
});

function open(from: IDBFactory = indexedDB, file = localJournalFile(folder)): CatalogueShelf {
  const place = { name: 'catalogue', indexedDB: from, IDBKeyRange: FaultyIndexedDB.keyRange };
  return new CatalogueShelf(place, file);
}

function product(at: number): Product {
  return {
    variant_id: `variant-${String(at)}`,
    sku: `SKU-${String(at)}`,
    name: { es: `Producto ${String(at)}`, en: `Product ${String(at)}` },
    category_id: 'all',
    brand: null,
    barcodes: [],
    plu: null,
    unit: 'unit',
    unit_price: '1.00',
    tax_ids: [],
    item_type: 'GOODS',
    stock: null,
    favourite: null,
  };
}

function contents(version: string, products = 3): ShelfContents {
  return {
    catalogue: {
      version,
      as_of: '2026-03-14T15:00:00Z',
      policy: policyOf(),
      products: Array.from({ length: products }, (_, at) => product(at)),
      categories: [{ category_id: 'all', name: { es: 'Todo', en: 'All' }, colour: '#aabbcc' }],
      taxes: [],
      barcode_rules: [],
      customers: [],
    },
    staff: [ana],
  };
}

test('an empty shelf is null', async () => {
  expect(await open().load(SHOP)).toBeNull();
});

test('gives back in order what was saved last, also after a restart', async () => {
  const shelf = open();
  await shelf.save(SHOP, contents('one', 1201));
  await shelf.save(SHOP, contents('two', 1700));
  expect(await shelf.load(SHOP)).toEqual(contents('two', 1700));
  shelf.close();
  expect(await open().load(SHOP)).toEqual(contents('two', 1700));
});

describe('a save that does not come to its end', () => {
  test.each([0, 1, 2, 3, 4, 5])('after %i writes the old snapshot is there, whole', async (writesLeft) => {
    const shelf = open();
    await shelf.save(SHOP, contents('old', 1200));
    Object.assign(indexedDB.faults, { writesLeft, failures: 1 });
    await shelf.save(SHOP, contents('new', 1200)).catch(() => null);
    const loaded = await shelf.load(SHOP);
    expect([contents('old', 1200), contents('new', 1200)]).toContainEqual(loaded);
    await shelf.save(SHOP, contents('newest', 700));
    expect(await shelf.load(SHOP)).toEqual(contents('newest', 700));
  });

  test('a full disk is found out before the databases are touched', async () => {
    const shelf = open();
    await shelf.save(SHOP, contents('old'));
    const { writes } = indexedDB.faults;
    folder.faults.capacity = 0;
    await expect(shelf.save(SHOP, contents('new'))).rejects.toThrow('no space');
    expect(indexedDB.faults.writes).toBe(writes);
    expect(await shelf.load(SHOP)).toEqual(contents('old'));
  });
});

describe('the copy in a file', () => {
  test('brings the catalogue back when the databases are gone', async () => {
    await open().save(SHOP, contents('one', 600));
    const emptied = new MemoryIndexedDB();
    expect(await open(emptied).load(SHOP)).toEqual(contents('one', 600));
    folder.wipe();
    expect(await open(emptied).load(SHOP)).toEqual(contents('one', 600));
  });

  test('is read when the database has lost a part of it: half a catalogue is none', async () => {
    const shelf = open();
    await shelf.save(SHOP, contents('one', 1200));
    const tables = await new Dexie('catalogue', { indexedDB, IDBKeyRange: FaultyIndexedDB.keyRange }).open();
    await tables.table('products').delete([1, 1]);
    tables.close();
    expect(await shelf.load(SHOP)).toEqual(contents('one', 1200));
  });

  test('is not believed when it has another shape', async () => {
    await localJournalFile(folder).writeCopy('catalogue', '{"catalogue":{"version":1}}');
    expect(await open().load(SHOP)).toBeNull();
  });
});

describe('another shop', () => {
  test('has no use for what is here, in the database or in the file; its own takes the place of that', async () => {
    const shelf = open();
    await shelf.save(SHOP, contents('one', 600));
    expect(await shelf.load('org/elsewhere')).toBeNull();
    await shelf.save('org/elsewhere', contents('two', 3));
    expect(await shelf.load('org/elsewhere')).toEqual(contents('two', 3));
    expect(await shelf.load(SHOP)).toBeNull();
  });

  test('what an older app kept without saying whose it is belongs to the shop that asks for it first', async () => {
    const file = localJournalFile(folder);
    await open(indexedDB, file).save(SHOP, contents('one', 600));
    const tables = await new Dexie('catalogue', { indexedDB, IDBKeyRange: FaultyIndexedDB.keyRange }).open();
    await tables.table('snapshots').update(1, { shop: undefined });
    tables.close();
    await file.writeCopy('catalogue', JSON.stringify(contents('one', 600)));
    expect(await open(indexedDB, file).load('org/first')).toEqual(contents('one', 600));
    expect(await open(indexedDB, file).load('org/elsewhere')).toBeNull();
    expect(await open(new MemoryIndexedDB(), file).load('org/elsewhere')).toBeNull();
  });
});

test('two that are saved at once are kept one after the other, each whole', async () => {
  const shelf = open();
  const dearer = contents('dearer', 1200);
  dearer.catalogue.products.forEach((each) => (each.unit_price = '2.00'));
  await Promise.all([shelf.save(SHOP, contents('cheap', 1200)), shelf.save(SHOP, dearer)]);
  expect(await shelf.load(SHOP)).toEqual(dearer);
});
