import { verifyEvent } from '#core/journal/chain.ts';
import type { JournalEvent } from '#core/journal/journal-event.ts';
import { type DrainableTillStore, StorageRefused } from '#store/till-store.ts';
import type { DatabaseFaults } from './faulty-indexed-db.ts';
import { drawerOpened, enrolmentOf, saleCompleted } from './journal-drafts.ts';
import { TestDevice } from './test-device.ts';

/** What may happen to a till. `sell_again` is the last try once more, in the same life of the app. */
export type Misfortune = { do: 'sell' | 'sell_again' | 'wait' | 'room' } | { do: 'confirm'; share: number } | Harm;

type Harm =
  | { do: 'mend' | 'wipe_database' | 'wipe_file' | 'fill_disk' }
  | { do: 'crash'; keep: number }
  | { do: 'hurt_file'; callsLeft: number; tornBytes: number }
  | ({ do: 'hurt_database' } & Pick<DatabaseFaults, 'writesLeft' | 'failures' | 'failure' | 'opensFail'>);

/** A till, what happens to it, and what its cashier was told. */
export class TillUnderFire {
  readonly device = new TestDevice();
  readonly told = new Map<string, JournalEvent>();
  readonly refused: string[] = [];
  /** What went against a promise while it happened. */
  readonly broken: string[] = [];
  #confirmedThrough = 0;
  #store: DrainableTillStore | null = null;
  #minted = 0;
  /** An id outlives the app only together with the open sale, in the database. */
  #lastTried: string | null = null;

  get store(): DrainableTillStore {
    if (this.#store === null) {
      throw new Error('the till is closed');
    }
    return this.#store;
  }

  async open(): Promise<void> {
    this.#store = await this.device.open();
    this.#lastTried = null;
    if (this.store.registration === null) {
      await this.store.enrol(enrolmentOf());
      this.told.set('drawer', await this.store.commit('drawer', drawerOpened('drawer')));
    }
  }

  async suffer(next: Misfortune): Promise<void> {
    switch (next.do) {
      case 'sell':
        this.#minted += 1;
        return this.#sell(`sale-${String(this.#minted)}`);
      case 'sell_again':
        return this.#lastTried === null ? undefined : this.#sell(this.#lastTried);
      case 'wait':
        this.device.clock.now += 31_000;
        return;
      case 'room':
        await this.#unlessRefused(() => this.store.assertRoomToSell());
        return;
      case 'confirm':
        return this.#confirm(next.share);
      case 'mend':
      case 'wipe_database':
      case 'wipe_file':
      case 'fill_disk':
      case 'crash':
      case 'hurt_file':
      case 'hurt_database':
        return this.#harm(next);
    }
  }

  /** Every fault ends, the app dies and starts again: the promises that do not hold then, and those broken before. */
  async brokenPromises(): Promise<string[]> {
    this.#mend();
    this.device.crash();
    await this.open();
    const all = (await this.store.recentEvents(100_000)).toReversed();
    const epochs = await this.#unsentByEpoch();
    const places = [...this.told.values(), ...all].map((event) => ({ ...event, place: placeOf(event) }));
    return [
      ...this.broken,
      ...(this.store.mode === 'both' ? [] : [`the till sells with ${this.store.mode}`]),
      ...[...this.told.values()].flatMap((event) => this.#brokenFor(event, all, epochs.flat())),
      ...all.filter((event) => !verifyEvent(event)).map(({ id }) => `${id} is not what was sealed`),
      ...epochs.flatMap(brokenLinks),
      ...twice(places.map(({ place, id }) => [place, id])),
      ...twice(places.flatMap((event) => (numberOf(event) === null ? [] : [[numberOf(event) ?? '', event.id]]))),
      ...this.#brokenDrawer(all),
    ];
  }

  async #sell(id: string): Promise<void> {
    this.#lastTried = id;
    const event = await this.#unlessRefused(() => this.store.commit(id, saleCompleted(id)));
    if (event === null) {
      this.refused.push(id);
      return;
    }
    if ((this.told.get(id)?.hash ?? event.hash) !== event.hash) {
      this.broken.push(`${id} is another sale than before`);
    }
    this.told.set(id, event);
  }

  async #unlessRefused<T>(work: () => Promise<T>): Promise<T | null> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof StorageRefused) {
        return null;
      }
      throw error;
    }
  }

  async #confirm(share: number): Promise<void> {
    const last = Math.max(...[...this.told.values()].map(({ seq }) => seq));
    this.#confirmedThrough = Math.max(this.#confirmedThrough, Math.floor((last * share) / 100));
    await this.store.outbox.confirm({ epoch: 1, seq: this.#confirmedThrough, noteworthy: [] });
  }

  async #harm(next: Harm): Promise<void> {
    const { folder, indexedDB } = this.device;
    switch (next.do) {
      case 'fill_disk':
        folder.faults.capacity = 0;
        break;
      case 'hurt_file':
        Object.assign(folder.faults, { callsLeft: next.callsLeft, tornBytes: next.tornBytes });
        break;
      case 'hurt_database':
        Object.assign(indexedDB.faults, { ...next, do: undefined });
        break;
      case 'crash':
        this.device.crash((sector) => ((next.keep >> (sector % 31)) & 1) === 1);
        await this.open();
        break;
      case 'wipe_database':
      case 'wipe_file':
        await this.#wipe(next.do);
        break;
      case 'mend':
        this.#mend();
        break;
    }
  }

  #mend(): void {
    Object.assign(this.device.folder.faults, { callsLeft: Infinity, tornBytes: 0, capacity: Infinity });
    Object.assign(this.device.indexedDB.faults, { writesLeft: Infinity, failures: 0, opensFail: false });
  }

  /** One copy may be lost while the other one is whole: that is what there are two of them for. */
  async #wipe(which: 'wipe_database' | 'wipe_file'): Promise<void> {
    if (this.store.mode !== 'both') {
      return;
    }
    this.#mend();
    this.device.crash();
    if (which === 'wipe_database') {
      this.device.indexedDB.deleteDatabase(this.device.database.name);
    } else {
      this.device.folder.wipe();
    }
    await this.open();
  }

  /** What the server would get. */
  async #unsentByEpoch(): Promise<JournalEvent[][]> {
    const epochs: JournalEvent[][] = [];
    for (;;) {
      const seen = epochs.map(([first]) => first?.epoch ?? 0);
      const batch = await this.store.outbox.nextBatch({ events: 100_000, bytes: Infinity }, seen);
      if (batch === null) {
        return epochs;
      }
      epochs.push(batch.events);
    }
  }

  #brokenFor(event: JournalEvent, all: readonly JournalEvent[], unsent: readonly JournalEvent[]): string[] {
    const found = all.filter(({ id }) => id === event.id);
    const isConfirmed = event.epoch === 1 && event.seq <= this.#confirmedThrough;
    const isThere = found.length === 1 ? found[0]?.hash === event.hash : found.length === 0 && isConfirmed;
    const willBeSent = isConfirmed || unsent.some(({ hash }) => hash === event.hash);
    return [
      ...(isThere ? [] : [`${event.id} was told and is there ${String(found.length)} times`]),
      ...(willBeSent ? [] : [`${event.id} would never be sent`]),
    ];
  }

  /** Only where one copy failed while the other was already short may the till have had to begin a new epoch. */
  #brokenDrawer(all: readonly JournalEvent[]): string[] {
    const sales = new Set(
      [...this.told.values(), ...all].filter(({ type }) => type === 'sale.completed').map(({ id }) => id),
    );
    const counted = this.store.drawer?.salesCount;
    return all.some(({ epoch }) => epoch > 1) || counted === sales.size
      ? []
      : [`the drawer counts ${String(counted)} of ${String(sales.size)} sales`];
  }
}

function brokenLinks(events: readonly JournalEvent[]): string[] {
  return events.slice(1).flatMap((event, at) => {
    const before = events[at];
    return event.seq === (before?.seq ?? 0) + 1 && event.prev_hash === before?.hash
      ? []
      : [`${event.id} does not follow ${String(before?.id)}`];
  });
}

function placeOf({ epoch, seq }: JournalEvent): string {
  return `place ${String(epoch)}:${String(seq)}`;
}

function numberOf(event: JournalEvent): string | null {
  return event.type === 'sale.completed' ? `epoch ${String(event.epoch)} ${event.body.transaction_number}` : null;
}

/** Names that more than one id has. */
function twice(named: readonly (readonly string[])[]): string[] {
  const owners = new Map<string, string>();
  return named.flatMap(([name = '', id = '']) => {
    const owner = owners.get(name) ?? id;
    owners.set(name, owner);
    return owner === id ? [] : [`${name} is used by ${owner} and ${id}`];
  });
}
