import { z } from 'zod';
import type { SaleEvent } from '#core/sale/sale.ts';
import type { JournalFile } from './journal-file.ts';
import type { KeptSale } from './journal-tables.ts';
import { within } from './patience.ts';

/** A key that is typed does not wait longer than this for a file that hangs. */
const PATIENCE_MS = 2_000;
/** How long a file that failed is left alone. */
const REST_MS = 30_000;

/** What the database has still to be told: the sale that is open, and those that were given up since it last answered. */
export interface OwedSales {
  open: KeptSale | null;
  givenUp: string[];
}

const placeShape = z.object({ registerId: z.string(), epoch: z.int(), seq: z.int() });
const owedShape = z.object({
  open: z
    .object({
      saleId: z.string(),
      events: z.array(z.looseObject({ type: z.string() })),
      begunAt: placeShape.nullable(),
    })
    .nullable(),
  givenUp: z.array(z.string()),
});

/** A place in the journal's file for the open sale, used only while the database does not take it. */
export class OpenSaleFile {
  readonly #file: Pick<JournalFile, 'readCopy' | 'writeCopy'>;
  readonly #now: () => number;
  #isEmpty = true;
  #restUntil = 0;

  constructor(file: Pick<JournalFile, 'readCopy' | 'writeCopy'>, now: () => number) {
    this.#file = file;
    this.#now = now;
  }

  /** Null when there is nothing, or nothing that can be read. */
  async read(): Promise<OwedSales | null> {
    try {
      const text = await within(PATIENCE_MS, this.#file.readCopy('open-sale'));
      this.#isEmpty = text === null || text === '';
      const { open, givenUp } = owedShape.parse(JSON.parse(text ?? ''));
      return { givenUp, open: open === null ? null : { ...open, events: open.events as unknown as SaleEvent[] } };
    } catch {
      return null;
    }
  }

  /** Keeps it where that can be done now: on a full disk it cannot, and what is typed then is kept in memory alone. */
  async keep(owed: OwedSales): Promise<void> {
    this.#isEmpty = false;
    await this.#write(JSON.stringify(owed));
  }

  /** The database has been told. */
  async clear(): Promise<void> {
    if (!this.#isEmpty) {
      this.#isEmpty = await this.#write('');
    }
  }

  async #write(text: string): Promise<boolean> {
    if (this.#now() < this.#restUntil) {
      return false;
    }
    try {
      await within(PATIENCE_MS, this.#file.writeCopy('open-sale', text));
      return true;
    } catch {
      this.#restUntil = this.#now() + REST_MS;
      return false;
    }
  }
}
