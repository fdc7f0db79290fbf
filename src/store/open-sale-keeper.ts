import type { SaleEvent } from '#core/sale/sale.ts';
import type { DatabaseCopy } from './database-copy.ts';
import type { JournalDatabase } from './journal-database.ts';
import { type KeptSale, WriterReplaced } from './journal-tables.ts';
import { StorageRefused } from './till-store.ts';

/**
 * The sale that is being made, event by event, so that a reload loses nothing typed. No money hangs on it yet: while
 * the database cannot be written, it is kept in memory and put into the database when that comes back.
 */
export class OpenSaleKeeper {
  readonly #database: JournalDatabase;
  readonly #copy: DatabaseCopy;
  readonly #writer: string;
  #sale: KeptSale | null = null;
  /** The database did not say which sale was open when the till last stopped. */
  #isUnread = true;
  #hasBegunOne = false;
  readonly #givenUp = new Set<string>();

  constructor(database: JournalDatabase, copy: DatabaseCopy, writer: string) {
    this.#database = database;
    this.#copy = copy;
    this.#writer = writer;
  }

  get events(): SaleEvent[] {
    return [...(this.#sale?.events ?? [])];
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
    const givenUp = [...this.#givenUp].map((saleId): KeptSale => ({ saleId, events: [] }));
    return this.#sale === null ? givenUp : [...givenUp, this.#sale];
  }

  async load(): Promise<void> {
    await this.#store(async () => {
      this.#sale = await this.#openInDatabase();
      this.#isUnread = false;
    });
  }

  /** A sale that was put back as an open one beside its own completion is done, and open no more. */
  async #openInDatabase(): Promise<KeptSale | null> {
    const open = await this.#database.loadOpenSale();
    if (open === null || (await this.#database.find(open.saleId)) === null) {
      return open;
    }
    await this.#database.replaceOpenSale(this.#writer, open.saleId, []);
    return this.#openInDatabase();
  }

  async append(saleId: string, event: SaleEvent): Promise<void> {
    const events = this.#sale?.saleId === saleId ? [...this.#sale.events, event] : [event];
    this.#sale = { saleId, events };
    this.#hasBegunOne = true;
    await this.#store(() => this.#database.appendSaleEvent(this.#writer, saleId, events));
  }

  async discard(saleId: string): Promise<void> {
    this.forget(saleId);
    this.#givenUp.add(saleId);
    await this.#store(() => this.#database.replaceOpenSale(this.#writer, saleId, []));
  }

  /** The sale has become a completed one; its events went from the database together with that. */
  forget(saleId: string): void {
    if (this.#sale?.saleId === saleId) {
      this.#sale = null;
    }
  }

  async #store(work: () => Promise<void>): Promise<void> {
    if (!this.#copy.isUp) {
      return;
    }
    try {
      await work();
    } catch (error) {
      if (error instanceof WriterReplaced) {
        throw new StorageRefused('other_tab', { cause: error });
      }
      this.#copy.fail(error);
    }
  }
}
