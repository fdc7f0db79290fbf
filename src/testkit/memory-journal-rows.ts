import type { NoteworthyResult } from '#sync/ports.ts';
import type { EpochExtent } from '#store/journal-reader.ts';
import { type JournalRecord, type RegisterPlace, isWholeAt, placeOf } from '#store/journal-record.ts';
import type { AddedSaleEvent, JournalRows, SentMove } from '#store/journal-rows.ts';
import { DatabaseWiped, type KeptSale, type SentRow, WriterReplaced } from '#store/journal-tables.ts';
import { type Identity, newestOf } from '#store/registration.ts';
import type { Noteworthy } from '#store/till-store.ts';

type Calls = { [Name in keyof Omit<JournalRows, 'close'>]: JournalRows[Name] };

/**
 * What stands between a connection and the disk: called around each transaction, told whether it writes. It may throw,
 * never answer, or let the transaction through and then throw.
 */
export type DiskCall = <T>(isWrite: boolean, run: () => T) => Promise<T>;

/**
 * The journal database of one device in memory, many times faster than IndexedDB in memory: for simulations of millions
 * of sales. It keeps the same contract as the real one, shown by the same tests. Transactions are whole or not at all,
 * and durable as soon as they have run.
 */
export class MemoryJournal {
  readonly #epochs = new Map<string, Map<number, Epoch>>();
  readonly #byId = new Map<string, JournalRecord>();
  readonly #bySale = new Map<string, JournalRecord>();
  readonly #sent = new Map<string, SentRow>();
  /** As far as each mark has ever been. */
  readonly #everSent = new Map<string, SentRow>();
  readonly #outcomes = new Map<string, NoteworthyResult & { registerId: string }>();
  #openSales: KeptSale[] = [];
  #identity: Identity | null = null;
  #writer: string | null = null;
  /** Changes when the app dies: connections made before it are dead. */
  #life = 0;

  /** A new connection; `call` stands for the disk. */
  connect(call: DiskCall = (_isWrite, run) => Promise.resolve().then(run)): JournalRows {
    const life = this.#life;
    const alive = <T>(isWrite: boolean, run: () => T): Promise<T> =>
      call(isWrite, () => {
        if (life !== this.#life) {
          throw new DOMException('The database connection is closing', 'InvalidStateError');
        }
        return run();
      });
    return { ...this.#reads(alive), ...this.#writes(alive), close: () => undefined };
  }

  /** The app that had it open is gone. */
  disconnect(): void {
    this.#life += 1;
  }

  /** Someone deletes the database behind the app's back, as Chromium does after a badly timed crash. */
  wipe(): void {
    for (const kept of [this.#epochs, this.#byId, this.#bySale, this.#sent, this.#everSent, this.#outcomes]) {
      kept.clear();
    }
    this.#openSales = [];
    this.#identity = null;
    this.#writer = null;
  }

  /** One row is changed behind the app's back, or lost. */
  damage(place: RegisterPlace, damaged: JournalRecord | null): void {
    const epoch = this.#epochs.get(place.registerId)?.get(place.epoch);
    const before = epoch?.rows.get(place.seq);
    if (epoch === undefined || before === undefined) {
      throw new Error(`there is no row ${String(place.seq)}`);
    }
    if (damaged !== null) {
      epoch.rows.set(place.seq, damaged);
      this.#byId.set(before.event.id, damaged);
      return;
    }
    epoch.rows.delete(place.seq);
    epoch.last = Math.max(0, ...epoch.rows.keys());
    this.#byId.delete(before.event.id);
  }

  /** What it holds, for those who look at it from outside. */
  get contents(): { records: JournalRecord[]; everSent: SentRow[]; identity: Identity | null } {
    return { records: [...this.#byId.values()], everSent: [...this.#everSent.values()], identity: this.#identity };
  }

  /** The same rows on another device. */
  clone(): MemoryJournal {
    const twin = new MemoryJournal();
    for (const record of this.#byId.values()) {
      twin.#put(record);
    }
    this.#sent.forEach((row, key) => twin.#sent.set(key, row));
    this.#everSent.forEach((row, key) => twin.#everSent.set(key, row));
    this.#outcomes.forEach((row, key) => twin.#outcomes.set(key, row));
    twin.#openSales = [...this.#openSales];
    twin.#identity = this.#identity;
    twin.#writer = this.#writer;
    return twin;
  }

  #reads(call: DiskCall): Pick<Calls, ReadName> {
    const read = <T>(run: () => T) => call(false, run);
    return {
      readIdentity: () => read(() => this.#identity),
      findMissing: (records) => read(() => records.filter((record) => !this.#holds(record))),
      readExtents: (registerId) => read(() => this.#extents(registerId)),
      readSlice: (from, limit) => read(() => this.#slice(from, limit)),
      readSeqs: (from) => read(() => this.#slice(from, Infinity).map(({ event }) => event.seq)),
      readNewest: (registerId, limit) => read(() => this.#newest(registerId, limit)),
      findById: (id) => read(() => this.#byId.get(id) ?? null),
      findRecord: (id) => read(() => this.#byId.get(id) ?? this.#bySale.get(id) ?? null),
      readSent: () => read(() => [...this.#sent.values()]),
      countQuarantined: (registerId) =>
        read(() => [...this.#outcomes.values()].filter((row) => isQuarantined(row, registerId)).length),
      readNoteworthy: (registerId, limit) => read(() => this.#noteworthy(registerId).slice(0, limit)),
      loadOpenSale: () => read(() => this.#openSales.at(-1) ?? null),
    };
  }

  #writes(call: DiskCall): Omit<Calls, ReadName> {
    const write = <T>(writer: string | null, run: () => T) =>
      call(true, () => {
        this.#assertMayWrite(writer);
        return run();
      });
    return {
      claim: (writer, identity) => write(null, () => this.#claim(writer, identity)),
      reclaim: (writer, identity) =>
        call(true, () => {
          this.#assertMayWrite(this.#writer === null ? null : writer);
          this.#claim(writer, identity);
        }),
      saveIdentity: (writer, identity) =>
        write(writer, () => {
          this.#identity = newestOf(identity, this.#identity);
        }),
      addRecords: (writer, records) => write(writer, () => this.#add(records)),
      raiseSent: (rows) =>
        write(null, () => {
          rows.forEach((row) => this.#mark({ ...row, seq: Math.max(row.seq, this.#markOf(row)) }));
        }),
      moveSent: (move) => write(null, () => this.#move(move)),
      addSaleEvent: (writer, saleId, added) => write(writer, () => this.#addSaleEvent(saleId, added)),
      replaceOpenSale: (writer, sale) =>
        write(writer, () => {
          const others = this.#openSales.filter(({ saleId }) => saleId !== sale.saleId);
          this.#openSales = sale.events.length > 0 ? [sale] : others;
        }),
      prune: (writer, through, before) => write(writer, () => this.#prune(through, before)),
    };
  }

  #assertMayWrite(writer: string | null): void {
    if (writer !== null && this.#writer === null) {
      throw new DatabaseWiped('the journal database was emptied from outside');
    }
    if (writer !== null && this.#writer !== writer) {
      throw new WriterReplaced('another tab sells now');
    }
  }

  #claim(writer: string, identity: Identity | null): void {
    this.#writer = writer;
    this.#identity = identity === null ? this.#identity : newestOf(identity, this.#identity);
  }

  #add(records: readonly JournalRecord[]): void {
    const isDouble = new Set(records.map(({ event }) => event.id)).size < records.length;
    if (isDouble || records.some((record) => this.#isInTheWay(record))) {
      throw new DOMException('a key is taken', 'ConstraintError');
    }
    records.forEach((record) => this.#put(record));
  }

  /** A damaged row at its place gives way. */
  #isInTheWay({ event }: JournalRecord): boolean {
    const inPlace = this.#at(event);
    const named = this.#byId.get(event.id);
    return inPlace === undefined
      ? named !== undefined
      : isWholeAt(inPlace, placeOf(event)) || (named !== undefined && named !== inPlace);
  }

  #put(record: JournalRecord): void {
    const { event } = record;
    const epochs = this.#epochs.get(event.register_id) ?? new Map<number, Epoch>();
    this.#epochs.set(event.register_id, epochs);
    const epoch = epochs.get(event.epoch) ?? { rows: new Map<number, JournalRecord>(), first: event.seq, last: 0 };
    epochs.set(event.epoch, epoch);
    epoch.rows.set(event.seq, record);
    epoch.last = Math.max(epoch.last, event.seq);
    epoch.first = Math.min(epoch.first, event.seq);
    this.#byId.set(event.id, record);
    if (event.type === 'sale.completed') {
      const { transaction_id: saleId } = event.body;
      this.#bySale.set(saleId, record);
      this.#openSales = this.#openSales.filter((sale) => sale.saleId !== saleId);
    }
  }

  #addSaleEvent(saleId: string, { position, event, begunAt }: AddedSaleEvent): void {
    const kept = this.#openSales.find((sale) => sale.saleId === saleId) ?? { saleId, events: [], begunAt };
    if (kept.events.length !== position) {
      throw new DOMException('a key is taken', 'ConstraintError');
    }
    const others = position === 0 ? [] : this.#openSales.filter((sale) => sale !== kept);
    this.#openSales = [...others, { saleId, events: [...kept.events, event], begunAt }];
  }

  #prune({ registerId, epoch, seq }: RegisterPlace, before: string): number {
    const kept = this.#epochs.get(registerId)?.get(epoch);
    const old = [...(kept?.rows.values() ?? [])].filter(
      ({ event }) => event.seq <= seq && Date.parse(event.sold_at) < Date.parse(before),
    );
    for (const { event } of old) {
      kept?.rows.delete(event.seq);
      this.#byId.delete(event.id);
      if (event.type === 'sale.completed') {
        this.#bySale.delete(event.body.transaction_id);
      }
    }
    if (kept !== undefined && old.length > 0) {
      kept.last = Math.max(0, ...kept.rows.keys());
    }
    return old.length;
  }

  #move({ direction, epoch, seq, noteworthy }: SentMove): void {
    if (this.#identity === null) {
      throw new Error('this device is no register');
    }
    const { registerId } = this.#identity.registration;
    const before = this.#markOf({ registerId, epoch });
    this.#mark({ registerId, epoch, seq: direction === 'up' ? Math.max(before, seq) : Math.min(before, seq) });
    noteworthy.forEach((result) => this.#outcomes.set(result.id, { ...result, registerId }));
  }

  #noteworthy(registerId: string): Noteworthy[] {
    return [...this.#outcomes.values()]
      .filter((row) => row.registerId === registerId)
      .map((row) => ({ id: row.id, status: row.status, details: detailsOf(row), event: this.#byId.get(row.id)?.event }))
      .sort((a, b) => (b.event?.epoch ?? 0) - (a.event?.epoch ?? 0) || (b.event?.seq ?? 0) - (a.event?.seq ?? 0))
      .map(({ event, ...row }) => ({ ...row, event: event ?? null }));
  }

  #mark(row: SentRow): void {
    const chain = `${row.registerId}:${String(row.epoch)}`;
    this.#sent.set(chain, row);
    this.#everSent.set(chain, { ...row, seq: Math.max(row.seq, this.#everSent.get(chain)?.seq ?? 0) });
  }

  #markOf({ registerId, epoch }: Omit<SentRow, 'seq'>): number {
    return this.#sent.get(`${registerId}:${String(epoch)}`)?.seq ?? 0;
  }

  #at(place: { register_id: string; epoch: number; seq: number }): JournalRecord | undefined {
    return this.#epochs.get(place.register_id)?.get(place.epoch)?.rows.get(place.seq);
  }

  #holds({ event }: JournalRecord): boolean {
    const kept = this.#at(event);
    return kept?.event.hash === event.hash && isWholeAt(kept, placeOf(event));
  }

  #extents(registerId: string): EpochExtent[] {
    return this.#sorted(registerId).map(([epoch, { last }]) => ({
      epoch,
      lastSeq: last,
      sentThrough: this.#markOf({ registerId, epoch }),
    }));
  }

  #sorted(registerId: string): [number, Epoch][] {
    return [...(this.#epochs.get(registerId) ?? [])].filter(([, { rows }]) => rows.size > 0).sort(([a], [b]) => a - b);
  }

  #slice(from: RegisterPlace, limit: number): JournalRecord[] {
    const epoch = this.#epochs.get(from.registerId)?.get(from.epoch);
    const found: JournalRecord[] = [];
    for (
      let seq = Math.max(from.seq, epoch?.first ?? 0);
      seq <= (epoch?.last ?? -1) && found.length < limit;
      seq += 1
    ) {
      const record = epoch?.rows.get(seq);
      found.push(...(record === undefined ? [] : [record]));
    }
    return found;
  }

  #newest(registerId: string, limit: number): JournalRecord[] {
    const found: JournalRecord[] = [];
    for (const [, { rows, first, last }] of this.#sorted(registerId).reverse()) {
      for (let seq = last; seq >= first && found.length < limit; seq -= 1) {
        const record = rows.get(seq);
        found.push(...(record === undefined ? [] : [record]));
      }
    }
    return found;
  }
}

type ReadName =
  | 'readIdentity'
  | 'findMissing'
  | 'readExtents'
  | 'readSlice'
  | 'readSeqs'
  | 'readNewest'
  | 'findById'
  | 'findRecord'
  | 'readSent'
  | 'countQuarantined'
  | 'readNoteworthy'
  | 'loadOpenSale';

interface Epoch {
  rows: Map<number, JournalRecord>;
  first: number;
  last: number;
}

function isQuarantined(row: NoteworthyResult & { registerId: string }, registerId: string): boolean {
  return row.registerId === registerId && row.status === 'quarantined';
}

function detailsOf(result: NoteworthyResult): string[] {
  switch (result.status) {
    case 'quarantined':
      return [result.reason];
    case 'accepted':
      return result.flags ?? [];
    case 'conflict':
      return [];
  }
}
