import type { JournalEvent } from '#core/journal/journal-event.ts';
import type { SaleEvent } from '#core/sale/sale.ts';
import type { DatabaseCopy } from './database-copy.ts';
import type { JournalDatabase } from './journal-database.ts';
import type { JournalFile } from './journal-file.ts';
import { inOrder, type RegisterPlace } from './journal-record.ts';
import { type KeptSale, WriterReplaced } from './journal-tables.ts';
import { OpenSaleFile } from './open-sale-file.ts';
import { StorageRefused } from './till-store.ts';

interface KeeperParts {
  database: JournalDatabase;
  file: JournalFile;
  writer: string;
  now: () => number;
}

/**
 * The sale that is being made, event by event, so that a reload loses nothing typed. While the database cannot be written
 * it is kept in memory and, as far as there is room, in the file, and put into the database when that comes back.
 */
export class OpenSaleKeeper {
  readonly #database: JournalDatabase;
  readonly #copy: DatabaseCopy;
  readonly #file: OpenSaleFile;
  readonly #writer: string;
  #sale: KeptSale | null = null;
  /** The database did not say which sale was open when the till last stopped. */
  #isUnread = true;
  #hasBegunOne = false;
  readonly #givenUp = new Set<string>();

  constructor(copy: DatabaseCopy, { database, file, writer, now }: KeeperParts) {
    this.#database = database;
    this.#copy = copy;
    this.#file = new OpenSaleFile(file, now);
    this.#writer = writer;
  }

  get sale(): KeptSale | null {
    return this.#sale;
  }

  /**
   * What the database has to be told when it comes back: the open sale, and those given up meanwhile, as empty ones. One
   * that it had from before, and that nobody was shown since, has been made anew or is nobody's any more once another one
   * was begun: it must not come up at a later start, to be paid once more.
   */
  async owed(): Promise<KeptSale[]> {
    const unseen = this.#isUnread && this.#hasBegunOne ? await this.#database.loadOpenSale() : null;
    if (unseen !== null && unseen.saleId !== this.#sale?.saleId) {
      this.#givenUp.add(unseen.saleId);
    }
    const givenUp = [...this.#givenUp].map(emptied);
    return this.#sale === null ? givenUp : [...givenUp, this.#sale];
  }

  /** `end` is where the journal ends now. */
  async load(end: RegisterPlace | null): Promise<void> {
    const inFile = await this.#file.read();
    const openInFile = notBeyond(inFile?.open ?? null, end);
    this.#sale = openInFile;
    inFile?.givenUp.forEach((saleId) => this.#givenUp.add(saleId));
    await this.#store(async () => {
      const kept = await this.#database.loadOpenSale();
      const inDatabase = notBeyond(kept, end);
      this.#sale = this.#givenUp.has(inDatabase?.saleId ?? '') ? openInFile : laterOf(inDatabase, openInFile);
      this.#isUnread = false;
      for (const sale of inFile === null && inDatabase === kept ? [] : await this.owed()) {
        await this.#database.replaceOpenSale(this.#writer, sale);
      }
    });
  }

  /**
   * One sale is open at a time: one that the database still has from before another was completed, or itself, is nobody's
   * any more. That other one was made while the database did not answer, and the till stopped before it could be told.
   * Rejects with StorageRefused when another tab has the till.
   */
  async forgetOvertaken(newest: readonly JournalEvent[]): Promise<void> {
    const sale = this.#sale;
    if (sale !== null && isOvertaken(sale, newest)) {
      await this.discard(sale.saleId);
    }
  }

  /** `end` is where the journal ends now. */
  async append(saleId: string, event: SaleEvent, end: RegisterPlace | null): Promise<void> {
    if (this.#sale !== null && this.#sale.saleId !== saleId) {
      // One that was left for this one: where it was begun may be behind all that is written from now on.
      await this.discard(this.#sale.saleId);
    }
    const before = this.#sale?.saleId === saleId ? this.#sale : { saleId, events: [], begunAt: end };
    const sale = { ...before, events: [...before.events, event] };
    this.#sale = sale;
    this.#hasBegunOne = true;
    await this.#store(() => this.#database.appendSaleEvent(this.#writer, sale));
  }

  async discard(saleId: string): Promise<void> {
    this.#forget(saleId);
    this.#givenUp.add(saleId);
    await this.#store(() => this.#database.replaceOpenSale(this.#writer, emptied(saleId)));
  }

  /** The sale has become a completed one; its events went from the database together with that. */
  async completed(saleId: string): Promise<void> {
    this.#forget(saleId);
    await (this.#copy.isUp ? this.#file.clear() : this.#keepInFile());
  }

  #forget(saleId: string): void {
    if (this.#sale?.saleId === saleId) {
      this.#sale = null;
    }
  }

  async #store(work: () => Promise<void>): Promise<void> {
    if (!this.#copy.isUp) {
      return this.#keepInFile();
    }
    try {
      await work();
    } catch (error) {
      if (error instanceof WriterReplaced) {
        throw new StorageRefused('other_tab', { cause: error });
      }
      this.#copy.fail(error);
      return this.#keepInFile();
    }
    await this.#file.clear();
  }

  async #keepInFile(): Promise<void> {
    if (this.#hasBegunOne || this.#givenUp.size > 0) {
      await this.#file.keep({ open: this.#sale, givenUp: [...this.#givenUp] });
    }
  }
}

/** The file's was kept while the database was not told of it; should that have been told since, it has what is newer. */
function laterOf(inDatabase: KeptSale | null, inFile: KeptSale | null): KeptSale | null {
  if (inDatabase === null || inFile === null) {
    return inDatabase ?? inFile;
  }
  return isNewer(inDatabase, inFile) ? inDatabase : inFile;
}

/**
 * A start that does not see both copies goes on in an epoch of its own, and the next one does not where nothing was written
 * there: a sale that was begun in it was begun where the journal ends now, or what is sold next would never be after it.
 */
function notBeyond(sale: KeptSale | null, end: RegisterPlace | null): KeptSale | null {
  const begunAt = sale?.begunAt ?? null;
  const isBeyond = end !== null && begunAt?.registerId === end.registerId && inOrder(begunAt, end) > 0;
  return sale !== null && isBeyond ? { ...sale, begunAt: end } : sale;
}

function isNewer(a: KeptSale, b: KeptSale): boolean {
  if (a.saleId === b.saleId) {
    return a.events.length > b.events.length;
  }
  const order = a.begunAt === null || b.begunAt === null ? 0 : inOrder(a.begunAt, b.begunAt);
  // Ids begin with when they were made.
  return order > 0 || (order === 0 && a.saleId > b.saleId);
}

function emptied(saleId: string): KeptSale {
  return { saleId, events: [], begunAt: null };
}

/** Whether this sale, or any other since it was begun, is among these as one that was written down. */
function isOvertaken({ saleId, begunAt }: KeptSale, newest: readonly JournalEvent[]): boolean {
  return newest.some((event) => {
    if (event.type !== 'sale.completed') {
      return false;
    }
    const isLater = event.register_id === begunAt?.registerId && inOrder(event, begunAt) >= 0;
    return isLater || event.body.transaction_id === saleId;
  });
}
