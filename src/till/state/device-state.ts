import { createStore, type StoreApi } from 'zustand/vanilla';
import { drawerOpenedDraft } from '#core/journal/drafts.ts';
import { steadyInstant } from '#core/journal/steady-instant.ts';
import type { PriceBook } from '#core/pricing/price-book.ts';
import type { Amount } from '#core/money/money.ts';
import type { BootReport, DrawerSession, Registration, TillStore, UnsentSummary } from '#store/till-store.ts';
import type { DrainerState } from '#sync/drainer.ts';
import type { TillPorts } from '../ports.ts';
import { isSentByAnother } from './sent-by-another.ts';

/** What is true of this device, whoever stands at it. */
export interface DeviceState {
  registration: Registration | null;
  /** It is being connected again, perhaps as another register: until that is over nobody signs in or sells. */
  shut: boolean;
  drawer: DrawerSession | null;
  mode: TillStore['mode'];
  /** A newer version of the app has changed the database; this one must be loaded again. */
  outdated: boolean;
  unsent: UnsentSummary | null;
  sending: DrainerState;
  /** Whether the browser has promised to keep what we store; null before it was asked. */
  storageKept: boolean | null;
  /** How much room there is beside the journal; null before anybody looked. */
  room: 'plenty' | 'little' | 'none' | null;
  /** Whether there may be a line: what the browser says, until the server has answered after that. */
  online: boolean;
  /** What had to be put right at the start, until somebody has read it; null when there was nothing. */
  mended: BootReport | null;
}

export interface Device {
  state: StoreApi<DeviceState>;
  /** Listens to nothing any more: another tab has the till. */
  stop: () => void;
  /** Finds out whether the browser keeps what we store and how much room is left, by writing a megabyte. */
  lookAtStorage: () => Promise<void>;
  /** Somebody has read what had to be put right at the start. */
  noteMended: () => void;
  /** Shuts the till while it is connected again, or opens it. */
  shut: (shut: boolean) => void;
  /** Looks again at everything that may have changed. */
  refresh: () => Promise<void>;
  /** Writes the float into the journal; refuses with StorageRefused when it cannot. */
  openDrawer: (openingFloat: Amount, by: { actor: string; book: PriceBook; catalogueVersion: string }) => Promise<void>;
}

/** A disk fills up slowly, and before each payment the store looks for itself. */
const LOOK_AT_STORAGE_MS = 5 * 60_000;
const FIRST_LOOK_MS = 5000;
/** So much room holds weeks of sales beside the journal's own file. */
const PLENTY_BYTES = 64 * 1024 * 1024;

/** Looks at the storage a little after the start, when everything else has been shown, and now and then. */
function watchStorage({ device, store }: TillPorts, state: StoreApi<DeviceState>) {
  const look = async () => {
    const [storageKept, free, hasRoom] = await Promise.all([
      device.storageKept(),
      device.freeBytes().catch(() => null),
      store.hasRoom(),
    ]);
    state.setState(({ room }) => ({
      storageKept,
      room: hasRoom === null && room !== null ? room : roomOf(free, hasRoom),
    }));
  };
  const lookQuietly = () => {
    look().catch(() => undefined);
  };
  const first = setTimeout(lookQuietly, FIRST_LOOK_MS);
  const again = setInterval(lookQuietly, LOOK_AT_STORAGE_MS);
  return {
    look,
    stop: () => {
      clearTimeout(first);
      clearInterval(again);
    },
  };
}

/** Some browsers call themselves offline while there is a line: what the server has answered since counts for more. */
function watchLine(sender: TillPorts['sender'], state: StoreApi<DeviceState>): () => void {
  const stopping = new AbortController();
  const lineChanged = () => {
    state.setState({ online: navigator.onLine });
  };
  window.addEventListener('online', lineChanged, stopping);
  window.addEventListener('offline', lineChanged, stopping);
  const stopSubscription = sender.subscribe(() => {
    const sending = sender.state();
    const answered = sending.lastContactAt !== state.getState().sending.lastContactAt;
    state.setState({ sending, ...(answered ? { online: true } : {}) });
  });
  return () => {
    stopping.abort();
    stopSubscription();
  };
}

/** What the browser estimates counts only against a disk that really takes more, or gives no answer. */
function roomOf(free: number | null, hasRoom: boolean | null): DeviceState['room'] {
  if (hasRoom === false) {
    return 'none';
  }
  return free === null || free > PLENTY_BYTES ? 'plenty' : 'little';
}

function firstState({ store, sender }: TillPorts): DeviceState {
  return {
    registration: store.registration,
    shut: false,
    drawer: store.drawer,
    mode: store.mode,
    outdated: store.isOutdated,
    unsent: null,
    sending: sender.state(),
    storageKept: null,
    room: null,
    online: navigator.onLine,
    mended: store.bootReport.cause === 'clean' ? null : store.bootReport,
  };
}

function drawerOpener({ store, sender, now, newId }: TillPorts, refresh: () => Promise<void>): Device['openDrawer'] {
  // The till may not know whether it was written: the same float again is the same opening, and is written down once.
  let refused: { id: string; registerId: string; openingFloat: Amount; actor: string } | null = null;

  return async (openingFloat, { actor, book, catalogueVersion }) => {
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
    const before = refused;
    const { registerId } = registration;
    const isAgain = before?.openingFloat === openingFloat && before.actor === actor && before.registerId === registerId;
    const opening = isAgain ? before : { id: newId(), registerId, openingFloat, actor };
    const { id } = opening;
    refused = opening;
    await store.commit(id, ({ newestAt }) =>
      drawerOpenedDraft(openingFloat, { id, now: steadyInstant(now(), newestAt), actor }, counter),
    );
    refused = null;
    await refresh();
    sender.nudge();
  };
}

export function createDevice(ports: TillPorts): Device {
  const { store, sender, device } = ports;
  const state = createStore<DeviceState>(() => firstState(ports));

  let looks = 0;
  const refresh = async () => {
    const { registration, drawer, mode, isOutdated } = store;
    state.setState({ registration, drawer, mode, outdated: isOutdated });
    if (registration !== null) {
      // A storage that does not answer now stops no sale; what was known stands until it does.
      const before = state.getState().unsent;
      looks += 1;
      const look = looks;
      const unsent = await store.unsent().catch(() => before);
      if (look < looks) {
        // A later look says what is true after this one.
        return;
      }
      state.setState({ unsent });
      if (isSentByAnother({ before, now: unsent }, sender.state().trouble)) {
        sender.sendNow().catch(() => undefined);
      }
    }
  };

  const storageWatch = watchStorage(ports, state);
  const stops = [store.subscribe(() => void refresh()), watchLine(sender, state), storageWatch.stop];

  return {
    state,
    stop: () => {
      stops.forEach((stop) => {
        stop();
      });
    },
    lookAtStorage: storageWatch.look,
    shut: (shut) => {
      state.setState({ shut });
    },
    noteMended: () => {
      state.setState({ mended: null });
    },
    refresh: async () => {
      await refresh();
      // Browsers that refused at first may agree once the till is installed or in daily use: each start asks again.
      const enrolled = store.registration !== null;
      state.setState({ storageKept: await (enrolled ? device.keepStorage() : device.storageKept()) });
    },
    openDrawer: drawerOpener(ports, refresh),
  };
}
