import type { FileCopy } from './file-copy.ts';
import type { EpochExtent, Flaws, JournalReader } from './journal-reader.ts';
import { type JournalRecord, registerTag } from './journal-record.ts';
import type { SlotKey } from './slot-format.ts';

/** One register's journal as the file holds it: everything unconfirmed, and what was confirmed not long ago. */
export class FileReader implements JournalReader {
  readonly registerId: string;
  readonly #file: Pick<FileCopy, 'keys' | 'read'>;
  readonly #register: number;
  readonly #sentThrough: (epoch: number) => number;

  constructor(file: Pick<FileCopy, 'keys' | 'read'>, registerId: string, sentThrough: (epoch: number) => number) {
    this.#file = file;
    this.registerId = registerId;
    this.#register = registerTag(registerId);
    this.#sentThrough = sentThrough;
  }

  async extents(): Promise<EpochExtent[]> {
    const lastSeqs = new Map((await this.#keys()).map(({ epoch, seq }) => [epoch, seq]));
    return [...lastSeqs].map(([epoch, lastSeq]) => ({ epoch, lastSeq, sentThrough: this.#sentThrough(epoch) }));
  }

  async slice(from: { epoch: number; seq: number }, limit: number): Promise<JournalRecord[]> {
    const keys = (await this.#keys()).filter(({ epoch, seq }) => epoch === from.epoch && seq >= from.seq);
    return this.#file.read(keys.slice(0, limit));
  }

  async seqsFrom(from: { epoch: number; seq: number }): Promise<number[]> {
    const keys = await this.#keys();
    return keys.filter(({ epoch, seq }) => epoch === from.epoch && seq >= from.seq).map(({ seq }) => seq);
  }

  /** The records under these numbers that are there whole. */
  async at({ epoch, seqs }: Flaws): Promise<JournalRecord[]> {
    const wanted = new Set(seqs);
    const keys = (await this.#keys()).filter((key) => key.epoch === epoch && wanted.has(key.seq));
    const records = keys.length === 0 ? [] : await this.#file.read(keys);
    return records.filter(({ event }) => event.register_id === this.registerId);
  }

  async newest(limit: number): Promise<JournalRecord[]> {
    const keys = await this.#keys();
    return this.#file.read(keys.slice(Math.max(0, keys.length - limit)).reverse());
  }

  async find(id: string): Promise<JournalRecord | null> {
    const records = await this.#file.read(await this.#keys());
    return records.find(({ event }) => event.id === id || saleIdOf(event) === id) ?? null;
  }

  /** This register's keys in the journal's order. */
  async #keys(): Promise<SlotKey[]> {
    const keys = await this.#file.keys();
    return keys
      .filter(({ register }) => register === this.#register)
      .sort((a, b) => a.epoch - b.epoch || a.seq - b.seq);
  }
}

function saleIdOf(event: JournalRecord['event']): string | null {
  return event.type === 'sale.completed' ? event.body.transaction_id : null;
}
