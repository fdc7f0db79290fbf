import type { OutboxPort } from '#sync/ports.ts';
import { Drainer } from '#sync/drainer.ts';
import { createServerPort } from '#sync/push-client.ts';
import { browserDrainerHost } from '#store/browser-host.ts';
import { openTillStore } from '#store/open-till-store.ts';
import type { DrainableTillStore } from '#store/till-store.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { SimDevice } from './sim-device.ts';
import type { Life } from './sim-folder.ts';
import type { SimLine } from './sim-line.ts';
import type { Timeline } from './timeline.ts';

/** One run of the till's app: the production store and drainer over a simulated device and line. */
export interface App {
  life: Life;
  store: DrainableTillStore;
  drainer: Drainer;
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

export async function startApp({ timeline, random, device, line, life }: AppPorts): Promise<App> {
  const store = await openTillStore(device.ports(life));
  const token = () => store.registration?.deviceToken ?? null;
  const http = { send: (request: Parameters<SimLine['send']>[0]) => line.send(request, { life, token }) };
  const now = () => device.now();
  const drainer = new Drainer(
    {
      outbox: store.outbox satisfies OutboxPort,
      server: createServerPort(http, now),
      now,
      nonce: () => nonceOf(random),
    },
    {
      alone: browserDrainerHost(device.locks).alone,
      after: (ms, callback) =>
        timeline.after(ms, () => {
          if (!life.isOver) {
            callback();
          }
        }),
      random: () => (life.isOver ? 0.5 : random.next()),
    },
  );
  return { life, store, drainer, hasEnded: false };
}

export function nonceOf(random: SeededRandom): string {
  return Buffer.from(random.bytes(12)).toString('hex');
}
