import type { DrainableTillStore } from '#store/till-store.ts';
import type { DrainerState } from '#sync/drainer.ts';
import type { Sender } from '../ports.ts';
import type { PageSender } from './page-sender.ts';

const NOTHING_YET: DrainerState = { busy: false, trouble: null, lastContactAt: null, clockOffsetMs: null };

/**
 * A sender that is loaded only when the till is on the screen: selling comes before sending. What is asked of it before
 * is done once it is there.
 */
export function createLaterSender(
  store: DrainableTillStore,
): Sender & { start: () => void; stop: () => Promise<void> } {
  const listeners = new Set<() => void>();
  let loading: Promise<PageSender> | null = null;
  let sender: PageSender | null = null;
  let stopped = false;

  const load = () => {
    loading ??= import('./page-sender.ts').then(({ startPageSender }) => {
      const started = startPageSender(store);
      sender = started;
      started.subscribe(() => {
        listeners.forEach((listener) => {
          listener();
        });
      });
      return started;
    });
    loading.catch(() => {
      // A file of the app that could not be had is asked for again with the next sale.
      loading = null;
    });
    return loading;
  };

  return {
    start: () => {
      if (!stopped) {
        load().catch(() => undefined);
      }
    },
    state: () => sender?.state() ?? NOTHING_YET,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    nudge: () => {
      if (!stopped) {
        load().then(
          (loaded) => {
            loaded.nudge();
          },
          () => undefined,
        );
      }
    },
    sendNow: async () => {
      await (await load()).sendNow();
    },
    stop: async () => {
      stopped = true;
      (await loading?.catch(() => null))?.stop();
    },
  };
}
