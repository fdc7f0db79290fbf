import { createStore, type StoreApi } from 'zustand/vanilla';
import { drawerOpenedDraft } from '#core/journal/drafts.ts';
import type { PriceBook } from '#core/pricing/price-book.ts';
import type { Amount } from '#core/money/money.ts';
import type { DrawerSession, Registration, TillStore, UnsentSummary } from '#store/till-store.ts';
import type { DrainerState } from '#sync/drainer.ts';
import type { TillPorts } from '../ports.ts';

/** What is true of this device, whoever stands at it. */
export interface DeviceState {
  registration: Registration | null;
  drawer: DrawerSession | null;
  mode: TillStore['mode'];
  unsent: UnsentSummary | null;
  sending: DrainerState;
  /** Whether the browser has promised to keep what we store; null before it was asked. */
  storageKept: boolean | null;
  online: boolean;
  /** Puts a newer app in place; null while there is none. */
  update: (() => void) | null;
}

export interface Device {
  state: StoreApi<DeviceState>;
  /** Listens to nothing any more: another tab has the till. */
  stop: () => void;
  /** Looks again at everything that may have changed. */
  refresh: () => Promise<void>;
  /** Writes the float into the journal; refuses with StorageRefused when it cannot. */
  openDrawer: (openingFloat: Amount, by: { actor: string; book: PriceBook; catalogueVersion: string }) => Promise<void>;
}

export function createDevice(ports: TillPorts): Device {
  const { store, sender, device } = ports;
  const state = createStore<DeviceState>(() => ({
    registration: store.registration,
    drawer: store.drawer,
    mode: store.mode,
    unsent: null,
    sending: sender.state(),
    storageKept: null,
    online: navigator.onLine,
    update: null,
  }));

  const refresh = async () => {
    const { registration, drawer, mode } = store;
    state.setState({ registration, drawer, mode });
    if (registration !== null) {
      // A storage that does not answer now stops no sale; what was known stands until it does.
      const unsent = await store.unsent().catch(() => state.getState().unsent);
      state.setState({ unsent });
    }
  };

  const lineChanged = () => {
    state.setState({ online: navigator.onLine });
  };
  window.addEventListener('online', lineChanged);
  window.addEventListener('offline', lineChanged);
  const stops = [
    store.subscribe(() => void refresh()),
    sender.subscribe(() => {
      state.setState({ sending: sender.state() });
    }),
    device.onUpdate((update) => {
      state.setState({ update });
    }),
    () => {
      window.removeEventListener('online', lineChanged);
      window.removeEventListener('offline', lineChanged);
    },
  ];

  return {
    state,
    stop: () => {
      stops.forEach((stop) => {
        stop();
      });
    },
    refresh: async () => {
      await refresh();
      // Browsers that refused at first may agree once the till is installed or in daily use: each start asks again.
      const enrolled = store.registration !== null;
      state.setState({ storageKept: await (enrolled ? device.keepStorage() : device.storageKept()) });
    },
    openDrawer: async (openingFloat, { actor, book, catalogueVersion }) => {
      const { registration } = store;
      if (registration === null) {
        throw new Error('a drawer needs a register');
      }
      const counter = {
        localId: registration.localId,
        registerCode: registration.registerCode,
        timeZone: registration.timeZone,
        book,
        catalogueVersion,
      };
      const id = ports.newId();
      await store.commit(id, () => drawerOpenedDraft(openingFloat, { id, now: ports.now(), actor }, counter));
      await refresh();
      sender.nudge();
    },
  };
}
