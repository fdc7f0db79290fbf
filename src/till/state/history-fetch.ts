import type { JournalEvent } from '#core/journal/journal-event.ts';
import type { HistoryProgress } from '#store/history-shelf.ts';
import type { TillPorts } from '../ports.ts';

/** So far back a till can be asked for a sale it does not hold itself. */
const KEPT_MS = 90 * 24 * 60 * 60_000;

/** What the server holds of this register's past, brought to a device that lacks it. */
export interface History {
  /** This device has just become the register: everything is fetched anew, in the background. */
  begin: () => Promise<void>;
  /** Goes on where the fetching was interrupted, page by page; without a line it waits for the next call. */
  goOn: () => Promise<void>;
}

/** The ports of the till that this needs. */
type HistoryPorts = Pick<TillPorts, 'history' | 'server' | 'now'> & {
  store: Pick<TillPorts['store'], 'registration'>;
};

export function createHistory(ports: HistoryPorts): History {
  let running: Promise<void> | null = null;
  const goOn = () => {
    running ??= fetchAll(ports)
      // No line, or no room: what came is kept, and the rest comes another time.
      .catch(() => undefined)
      .finally(() => {
        running = null;
      });
    return running;
  };
  return {
    goOn,
    begin: async () => {
      const { registration } = ports.store;
      if (registration !== null) {
        // A page that is on its way would otherwise say how far the last fetching came.
        await running;
        await ports.history.restart(registration.registerId).catch(() => undefined);
        await goOn();
      }
    },
  };
}

async function fetchAll({ history, server, store, now }: HistoryPorts): Promise<void> {
  const { registration } = store;
  if (registration === null) {
    return;
  }
  const { registerId, deviceToken } = registration;
  const oldest = new Date(Date.parse(now()) - KEPT_MS).toISOString();
  let progress: HistoryProgress = (await history.progress(registerId)) ?? { registerId, before: null, done: false };
  while (!progress.done) {
    const { events, next } = await server.fetchPastEvents(deviceToken, progress.before);
    if (store.registration?.registerId !== registerId) {
      return;
    }
    const recent = events.filter((event) => isOf(event, registerId) && event.sold_at >= oldest);
    // Not one alone, whose clock may have lost its battery; and a page that was not understood says nothing of its age.
    const isOld = events.length > 0 && events.every((event) => event.sold_at < oldest);
    const reachedEnd = next === null || isOld;
    progress = { registerId, before: next, done: reachedEnd };
    await history.keepPage(recent, progress);
  }
  await history.prune(oldest);
}

function isOf(event: JournalEvent, registerId: string): boolean {
  return event.register_id === registerId;
}
