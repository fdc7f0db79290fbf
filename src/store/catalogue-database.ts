import { Dexie, type Table } from 'dexie';
import { z } from 'zod';
import type { Catalogue, Product, StaffMember } from '#core/catalogue/catalogue.ts';
import { catalogueSnapshot, staffList } from '#protocol/catalogue.ts';
import type { JournalFile } from './journal-file.ts';
import type { DatabasePlace } from './journal-tables.ts';
import { SerialQueue } from './serial-queue.ts';
import type { Registration } from './till-store.ts';

/** Products in one row: few enough that no write blocks for long, enough that reading 100,000 is quick. */
const ROW_PRODUCTS = 500;

export const CATALOGUE_DATABASE = 'mostrador-catalogue';

/** What may be sold and who may sell it, as last fetched. */
export interface ShelfContents {
  catalogue: Catalogue;
  staff: StaffMember[];
}

interface SnapshotRow {
  serial: number;
  /** Whose it is; left out by the first versions of the app, which kept one shop's only. */
  shop?: string;
  catalogue: Omit<Catalogue, 'products'>;
  staff: StaffMember[];
  products: number;
}

class CatalogueTables extends Dexie {
  declare readonly snapshots: Table<SnapshotRow, number>;
  declare readonly products: Table<{ serial: number; part: number; products: Product[] }, [number, number]>;
  declare readonly pointer: Table<{ key: 'current'; serial: number }, string>;

  constructor(place: DatabasePlace) {
    super(place.name, {
      ...(place.indexedDB && { indexedDB: place.indexedDB }),
      ...(place.IDBKeyRange && { IDBKeyRange: place.IDBKeyRange }),
      cache: 'disabled',
    });
    this.version(1).stores({ snapshots: 'serial', products: '[serial+part]', pointer: 'key' });
  }
}

type StoredShelf = ShelfContents & { shop?: string };

const storedShelf: z.ZodType<StoredShelf> = z.object({
  shop: z.string().exactOptional(),
  catalogue: catalogueSnapshot,
  staff: staffList,
});

/** The local whose goods and people these are. A device that becomes a register of another one has no use for them. */
export function shopOf({ organisationId, localId }: Pick<Registration, 'organisationId' | 'localId'>): string {
  return `${organisationId}/${localId}`;
}

/**
 * The catalogue in a database of its own, which may be lost at any time without losing a sale; a copy in a file brings
 * it back without a line.
 */
export class CatalogueShelf {
  readonly #tables: CatalogueTables;
  readonly #queue = new SerialQueue();
  readonly #file: Pick<JournalFile, 'probe' | 'readCopy' | 'writeCopy'>;

  constructor(place: DatabasePlace, file: Pick<JournalFile, 'probe' | 'readCopy' | 'writeCopy'>) {
    this.#tables = new CatalogueTables(place);
    this.#file = file;
  }

  /** What was saved last; null when there is nothing, nothing whole, or what is another shop's. */
  async load(shop: string): Promise<ShelfContents | null> {
    const found = await this.#loadFromDatabase().catch(() => null);
    if (found === null) {
      return this.#loadFromCopy(shop);
    }
    const { shop: whose, ...contents } = found;
    if (whose === undefined) {
      await this.save(shop, contents).catch(() => null);
    }
    return (whose ?? shop) === shop ? contents : null;
  }

  /**
   * Replaces what is there. The new snapshot is written beside the old one and counted before the pointer is moved, so
   * that a till that dies half-way starts with the old one, whole. Rejects when the disk is full, before it touches the
   * databases: a browser may lose all of them over a write that does not fit.
   */
  save(shop: string, contents: ShelfContents): Promise<void> {
    // One after the other: two that write at once would make one snapshot of both.
    return this.#queue.run(async () => {
      await this.#file.probe();
      await this.#saveToDatabase(shop, contents);
      await this.#file.writeCopy('catalogue', JSON.stringify({ shop, ...contents }));
    });
  }

  close(): void {
    this.#tables.close();
  }

  async #loadFromDatabase(): Promise<StoredShelf | null> {
    const current = await this.#tables.pointer.get('current');
    const snapshot = current && (await this.#tables.snapshots.get(current.serial));
    if (snapshot === undefined) {
      return null;
    }
    const { shop } = snapshot;
    const rows = await this.#rowsOf(snapshot.serial).toArray();
    const products = rows.flatMap((row) => row.products);
    return products.length === snapshot.products
      ? {
          ...(shop === undefined ? {} : { shop }),
          catalogue: { ...snapshot.catalogue, products },
          staff: snapshot.staff,
        }
      : null;
  }

  async #loadFromCopy(shop: string): Promise<ShelfContents | null> {
    try {
      const { shop: whose = shop, ...contents } = storedShelf.parse(
        JSON.parse((await this.#file.readCopy('catalogue')) ?? 'null'),
      );
      if (whose !== shop) {
        return null;
      }
      await this.#queue.run(() => this.#saveToDatabase(shop, contents)).catch(() => null);
      return contents;
    } catch {
      return null;
    }
  }

  async #saveToDatabase(shop: string, { catalogue: { products, ...catalogue }, staff }: ShelfContents): Promise<void> {
    const { snapshots, pointer, products: rows } = this.#tables;
    const newest = await snapshots.orderBy('serial').last();
    const serial = (newest?.serial ?? 0) + 1;
    await this.#rowsOf(serial).delete();
    for (let part = 0; part * ROW_PRODUCTS < products.length; part += 1) {
      const some = products.slice(part * ROW_PRODUCTS, (part + 1) * ROW_PRODUCTS);
      await rows.put({ serial, part, products: some });
    }
    const written = await this.#countProducts(serial);
    if (written !== products.length) {
      throw new Error(`${String(written)} of ${String(products.length)} products were written`);
    }
    await this.#tables.transaction('rw', snapshots, pointer, async () => {
      await snapshots.put({ serial, shop, catalogue, staff, products: products.length });
      await pointer.put({ key: 'current', serial });
      await snapshots.where('serial').below(serial).delete();
    });
    await rows.where('[serial+part]').below([serial, Dexie.minKey]).delete();
  }

  async #countProducts(serial: number): Promise<number> {
    let count = 0;
    await this.#rowsOf(serial).each((row) => {
      count += row.products.length;
    });
    return count;
  }

  #rowsOf(serial: number) {
    return this.#tables.products.where('[serial+part]').between([serial, Dexie.minKey], [serial, Dexie.maxKey]);
  }
}
