import type { UnsentReport } from '#protocol/sync.ts';
import type { ChainHead } from '#core/journal/journal-event.ts';
import type { Batch, Confirmation, OutboxPort, OutboxPosition } from '#sync/ports.ts';
import {
  type BatchLimits,
  type Flaws,
  type JournalReader,
  readBatch,
  readHash,
  readUnsentReport,
  readWholeBatch,
} from './journal-reader.ts';

/** Flaws that show only once others are mended: the end, the numbers before it, and what comes after those. */
const MOST_MENDS = 3;

/**
 * `mended`: reading again shows more. `nothing`: the file has none of it whole, or this browser has no such files.
 * `no_answer`: the file cannot be asked now.
 */
export type Mended = 'mended' | 'nothing' | 'no_answer';

/** What the page's outbox needs of the store. */
export interface OutboxSource {
  /** Where the next event goes; null before this device is a register. */
  currentEpoch(): number | null;
  /** The newest event; null before the first. */
  tip(): ChainHead | null;
  /** Runs over the database, or over the file while the database is down. */
  read<T>(work: (reader: JournalReader) => Promise<T>): Promise<T>;
  /** Gives the database what it missed, where that can be done now. */
  catchUp(): Promise<void>;
  /** Gives the database anew what it has lost or damaged at these numbers and the file has whole. */
  mend(flaws: Flaws): Promise<Mended>;
  confirm(confirmation: Confirmation): Promise<void>;
  rewind(epoch: number, seq: number): Promise<void>;
  /** See `OutboxPort`. */
  gather(): Promise<boolean>;
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
    // At a start that no copy answered there is nothing to read before one of them does.
    await this.#source.catchUp();
    return { currentEpoch, epochs: await this.#source.read((reader) => reader.extents()) };
  }

  async nextBatch(limits: BatchLimits, except: readonly number[]): Promise<Batch | null> {
    if (this.#source.currentEpoch() === null) {
      return null;
    }
    await this.#source.catchUp();
    const read = () => this.#source.read((reader) => readBatch(reader, limits, except));
    let found = await read();
    for (let mends = 0; mends < MOST_MENDS; mends += 1) {
      const flaws = found?.flaws ?? (await this.#lostTip());
      const mended = flaws.seqs.length === 0 ? 'nothing' : await this.#source.mend(flaws);
      if (mended === 'no_answer') {
        return this.#wholeBatch(limits, except);
      }
      if (mended === 'nothing') {
        break;
      }
      found = await read();
    }
    // What neither copy has whole is sent as it stands: the server keeps it for a person, and the rest goes on.
    return found?.batch ?? null;
  }

  /** What is behind a damaged row waits, for the file may have that whole. Rejects where nothing else is to be sent. */
  async #wholeBatch(limits: BatchLimits, except: readonly number[]): Promise<Batch> {
    const batch = await this.#source.read((reader) => readWholeBatch(reader, limits, except));
    if (batch === null) {
      throw new Error('a row of the database is damaged, and the file does not answer');
    }
    return batch;
  }

  /** A row that was lost at the end leaves no hole: only what was written last shows that it is missing. */
  async #lostTip(): Promise<Flaws> {
    const tip = this.#source.tip();
    const isThere = tip === null || (await this.hashAt(tip.epoch, tip.seq)) === tip.hash;
    return isThere ? { epoch: 0, seqs: [] } : { epoch: tip.epoch, seqs: [tip.seq] };
  }

  unsent(): Promise<UnsentReport> {
    return this.#source.read(readUnsentReport);
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

  gather(): Promise<boolean> {
    return this.#source.gather();
  }

  startEpoch(epoch: number): Promise<void> {
    return this.#source.startEpoch(epoch);
  }
}
