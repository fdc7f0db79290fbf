import type { PrecacheEntry } from 'workbox-precaching';
import { config } from 'zod';
import { BACKGROUND_SYNC_TAG, browserDrainerHost, fetchHttp, requestBackgroundSync } from '#store/browser-host.ts';
import { openJournalChannel } from '#store/journal-channel.ts';
import { DexieRows } from '#store/dexie-rows.ts';
import { JOURNAL_DATABASE } from '#store/journal-tables.ts';
import { AppStore } from './app-store.ts';
import type { DrainOutcome } from '#sync/ports.ts';
import { type BackgroundPorts, drainInBackground, drainWhenWoken } from '#store/drain-in-background.ts';

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: PrecacheEntry[] };

/** Chromium's Background Sync event, which the compiler's library does not know. */
interface SyncEvent extends ExtendableEvent {
  readonly tag: string;
}

declare global {
  interface ServiceWorkerGlobalScopeEventMap {
    sync: SyncEvent;
  }
}

/** What the server answers itself; everything else that is navigated to is the app. */
const SERVER_PATHS = [/^\/api(\/|$)/, /^\/(health|ready|openapi\.json)$/, /^\/docs(\/|$)/];

// The content policy forbids making code from text, which schemas would otherwise try for speed.
config({ jitless: true });

// The app is complete in the cache before this worker is used, and starts from there, with or without a line.
const app = new AppStore(self.__WB_MANIFEST);
app.route(SERVER_PATHS);

const channel = openJournalChannel();

const background: BackgroundPorts = {
  connectDatabase: () => new DexieRows({ name: JOURNAL_DATABASE }),
  http: (deviceToken) => fetchHttp('', () => deviceToken),
  channel,
  alone: browserDrainerHost(navigator.locks).alone,
  now: () => Date.now(),
  nonce: () => crypto.randomUUID(),
};

/** Rejects when something is left, so that the browser wakes this worker again. */
async function sent(draining: Promise<DrainOutcome | null>): Promise<void> {
  const outcome = await draining;
  if (outcome?.kind === 'later') {
    throw new Error(`not everything could be sent: ${outcome.detail}`);
  }
}

/** For wakes that the browser does not repeat by itself: asks it to wake this worker when the line is back. */
async function drainOrAskForMore(): Promise<void> {
  try {
    await sent(drainInBackground(background));
  } catch {
    await requestBackgroundSync(self.registration);
  }
}

self.addEventListener('install', (event) => {
  app.install(event);
});

// A page waits for this before it is answered: nothing that needs a line may be in it.
self.addEventListener('activate', (event) => {
  event.waitUntil(app.takeOver(self.registration));
});

// A new version waits until the till is idle and the page says so: no sale is ever cut by an update. Until then it
// leaves the journal alone: it may know the database in a newer shape than the page that is selling.
self.addEventListener('message', (event) => {
  const type: unknown = event.data?.type;
  if (type === 'SKIP_WAITING') {
    event.waitUntil(self.skipWaiting());
  } else if (type === 'HEALTHY') {
    event.waitUntil(app.markHealthy(String(event.data?.entry)));
  } else if (type === 'DRAIN') {
    event.waitUntil(drainOrAskForMore());
  }
});

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

self.addEventListener('sync', (event) => {
  if (event.tag === BACKGROUND_SYNC_TAG) {
    event.waitUntil(sent(drainWhenWoken(background, pause)));
  }
});
