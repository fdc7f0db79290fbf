import { GENESIS_HASH, type ChainHead, type JournalDraft, type JournalEvent } from '#core/journal/journal-event.ts';
import { sealEvent } from '#core/journal/chain.ts';
import { drawerAfter } from '#core/drawer/drawer-fold.ts';
import { sumAmounts } from '#core/money/money.ts';
import type { SaleEvent } from '#core/sale/sale.ts';
import { registrationOf } from '#store/registration.ts';
import {
  type DrawerSession,
  EnrolmentRefused,
  type JournalPlace,
  type Registration,
  StorageRefused,
  type TillStore,
} from '#store/till-store.ts';

/** What a test may do to the store from outside. */
export interface MemoryTillStore extends TillStore {
  /** From now on nothing can be stored, as on a full disk; until called with false. */
  fillDisk: (full: boolean) => void;
  /** The server has confirmed everything. */
  confirmAll: () => void;
  /** Every event committed, oldest first. */
  events: () => readonly JournalEvent[];
}

/** A till's storage that keeps everything in memory and obeys the same rules as the real one. */
export function createMemoryTillStore(
  initial: { registration?: Registration; openSale?: SaleEvent[] } = {},
): MemoryTillStore {
  let registration = initial.registration ?? null;
  let drawer: DrawerSession | null = null;
  let openSale = initial.openSale ?? [];
  let confirmed = 0;
  let full = false;
  const events: JournalEvent[] = [];
  const listeners = new Set<() => void>();
  const changed = () => {
    listeners.forEach((listener) => {
      listener();
    });
  };
  const refuseWhenFull = () => {
    if (full) {
      throw new StorageRefused('no_room');
    }
  };

  const commit = (id: string, build: (place: JournalPlace) => JournalDraft): JournalEvent => {
    const known = events.find((event) => event.id === id);
    if (known !== undefined) {
      return known;
    }
    refuseWhenFull();
    if (registration === null) {
      throw new Error('not enrolled');
    }
    const saleNumber = events.filter((event) => event.type === 'sale.completed').length + 1;
    const place = { epoch: 1, seq: events.length + 1, saleNumber, newestAt: events.at(-1)?.sold_at ?? null };
    const event = sealEvent(build(place), {
      registerId: registration.registerId,
      epoch: place.epoch,
      seq: place.seq,
      prevHash: events.at(-1)?.hash ?? GENESIS_HASH,
    });
    events.push(event);
    drawer = drawerAfter(drawer, event, registration.currency);
    openSale = event.type === 'sale.completed' ? [] : openSale;
    changed();
    return event;
  };

  return {
    get registration() {
      return registration;
    },
    get drawer() {
      return drawer;
    },
    get mode() {
      return 'both' as const;
    },
    isOutdated: false,
    bootReport: { restored: 0, cause: 'clean' },
    silentCopy: null,
    assertMayBecomeAnother: () =>
      confirmed < events.length ? Promise.reject(new EnrolmentRefused('unsent')) : Promise.resolve(),
    enrol: (answer) => {
      registration = registrationOf(answer);
      changed();
      return Promise.resolve();
    },
    loadOpenSale: () => Promise.resolve(openSale),
    appendSaleEvent: async (_saleId, event) => {
      await Promise.resolve();
      refuseWhenFull();
      openSale = [...openSale, event];
    },
    discardOpenSale: () => {
      openSale = [];
      return Promise.resolve();
    },
    assertRoomToSell: async () => {
      await Promise.resolve();
      refuseWhenFull();
    },
    commit: async (id, build) => {
      await Promise.resolve();
      return commit(id, build);
    },
    unsent: () => {
      const waiting = events.slice(confirmed);
      const sales = waiting.filter((event) => event.type === 'sale.completed');
      const last = events.at(-1);
      const head: ChainHead | null = last === undefined ? null : { epoch: last.epoch, seq: last.seq, hash: last.hash };
      return Promise.resolve({
        events: waiting.length,
        sales: sales.length,
        amount: sumAmounts(
          sales.map((sale) => sale.body.totals.total_amount),
          registration?.currency ?? 'USD',
        ),
        since: waiting[0]?.sold_at ?? null,
        quarantined: 0,
        head,
      });
    },
    unsentEvents: () => {
      const items = events.slice(confirmed);
      return Promise.resolve(items.length === 0 ? [] : [{ epoch: 1, items }]);
    },
    noteworthy: () => Promise.resolve([]),
    hasRoom: () => Promise.resolve(!full),
    keepCopyKey: (copyKey) => {
      registration = registration === null ? null : { ...registration, copyKey };
      return Promise.resolve();
    },
    findEvent: (id) => Promise.resolve(events.find((event) => event.id === id) ?? null),
    recentEvents: (limit) => Promise.resolve(events.toReversed().slice(0, limit)),
    pruneConfirmed: () => Promise.resolve(0),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => Promise.resolve(),
    fillDisk: (now) => {
      full = now;
    },
    confirmAll: () => {
      confirmed = events.length;
      changed();
    },
    events: () => events,
  };
}
