import { uuidV7 } from '#core/id/uuid-v7.ts';
import type { DataRestoredBody, JournalDraft, JournalEvent } from '#core/journal/journal-event.ts';
import type { SaleEvent } from '#core/sale/sale.ts';
import type { EnrolmentAnswer } from '#protocol/enrolment.ts';
import type { OutboxPort } from '#sync/ports.ts';
import { EventReader } from './event-reader.ts';
import { NO_HISTORY } from './history-shelf.ts';
import { type Flaws, readUnsent } from './journal-reader.ts';
import { dataRestoredDraft } from './data-restored-draft.ts';
import { isWhole, laterHead } from './journal-record.ts';
import { JournalWriter } from './journal-writer.ts';
import { epochWithout, RegisterChain } from './register-chain.ts';
import { type Identity, isSameRegister, refuseWhileUnsent, registrationOf } from './registration.ts';
import { SerialQueue } from './serial-queue.ts';
import { mendedBy } from './start-up.ts';
import { TillOutbox } from './till-outbox.ts';
import type { TillStorage } from './till-storage.ts';
import {
  type BootReport,
  type CopyKey,
  type DrainableTillStore,
  type DrawerSession,
  type JournalPlace,
  type KeepLimits,
  type Noteworthy,
  type Registration,
  type SilentCopy,
  StorageRefused,
  type StoreMode,
  type UnsentEpoch,
  type UnsentSummary,
} from './till-store.ts';
import type { TillStorePorts } from './till-store-ports.ts';

/** How many of the newest events a starting till knows by heart. */
const KNOWN_AT_START = 20;

/** The till's storage over its two copies, for the one tab that sells. To be started once it is made. */
export class JournalTillStore implements DrainableTillStore {
  readonly outbox: OutboxPort;
  readonly #ports: TillStorePorts;
  readonly #storage: TillStorage;
  readonly #writer: JournalWriter;
  readonly #reader: EventReader;
  readonly #queue = new SerialQueue();
  readonly #listeners = new Set<() => void>();
  readonly #stopListening: () => void;
  #bootReport: BootReport = { restored: 0, cause: 'clean' };

  constructor(ports: TillStorePorts, storage: TillStorage) {
    this.#ports = ports;
    this.#storage = storage;
    const { fileCopy, databaseCopy, parts } = storage;
    this.#writer = new JournalWriter({
      fileCopy,
      databaseCopy,
      copies: storage,
      identity: storage.identityKeeper,
      ...parts,
    });
    const mend = (registerId: string, flaws: Flaws) =>
      this.#queue.run(() => this.#watchingMode(() => storage.mendRows(registerId, flaws)));
    this.#reader = new EventReader({ storage, history: ports.history ?? NO_HISTORY, mend });
    this.#stopListening = ports.channel.subscribe((message) => {
      if (message.type === 'journal_changed') {
        void this.#queue.run(() => this.#refresh());
      }
    });
    this.outbox = new TillOutbox({
      currentEpoch: () => this.#writer.chain?.epoch ?? null,
      read: (work) => storage.read(this.#registerId, work),
      catchUp: () => this.#queue.run(() => this.#catchUp()),
      tip: () => this.#writer.chain?.head ?? null,
      mend: (flaws) => mend(this.#registerId, flaws),
      confirm: (confirmation) => this.#told(storage.confirm(this.#registerId, confirmation)),
      rewind: (epoch, seq) => this.#told(storage.rewind(this.#registerId, epoch, seq)),
      gather: () => this.#queue.run(() => this.#gather()),
      startEpoch: (epoch) => this.#told(this.#queue.run(() => this.#startEpoch(epoch))),
    });
  }

  get registration(): Registration | null {
    return this.#storage.identity?.registration ?? null;
  }

  get drawer(): DrawerSession | null {
    return this.#writer.chain?.state.drawer ?? null;
  }

  get mode(): StoreMode {
    return this.#writer.mode;
  }

  get isOutdated(): boolean {
    return this.#storage.databaseCopy.isOutdated;
  }

  get bootReport(): BootReport {
    return this.#bootReport;
  }

  get silentCopy(): SilentCopy | null {
    return this.#storage.silentCopy;
  }

  /** To be called once, before anything else. */
  async start(): Promise<void> {
    await this.#storage.loadMarks();
    await this.#storage.identityKeeper.share();
    const { identity } = this.#storage;
    if (identity !== null) {
      await this.#storage.prepareFile().catch(() => null);
      this.#bootReport = await this.#takeUp(identity);
    }
    await this.#storage.keeper.load(this.#writer.chain?.end ?? null);
  }

  assertMayBecomeAnother(): Promise<void> {
    return this.#told(this.#queue.run(() => this.#assertMayBecomeAnother()));
  }

  enrol(answer: EnrolmentAnswer): Promise<void> {
    return this.#told(this.#queue.run(() => this.#enrol(answer)));
  }

  async loadOpenSale(newest: readonly JournalEvent[] = []): Promise<SaleEvent[]> {
    const { keeper } = this.#storage;
    // Another tab may have the till by now; then this one is told so when it is to write something.
    await this.#queue.run(() => keeper.forgetOvertaken(newest)).catch(() => null);
    return [...(keeper.sale?.events ?? [])];
  }

  appendSaleEvent(saleId: string, event: SaleEvent): Promise<void> {
    return this.#queue.run(() =>
      this.#watchingMode(() => this.#storage.keeper.append(saleId, event, this.#writer.chain?.end ?? null)),
    );
  }

  discardOpenSale(saleId: string): Promise<void> {
    return this.#queue.run(() => this.#storage.keeper.discard(saleId));
  }

  assertRoomToSell(): Promise<void> {
    return this.#queue.run(() => this.#watchingMode(() => this.#writer.assertRoom()));
  }

  commit(id: string, build: (place: JournalPlace) => JournalDraft): Promise<JournalEvent> {
    return this.#told(this.#queue.run(() => this.#commit(id, build)));
  }

  async unsent(): Promise<UnsentSummary> {
    const { registration } = this;
    if (registration === null) {
      throw new StorageRefused('not_enrolled');
    }
    const { registerId, currency } = registration;
    const summary = await this.#storage.read(registerId, (reader) => readUnsent(reader, currency));
    // A copy that answers now may lack what was read from the other one at the start, and cannot be read any more.
    const head = laterHead(summary.head, this.#writer.chain?.head ?? null);
    return { ...summary, head, quarantined: await this.#storage.countQuarantined(registerId) };
  }

  findEvent(id: string): Promise<JournalEvent | null> {
    return this.#reader.find(this.#registerId, id);
  }

  recentEvents(limit: number): Promise<JournalEvent[]> {
    return this.#reader.newest(this.#registerId, limit, this.#writer.chain?.head ?? null);
  }

  unsentEvents(): Promise<UnsentEpoch[]> {
    return this.#storage.unsentEpochs(this.#registerId);
  }

  noteworthy(limit: number): Promise<Noteworthy[]> {
    return this.#storage.noteworthy(this.#registerId, limit);
  }

  /** Out of turn: on a slow disk it takes seconds, and a scan must not wait for it. */
  hasRoom(): Promise<boolean | null> {
    return this.#writer.probe();
  }

  keepCopyKey(copyKey: CopyKey): Promise<void> {
    return this.#queue.run(() => this.#storage.identityKeeper.saveCopyKey(copyKey));
  }

  pruneConfirmed(limits: KeepLimits): Promise<number> {
    const { databaseCopy, parts } = this.#storage;
    return this.#queue.run(async () =>
      databaseCopy.isUp ? parts.database.prune(parts.writer, this.#registerId, limits) : 0,
    );
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Finishes what is being written, refuses everything after it, and lets go of the file for another tab. */
  async close(): Promise<void> {
    this.#stopListening();
    await this.#queue.run(() => {
      this.#writer.stop();
      return this.#storage.parts.file.close();
    });
    this.#storage.parts.database.close();
  }

  /** "" before this device is a register: no event has it. */
  get #registerId(): string {
    return this.registration?.registerId ?? '';
  }

  async #commit(id: string, build: (place: JournalPlace) => JournalDraft): Promise<JournalEvent> {
    const { event } = await this.#watchingMode(() => this.#writer.commit(id, build));
    if (event.type === 'sale.completed') {
      void this.#storage.keeper.completed(event.body.transaction_id);
    }
    void this.#storage.fileCopy.growWhenShort();
    return event;
  }

  async #assertMayBecomeAnother(): Promise<void> {
    const { identity } = this.#storage;
    if (identity !== null) {
      await this.#writer.settle(this.#ports);
      refuseWhileUnsent(identity, await this.unsent());
    }
  }

  async #enrol(answer: EnrolmentAnswer): Promise<void> {
    const before = this.#storage.identity;
    const registration = registrationOf(answer, before?.registration);
    const isSame = before !== null && isSameRegister(before.registration, answer);
    if (!isSame) {
      await this.#assertMayBecomeAnother();
    }
    await this.#storage.prepareFile();
    const epoch = Math.max(answer.epoch, isSame ? (this.#writer.chain?.epoch ?? 0) : 0);
    const identity = await this.#storage.identityKeeper.register(registration, epoch);
    try {
      await this.#takeUp(identity);
    } catch (error) {
      if (!isSame) {
        // What it would write from here on would stand in the chain of the register that it was.
        this.#writer.stop();
      }
      throw error;
    }
  }

  /** Goes on with a register's journal where its two copies leave off, and notes in it what had to be mended. */
  async #takeUp(identity: Identity): Promise<BootReport> {
    const { registerId } = identity.registration;
    const comparison = await this.#storage.mend(identity);
    const chain = new RegisterChain(this.#storage.identity ?? identity, {
      last: comparison.last,
      reached: comparison.highest,
    });
    const newest = await this.#storage.read(registerId, (reader) => reader.newest(KNOWN_AT_START)).catch(() => []);
    const whole = newest.filter((record) => isWhole(registerId, record));
    this.#writer.continueFrom(chain, whole.toReversed());
    if (comparison.newEpoch !== null) {
      chain.startEpoch(comparison.newEpoch);
      // Where no copy takes that now, what made it necessary is known at the next start, too.
      await this.#startEpoch(comparison.newEpoch).catch(() => null);
    }
    const { silentCopy } = this.#storage;
    if (silentCopy !== null) {
      // Known to this run alone: where nothing is written the next start goes on as if this one had not been.
      chain.startEpoch(epochWithout(silentCopy, comparison.newEpoch ?? chain.epoch + 1));
    }
    const mended = mendedBy(comparison);
    if (mended !== null) {
      await this.#noteMended(mended).catch(() => null);
    }
    return { restored: mended?.events_restored ?? 0, cause: comparison.cause };
  }

  async #noteMended(mended: DataRestoredBody): Promise<void> {
    const id = uuidV7(this.#ports.now(), this.#ports.random(10));
    const till = { timeZone: this.registration?.timeZone ?? 'UTC', drawer: this.drawer };
    const now = new Date(this.#ports.now()).toISOString();
    await this.#commit(id, ({ newestAt }) => dataRestoredDraft(mended, { id, now, newestAt, ...till }));
  }

  async #startEpoch(given: number): Promise<void> {
    const { identity, silentCopy } = this.#storage;
    const epoch = epochWithout(silentCopy, given);
    if (identity !== null && epoch > identity.epoch) {
      await this.#storage.identityKeeper.save({ ...identity, epoch });
    }
    this.#writer.chain?.startEpoch(epoch);
  }

  /** Another tab or the service worker has confirmed something, or was given a new epoch. */
  async #refresh(): Promise<void> {
    const wentDown = await this.#storage.loadMarks();
    const identity = await this.#storage.refreshIdentity();
    if (identity !== null) {
      // One that a silent copy knows, or that was given for another one, has to be none of that copy's own.
      this.#writer.chain?.startEpoch(epochWithout(this.#storage.silentCopy, identity.epoch));
    }
    if (identity !== null && wentDown) {
      // A tab that another has replaced is told so when it is to write something.
      await this.#writer.gather(identity).catch(() => false);
    }
    this.#tellListeners();
  }

  async #gather(): Promise<boolean> {
    const { identity } = this.#storage;
    return identity !== null && this.mode === 'both' && (await this.#writer.gather(identity)) && this.mode === 'both';
  }

  #catchUp(): Promise<void> {
    return this.mode === 'both' ? Promise.resolve() : this.#watchingMode(() => this.#writer.catchUp());
  }

  async #watchingMode<T>(work: () => Promise<T>): Promise<T> {
    const before = this.mode;
    try {
      return await work();
    } finally {
      if (this.mode !== before) {
        this.#tellListeners();
      }
    }
  }

  /** Tells everyone once the work is done; one that was refused may have changed something, too. */
  async #told<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } finally {
      this.#tellListeners();
      this.#ports.channel.post({ type: 'journal_changed' });
    }
  }

  #tellListeners(): void {
    this.#listeners.forEach((listener) => {
      listener();
    });
  }
}
