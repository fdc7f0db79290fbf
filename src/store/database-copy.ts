import type { JournalDatabase, Taken } from './journal-database.ts';
import { type JournalRecord, inJournalOrder, notAmong } from './journal-record.ts';
import { DatabaseWiped, type KeptSale, NewerSchema, type SentRow, WriterReplaced } from './journal-tables.ts';
import type { Identity } from './registration.ts';

const REST_MS = 30_000;
const CHUNK = 200;

/** What a database that lost everything is given back. */
export interface Refill {
  identity: Identity | null;
  sent: SentRow[];
  records: JournalRecord[];
  openSales: KeptSale[];
}

/**
 * The database as one of two copies. It is left alone while the disk is full, because a browser may lose the whole
 * database over a write that did not fit; what it misses meanwhile is remembered and written later.
 */
export class DatabaseCopy {
  readonly #database: JournalDatabase;
  readonly #writer: string;
  readonly #isHeld: () => boolean;
  readonly #now: () => number;
  /** Read only when it is needed: what can be put back from file and memory. */
  readonly #refill: () => Promise<Refill>;
  #missing: JournalRecord[] = [];
  #isUp: boolean;
  #hasClaimed: boolean;
  #isLeftAlone = false;
  #isOutdated = false;
  #restUntil = 0;

  /** `isUp`: it was opened and claimed for this writer, and what it missed has been named by `owe`. */
  constructor(
    database: JournalDatabase,
    ports: { writer: string; isHeld: () => boolean; now: () => number; refill: () => Promise<Refill> },
    isUp: boolean,
  ) {
    this.#database = database;
    this.#writer = ports.writer;
    this.#isHeld = ports.isHeld;
    this.#now = ports.now;
    this.#refill = ports.refill;
    this.#isUp = isUp;
    this.#hasClaimed = isUp;
    this.#restUntil = isUp ? 0 : ports.now() + REST_MS;
  }

  /** Whether it holds all it should and can be read. */
  get isUp(): boolean {
    return this.#isUp && this.#missing.length === 0;
  }

  /** Whether a newer version of the app has changed it: this one writes nothing into it any more. */
  get isOutdated(): boolean {
    return this.#isOutdated;
  }

  /** Keeps one more record. Rejects with WriterReplaced when another tab sells now. */
  async take(record: JournalRecord): Promise<Taken> {
    this.#missing.push(record);
    return this.catchUp();
  }

  /** Adds records that the other copy has, to be written with the next one. */
  owe(records: readonly JournalRecord[]): void {
    this.#missing.push(...notAmong(this.#missing, records));
  }

  forget(record: JournalRecord): void {
    this.#missing = this.#missing.filter(({ event }) => event.hash !== record.event.hash);
  }

  /** Tries to write what is missing, unless it must be left alone. Rejects with WriterReplaced. */
  async catchUp(): Promise<Taken> {
    if (this.#isLeftAlone || this.#isOutdated || this.#now() < this.#restUntil) {
      return 'refused';
    }
    const taken = await this.#write();
    this.#isUp = taken === 'stored';
    if (this.#isUp) {
      this.#missing = [];
    } else {
      this.rest();
    }
    return taken;
  }

  /** It failed to do something: leaves it alone for a while, but an emptied one is filled again at once. */
  fail(error: unknown): void {
    this.rest();
    this.#isOutdated ||= error instanceof NewerSchema;
    if (error instanceof DatabaseWiped) {
      this.wake();
    }
  }

  rest(): void {
    this.#isUp = false;
    this.#restUntil = this.#now() + REST_MS;
  }

  /** Tries again at once, however lately it failed. */
  wake(): void {
    this.#restUntil = 0;
  }

  /** Whether something new can be written, shown by writing it. Rejects with WriterReplaced. */
  async proveWrite(): Promise<boolean> {
    this.wake();
    if ((await this.catchUp()) !== 'stored') {
      return false;
    }
    try {
      await this.#database.reclaim(this.#writer, null);
      return true;
    } catch {
      this.rest();
      return false;
    }
  }

  /** The disk is full: it is not to be touched until `release`. */
  hold(): void {
    this.#isUp = false;
    this.#isLeftAlone = true;
  }

  /** The disk has room again. */
  release(): void {
    if (this.#isLeftAlone) {
      this.#isLeftAlone = false;
      this.#restUntil = 0;
    }
  }

  async #write(): Promise<Taken> {
    try {
      return this.#isUp ? await this.#addMissing() : await this.#rebuild();
    } catch (error) {
      return error instanceof DatabaseWiped ? this.#rebuildAfterWipe() : this.#afterError(error);
    }
  }

  async #rebuildAfterWipe(): Promise<Taken> {
    try {
      return await this.#rebuild();
    } catch (error) {
      return this.#afterError(error);
    }
  }

  async #addMissing(): Promise<Taken> {
    let taken: Taken = await this.#database.record(this.#writer, this.#missing.slice(0, CHUNK));
    for (let at = CHUNK; at < this.#missing.length && taken === 'stored'; at += CHUNK) {
      taken = await this.#database.record(this.#writer, this.#missing.slice(at, at + CHUNK));
    }
    return taken;
  }

  /** Gives a database that was away, or was emptied, everything that file and memory hold and it lacks. */
  async #rebuild(): Promise<Taken> {
    const { identity, sent, records, openSales } = await this.#refill();
    if (!this.#isHeld()) {
      throw new WriterReplaced('another tab has taken the till');
    }
    await (this.#hasClaimed
      ? this.#database.reclaim(this.#writer, identity)
      : this.#database.claim(this.#writer, identity));
    this.#hasClaimed = true;
    await this.#database.raiseSent(sent);
    for (const sale of openSales) {
      await this.#database.replaceOpenSale(this.#writer, sale);
    }
    const all = [...this.#missing, ...notAmong(this.#missing, records)];
    this.#missing = await this.#database.missingOf(all.sort(inJournalOrder));
    return this.#addMissing();
  }

  /** Whatever threw, threw before the new record was handed over: it certainly is not in the database. */
  #afterError(error: unknown): Taken {
    if (error instanceof WriterReplaced) {
      throw error;
    }
    this.#isOutdated = error instanceof NewerSchema;
    return 'refused';
  }
}
