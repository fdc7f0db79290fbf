import { Dexie, type Table } from 'dexie';
import type { JournalEvent } from '#core/journal/journal-event.ts';
import type { JournalFile } from './journal-file.ts';
import type { DatabasePlace } from './journal-tables.ts';

/** A database of its own: it is never the journal, and nothing is lost with it that the server would not give again. */
export const HISTORY_DATABASE = 'mostrador-history';

/** Looks up what a register sold before this device's journal began. */
export interface HistoryReader {
  /** By journal id or transaction id. */
  find(registerId: string, id: string): Promise<JournalEvent | null>;
  /** Newest first. */
  newest(registerId: string, limit: number): Promise<JournalEvent[]>;
}

/** For a till that keeps nothing but its journal. */
export const NO_HISTORY: HistoryReader = { find: () => Promise.resolve(null), newest: () => Promise.resolve([]) };

/**
 * This device's own newest events, and after them what else the server had of the register, up to `limit`. A history
 * that cannot be read adds nothing.
 */
export async function withOlderEvents(
  own: readonly JournalEvent[],
  limit: number,
  older: (limit: number) => Promise<JournalEvent[]>,
): Promise<JournalEvent[]> {
  if (own.length >= limit) {
    return [...own];
  }
  const known = new Set(own.map(({ hash }) => hash));
  const others = await older(limit + own.length).catch(() => []);
  return [...own, ...others.filter(({ hash }) => !known.has(hash))].slice(0, limit);
}

/** How far the fetching has come, from the newest event back. */
export interface HistoryProgress {
  registerId: string;
  /** Where to ask on from; null at the very beginning. */
  before: string | null;
  done: boolean;
}

interface HistoryRow {
  registerId: string;
  epoch: number;
  seq: number;
  id: string;
  saleId: string | null;
  soldAt: string;
  event: JournalEvent;
}

class HistoryTables extends Dexie {
  declare readonly events: Table<HistoryRow, [string, number, number]>;
  declare readonly progress: Table<HistoryProgress, string>;

  constructor(place: DatabasePlace) {
    super(place.name, {
      ...(place.indexedDB && { indexedDB: place.indexedDB }),
      ...(place.IDBKeyRange && { IDBKeyRange: place.IDBKeyRange }),
      cache: 'disabled',
    });
    this.version(1).stores({ events: '[registerId+epoch+seq], id, saleId, soldAt', progress: 'registerId' });
  }
}

/** What the server holds of this register, kept on a device that never had it or lost it. May be dropped at any time. */
export class HistoryShelf implements HistoryReader {
  readonly #tables: HistoryTables;
  readonly #file: Pick<JournalFile, 'probe'>;

  constructor(place: DatabasePlace, file: Pick<JournalFile, 'probe'>) {
    this.#tables = new HistoryTables(place);
    this.#file = file;
  }

  close(): void {
    this.#tables.close();
  }

  /** Null before anything was ever fetched for this register. */
  async progress(registerId: string): Promise<HistoryProgress | null> {
    return (await this.#tables.progress.get(registerId)) ?? null;
  }

  /** Fetches everything anew from the newest on; what is there stays until it is replaced by the same. */
  async restart(registerId: string): Promise<void> {
    await this.#tables.progress.put({ registerId, before: null, done: false });
  }

  /**
   * Keeps one page and how far it came, both or neither. Rejects when the disk is full, before it touches a database: a
   * browser may lose all of them over a write that does not fit.
   */
  async keepPage(events: readonly JournalEvent[], progress: HistoryProgress): Promise<void> {
    await this.#file.probe();
    await this.#tables.transaction('rw', this.#tables.events, this.#tables.progress, async () => {
      await this.#tables.events.bulkPut(events.map(rowOf));
      await this.#tables.progress.put(progress);
    });
  }

  /** Forgets what was sold before a UTC instant. */
  async prune(before: string): Promise<void> {
    await this.#tables.events.where('soldAt').below(before).delete();
  }

  async find(registerId: string, id: string): Promise<JournalEvent | null> {
    const rows = await this.#tables.events.where('id').equals(id).or('saleId').equals(id).toArray();
    return rows.find((row) => row.registerId === registerId)?.event ?? null;
  }

  async newest(registerId: string, limit: number): Promise<JournalEvent[]> {
    const rows = await this.#tables.events
      .where('[registerId+epoch+seq]')
      .between([registerId, Dexie.minKey, Dexie.minKey], [registerId, Dexie.maxKey, Dexie.maxKey])
      .reverse()
      .limit(limit)
      .toArray();
    return rows.map(({ event }) => event);
  }
}

function rowOf(event: JournalEvent): HistoryRow {
  return {
    registerId: event.register_id,
    epoch: event.epoch,
    seq: event.seq,
    id: event.id,
    saleId: event.type === 'sale.completed' ? event.body.transaction_id : null,
    soldAt: event.sold_at,
    event,
  };
}
