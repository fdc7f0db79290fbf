import type { ChainHead, JournalEvent } from '#core/journal/journal-event.ts';
import { type HistoryReader, withOlderEvents } from './history-shelf.ts';
import type { Flaws } from './journal-reader.ts';
import { type JournalRecord, isWhole } from './journal-record.ts';
import type { Mended } from './till-outbox.ts';
import type { TillStorage } from './till-storage.ts';

/**
 * So many of the newest are looked at before they are shown: what a cashier goes by. To look at one takes a tenth of a
 * millisecond, too long for all of a week without a line; the rest is looked at when it is sent.
 */
const MOST_CHECKED = 50;

export interface EventReaderParts {
  storage: TillStorage;
  history: HistoryReader;
  /** Has what was lost or damaged put in its place while nothing else is written. May reject. */
  mend: (registerId: string, flaws: Flaws) => Promise<Mended>;
}

/**
 * One register's events for somebody to look at. A row that the database has lost or damaged is mended from the file
 * first: a cashier who does not find a sale makes it once more, and what is shown of one is believed.
 */
export class EventReader {
  readonly #parts: EventReaderParts;

  constructor(parts: EventReaderParts) {
    this.#parts = parts;
  }

  /** By journal id or transaction id; also what the server gave back of the time before this device's journal. */
  async find(registerId: string, id: string): Promise<JournalEvent | null> {
    const { storage, history } = this.#parts;
    const found = await storage.read(registerId, (reader) => reader.find(id));
    const isDamaged = found !== null && !isWhole(registerId, found);
    const inFile = isDamaged ? await storage.findInFile(registerId, id).catch(() => null) : null;
    const record = inFile ?? found;
    return record?.event ?? history.find(registerId, id).catch(() => null);
  }

  /** Newest first; `tip` is the newest there is on this device. */
  async newest(registerId: string, limit: number, tip: ChainHead | null): Promise<JournalEvent[]> {
    const { storage, history, mend } = this.#parts;
    const read = () => storage.read(registerId, (reader) => reader.newest(limit));
    const records = await read();
    // Who asks for none has seen none: that says nothing about the newest.
    const checked = limit === 0 ? [] : records.slice(0, MOST_CHECKED);
    let isMended = false;
    for (const flaws of tip === null || limit === 0 ? [] : flawsAmong(tip, registerId, checked)) {
      isMended = (await mend(registerId, flaws).catch(() => 'nothing')) === 'mended' || isMended;
    }
    const own = (isMended ? await read() : records).map(({ event }) => event);
    return withOlderEvents(own, limit, (many) => history.newest(registerId, many));
  }
}

/**
 * Of the tip's epoch, the numbers down to the oldest of these records at which none of them is whole; of epochs before it,
 * where the till went on in another one, those of damaged records. Older ones may be gone for good: they were confirmed and
 * are pruned.
 */
function flawsAmong(tip: ChainHead, registerId: string, records: readonly JournalRecord[]): Flaws[] {
  const isOfTip = ({ event }: JournalRecord) => event.epoch === tip.epoch;
  const whole = records.filter((record) => isWhole(registerId, record));
  const damaged = records.filter((record) => !isOfTip(record) && !isWhole(registerId, record));
  const epochs = new Map([[tip.epoch, seqsBelow(tip, whole.filter(isOfTip), records.length)]]);
  for (const { epoch, seq } of damaged.map(({ event }) => event)) {
    epochs.set(epoch, [...(epochs.get(epoch) ?? []), seq]);
  }
  return [...epochs].map(([epoch, seqs]) => ({ epoch, seqs })).filter(({ seqs }) => seqs.length > 0);
}

/** So many numbers of the tip's epoch, from the tip down, without those of whole records. */
function seqsBelow(tip: ChainHead, whole: readonly JournalRecord[], many: number): number[] {
  const held = new Set(whole.map(({ event }) => event.seq));
  const oldest = Math.max(1, Math.min(tip.seq, ...held, tip.seq - many + 1));
  const seqs: number[] = [];
  for (let seq = oldest; seq <= tip.seq; seq += 1) {
    if (!held.has(seq)) {
      seqs.push(seq);
    }
  }
  return seqs;
}
