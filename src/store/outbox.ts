import type { UnsentReport } from '#protocol/sync.ts';
import type { Batch, Confirmation, OutboxPort, OutboxPosition } from '#sync/ports.ts';
import type { JournalDatabase } from './journal-database.ts';
import {
  type BatchLimits,
  type EpochExtent,
  type JournalReader,
  readHash,
  readUnsentReport,
  readWholeBatch,
} from './journal-reader.ts';
import type { Identity } from './registration.ts';

/**
 * The journal database as the drainer sees it, in the page or in the service worker. It holds nothing in memory:
 * whatever another tab or the worker has confirmed meanwhile is seen by the next call.
 */
export class DatabaseOutbox implements OutboxPort {
  readonly #database: JournalDatabase;
  readonly #changed: () => void;

  /** `changed` is called after each confirmation, so that whoever else has the journal open can be told. */
  constructor(database: JournalDatabase, changed: () => void) {
    this.#database = database;
    this.#changed = changed;
  }

  async position(): Promise<OutboxPosition | null> {
    const identity = await this.#database.readIdentity();
    if (identity === null) {
      return null;
    }
    const epochs = await this.#readerFor(identity).extents();
    return { currentEpoch: newestEpoch(identity, epochs), epochs };
  }

  /**
   * Stops before a damaged or a missing row: the file may have that event whole, and only the page can look there. The
   * page mends it when it next sends, or sends it as it stands, so that nothing waits longer than until the till is
   * opened. The other epochs go on meanwhile.
   */
  async nextBatch(limits: BatchLimits, except: readonly number[]): Promise<Batch | null> {
    const identity = await this.#database.readIdentity();
    return identity === null ? null : readWholeBatch(this.#readerFor(identity), limits, except);
  }

  async unsent(): Promise<UnsentReport> {
    const identity = await this.#database.readIdentity();
    return identity === null ? { events: 0, oldest_sold_at: null } : readUnsentReport(this.#readerFor(identity));
  }

  async hashAt(epoch: number, seq: number): Promise<string | null> {
    const identity = await this.#database.readIdentity();
    return identity === null ? null : readHash(this.#readerFor(identity), epoch, seq);
  }

  async confirm({ epoch, seq, noteworthy }: Confirmation): Promise<void> {
    await this.#database.moveSent({ direction: 'up', epoch, seq, noteworthy });
    this.#changed();
  }

  async rewind(epoch: number, seq: number): Promise<void> {
    await this.#database.moveSent({ direction: 'down', epoch, seq: seq - 1, noteworthy: [] });
    this.#changed();
  }

  /** It sees one copy of two: what it lacks may be in the other. */
  gather(): Promise<boolean> {
    return Promise.resolve(false);
  }

  async startEpoch(epoch: number): Promise<void> {
    const identity = await this.#database.readIdentity();
    if (identity !== null && epoch > identity.epoch) {
      await this.#database.saveIdentity(null, { ...identity, epoch });
    }
    this.#changed();
  }

  #readerFor(identity: Identity): JournalReader {
    return this.#database.readerFor(identity.registration.registerId);
  }
}

/** The epoch that the next event is written in. */
export function newestEpoch(identity: Identity, epochs: readonly Pick<EpochExtent, 'epoch'>[]): number {
  return Math.max(identity.epoch, ...epochs.map(({ epoch }) => epoch));
}
