import type { TillPorts } from '../ports.ts';
import { createDevice, type Device } from './device-state.ts';
import { createHistory, type History } from './history-fetch.ts';
import { createPeople, type People } from './person-state.ts';
import { createSaleDesk, type SaleDesk } from './sale-desk.ts';
import { createScannerMemory, type ScannerMemory } from './scanner-memory.ts';
import { createShelf, type Shelf } from './shelf-state.ts';
import { createUpdateKeeper, type UpdateKeeper } from './update-keeper.ts';

/** The whole till, without its screens. */
export interface Till {
  ports: TillPorts;
  device: Device;
  people: People;
  shelf: Shelf;
  desk: SaleDesk;
  scanner: ScannerMemory;
  updates: UpdateKeeper;
  /** What the register sold before this device's own journal. */
  history: History;
  /** Whether a scan would be taken now: someone is signed in, the drawer is open and there is something to sell. */
  canSell: () => boolean;
  /** Takes up everything that was there before a reload. */
  resume: () => Promise<void>;
  /**
   * Fetches what may be sold and who may sell it, and puts it to use between two sales, never during one: resolves once
   * it is here, before that. Refuses with ServerProblem.
   */
  refreshShelf: () => Promise<void>;
}

export function createTill(ports: TillPorts): Till {
  const device = createDevice(ports);
  const people = createPeople(ports, navigator.languages);
  const shelf = createShelf(ports);
  const desk = createSaleDesk({
    ports,
    index: () => shelf.state.getState().index,
    person: () => people.state.getState().person,
    drawer: () => device.state.getState().drawer,
  });
  const resume = async () => {
    await Promise.all([device.refresh(), shelf.load()]);
    people.resume(shelf.state.getState().staff);
    await desk.resume();
  };
  return {
    ports,
    device,
    people,
    shelf,
    desk,
    history: createHistory(ports),
    updates: keepUpdates(ports, { device, people, shelf, desk }),
    scanner: createScannerMemory(ports.settings),
    canSell: () =>
      shelf.state.getState().index !== null &&
      people.state.getState().person !== null &&
      device.state.getState().drawer !== null &&
      !device.state.getState().shut,
    resume,
    refreshShelf: async () => {
      await shelf.fetch();
      if (shelf.state.getState().index === null) {
        await resume();
        return;
      }
      shelf
        .load(desk.betweenSales)
        .then(desk.resume)
        .catch(() => undefined);
    },
  };
}

/** Watches what a reload would cut: a sale, its payment or its change, a scan nobody has seen, a question. */
function keepUpdates(
  ports: TillPorts,
  { device, people, shelf, desk }: Pick<Till, 'device' | 'people' | 'shelf' | 'desk'>,
): UpdateKeeper {
  const keeper = createUpdateKeeper({
    updates: ports.updates,
    screen: ports.screen,
    now: () => Date.parse(ports.now()),
    isBusy: () => {
      const { registration, drawer } = device.state.getState();
      const isConnecting = registration === null || shelf.state.getState().index === null;
      const isAskedForFloat = drawer === null && people.state.getState().person !== null;
      return isConnecting || isAskedForFloat || desk.isOccupied();
    },
    every: (ms, callback) => {
      const timer = setInterval(callback, ms);
      return () => {
        clearInterval(timer);
      };
    },
  });
  const stops = [
    keeper.stop,
    desk.state.subscribe(keeper.lookAround),
    device.state.subscribe(({ outdated, sending }, before) => {
      if (outdated && !before.outdated) {
        keeper.sayOutdated();
      }
      if (sending.trouble?.kind === 'outdated' && before.sending.trouble?.kind !== 'outdated') {
        void ports.updates.look();
      }
      keeper.lookAround();
    }),
  ];
  if (device.state.getState().outdated) {
    keeper.sayOutdated();
  }
  return {
    ...keeper,
    stop: () => {
      stops.forEach((stop) => {
        stop();
      });
    },
  };
}
