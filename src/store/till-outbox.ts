import type { Batch, Confirmation, OutboxPort, OutboxPosition } from '#sync/ports.ts';
import { type BatchLimits, type JournalReader, readBatch, readHash } from './journal-reader.ts';

/** What the page's outbox needs of the store. */
export interface OutboxSource {
  /** Where the next event goes; null before this device is a register. */
  currentEpoch(): number | null;
  /** Runs over the database, or over the file while the database is down. */
  read<T>(work: (reader: JournalReader) => Promise<T>): Promise<T>;
  /** Gives the database what it missed, where that can be done now. */
  catchUp(): Promise<void>;
  confirm(confirmation: Confirmation): Promise<void>;
  rewind(epoch: number, seq: number): Promise<void>;
  startEpoch(epoch: number): Promise<void>;
}

/** The journal as the page's drainer sees it: also with what only the file holds. */
export class TillOutbox implements OutboxPort {
  readonly #source: OutboxSource;

  constructor(source: OutboxSource) {
    this.#source = source;
  }

  async position(): Promise<OutboxPosition | null> {
    const currentEpoch = this.#source.currentEpoch();
    if (currentEpoch === null) {
      return null;
    }
    return { currentEpoch, epochs: await this.#source.read((reader) => reader.extents()) };
  }

  async nextBatch(limits: BatchLimits, except: readonly number[]): Promise<Batch | null> {
    if (this.#source.currentEpoch() === null) {
      return null;
    }
    await this.#source.catchUp();
    return this.#source.read((reader) => readBatch(reader, limits, except));
  }

  async hashAt(epoch: number, seq: number): Promise<string | null> {
    return this.#source.read((reader) => readHash(reader, epoch, seq));
  }

  confirm(confirmation: Confirmation): Promise<void> {
    return this.#source.confirm(confirmation);
  }

  rewind(epoch: number, seq: number): Promise<void> {
    return this.#source.rewind(epoch, seq);
  }

  startEpoch(epoch: number): Promise<void> {
    return this.#source.startEpoch(epoch);
  }
}
