import { enrolmentAnswer } from '#protocol/enrolment.ts';
import { FileBusy } from '#store/block-file.ts';
import type { HttpRequest, OutboxPort } from '#sync/ports.ts';
import { Drainer } from '#sync/drainer.ts';
import { createServerPort } from '#sync/push-client.ts';
import { browserDrainerHost } from '#store/browser-host.ts';
import { drainInBackground } from '#store/drain-in-background.ts';
import { openTillStore } from '#store/open-till-store.ts';
import { acquireTillLock, type TillHold } from '#store/till-lock.ts';
import { whenFileIsFree } from '#store/when-file-is-free.ts';
import { type DrainableTillStore, StorageRefused } from '#store/till-store.ts';
import { requestOfOldApp } from './old-app.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { SimDevice } from './sim-device.ts';
import type { Life } from './sim-folder.ts';
import type { SimLine } from './sim-line.ts';
import type { SimServer } from './sim-server.ts';
import type { Timeline } from './timeline.ts';

/** One run of the till's app: the production store and drainer over a simulated device and line. */
export interface App {
  life: Life;
  store: DrainableTillStore;
  drainer: Drainer;
  /** The right to sell on this device. */
  hold: TillHold;
  /** It is the first version of the app. */
  isOld: boolean;
  /** It was closed, or another tab has the till. */
  hasEnded: boolean;
}

export interface AppPorts {
  timeline: Timeline;
  random: SeededRandom;
  device: SimDevice;
  line: SimLine;
  life: Life;
}

/** A window of the till is opened; should another one have the till, this one takes it over. */
export async function startApp({ timeline, random, device, line, life }: AppPorts): Promise<App> {
  const isOld = device.hasOldApp;
  const hold = await takeTheTill({ timeline, device, life });
  const store = await whenFileIsFree(() => openTillStore({ ...device.ports(life), isHeld: () => hold.isHeld }));
  const token = () => store.registration?.deviceToken ?? null;
  const http = {
    send: (request: HttpRequest) => line.send(isOld ? requestOfOldApp(request) : request, { life, token }),
  };
  const now = () => device.now();
  const drainer = new Drainer(
    {
      outbox: store.outbox satisfies OutboxPort,
      server: createServerPort(http, now),
      now,
      nonce: () => nonceOf(random),
    },
    {
      alone: browserDrainerHost(device.locks(life)).alone,
      after: (ms, callback) =>
        timeline.after(ms, () => {
          if (!life.isOver) {
            callback();
          }
        }),
      random: () => (life.isOver ? 0.5 : random.next()),
    },
  );
  return { life, store, drainer, hold, isOld, hasEnded: false };
}

async function takeTheTill({
  timeline,
  device,
  life,
}: Pick<AppPorts, 'timeline' | 'device' | 'life'>): Promise<TillHold> {
  const lock = await acquireTillLock({
    locks: device.locks(life),
    channel: device.channel(life),
    self: { where: 'a window', since: new Date(device.now()).toISOString() },
    after: (ms, callback) => {
      timeline.after(ms, () => {
        if (!life.isOver) {
          callback();
        }
      });
    },
  });
  return lock.kind === 'held' ? lock.hold : lock.takeOver();
}

/** The service worker's way of sending: it sees the database alone. */
export async function drainInTheWorker({ random, device, line, life }: AppPorts): Promise<void> {
  const isOld = device.hasOldApp;
  const drained = drainInBackground({
    connectDatabase: device.ports(life).connectDatabase,
    http: (token) => ({
      send: (request) => line.send(isOld ? requestOfOldApp(request) : request, { life, token: () => token }),
    }),
    channel: device.channel(life),
    alone: browserDrainerHost(device.locks(life)).alone,
    now: () => device.now(),
    nonce: () => nonceOf(random),
  });
  await drained.catch((error: unknown) => {
    // A database that fails is a mishap like any other here: the page goes on without the worker.
    if (!(error instanceof Error)) {
      throw error;
    }
  });
}

function nonceOf(random: SeededRandom): string {
  return Buffer.from(random.bytes(12)).toString('hex');
}

/** Connects this app as the register by a code, or as a new one of the demo where that is null; whether it is one now. */
export async function enrolApp(
  { store }: App,
  { server, registerId }: { server: SimServer; registerId: string | null },
): Promise<boolean> {
  const code = registerId === null ? null : await server.enrolmentCode(registerId);
  const body = JSON.stringify(code === null ? { demo: true } : { code });
  const answer = await server.handle({ method: 'POST', path: '/api/v1/pos/enrolments', body }, {});
  // A server that was put back to before this would not know the device.
  server.forgetBackup();
  if (answer?.status !== 200 && answer?.status !== 201) {
    return false;
  }
  const { data } = JSON.parse(answer.text) as { data: unknown };
  return (await orRefused(store.enrol(enrolmentAnswer.parse(data)))) !== null;
}

/**
 * Null where storage refuses, as it may: a full disk takes no new till, a disk that fails no new epoch, and a window that
 * hangs does not let go of the file.
 */
export async function orRefused<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof StorageRefused || error instanceof FileBusy) {
      return null;
    }
    throw error;
  }
}
