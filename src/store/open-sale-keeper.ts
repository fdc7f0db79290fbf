import type { JournalEvent } from '#core/journal/journal-event.ts';
import type { SaleEvent } from '#core/sale/sale.ts';
import type { DatabaseCopy } from './database-copy.ts';
import type { JournalDatabase } from './journal-database.ts';
import { inOrder, type RegisterPlace } from './journal-record.ts';
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

  async load(): Promise<void> {
    await this.#store(async () => {
      this.#sale = await this.#database.loadOpenSale();
      this.#isUnread = false;
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
    const before = this.#sale?.saleId === saleId ? this.#sale : { saleId, events: [], begunAt: end };
    const sale = { ...before, events: [...before.events, event] };
    this.#sale = sale;
    this.#hasBegunOne = true;
    await this.#store(() => this.#database.appendSaleEvent(this.#writer, sale));
  }

  async discard(saleId: string): Promise<void> {
    this.forget(saleId);
    this.#givenUp.add(saleId);
    await this.#store(() => this.#database.replaceOpenSale(this.#writer, emptied(saleId)));
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
