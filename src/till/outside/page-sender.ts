import { browserDrainerHost, fetchHttp, requestBackgroundSync } from '#store/browser-host.ts';
import type { DrainableTillStore } from '#store/till-store.ts';
import { Drainer } from '#sync/drainer.ts';
import { createServerPort } from '#sync/push-client.ts';
import type { Sender } from '../ports.ts';

/** The sending as this page does it, until it is stopped. */
export interface PageSender extends Sender {
  stop: () => void;
}

/**
 * Sends from the page, woken by everything that may have brought the line back, and leaves a word with the service
 * worker for when the page is closed before all is sent.
 */
export function startPageSender(store: DrainableTillStore): PageSender {
  const http = fetchHttp('', () => store.registration?.deviceToken ?? null);
  const drainer = new Drainer(
    {
      outbox: store.outbox,
      server: createServerPort(http, () => Date.now()),
      now: () => Date.now(),
      nonce: () => crypto.randomUUID(),
    },
    browserDrainerHost(navigator.locks),
  );
  const stopping = new AbortController();
  const wake = () => {
    if (store.registration !== null && document.visibilityState === 'visible') {
      drainer.wake();
    }
  };
  window.addEventListener('online', wake, stopping);
  window.addEventListener('focus', wake, stopping);
  document.addEventListener('visibilitychange', wake, stopping);
  // The browser writes down what it is asked to do later. One without room for that throws its service workers away, and
  // with them the app: it could not start without a line any more. A store that holds back does so for the same reason.
  const leaveWord = (ask: () => Promise<void>) => {
    if (store.mode === 'both') {
      void ask();
    }
  };
  window.addEventListener('pagehide', () => leaveWord(wakeServiceWorker), stopping);
  wake();

  return {
    state: () => drainer.state(),
    subscribe: (listener) => drainer.subscribe(listener),
    nudge: () => {
      drainer.nudge();
      leaveWord(askForBackgroundSync);
    },
    sendNow: () => drainer.sendNow(),
    stop: () => {
      stopping.abort();
      drainer.stop();
    },
  };
}

async function serviceWorker(): Promise<ServiceWorkerRegistration | undefined> {
  return 'serviceWorker' in navigator ? navigator.serviceWorker.getRegistration() : undefined;
}

/** The browser wakes the service worker when there is a line, also after this page is gone. */
async function askForBackgroundSync(): Promise<void> {
  const registration = await serviceWorker();
  if (registration !== undefined) {
    await requestBackgroundSync(registration);
  }
}

/** The page goes; what it could not send any more, the service worker tries at once. */
async function wakeServiceWorker(): Promise<void> {
  const registration = await serviceWorker();
  registration?.active?.postMessage({ type: 'DRAIN' });
}
