import '#ui/theme.css';
import type { ReactNode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { config } from 'zod';
import { uuidV7 } from '#core/id/uuid-v7.ts';
import { createBeeper } from '#devices/sound/beeper.ts';
import { CATALOGUE_DATABASE, CatalogueShelf } from '#store/catalogue-database.ts';
import { openJournalChannel } from '#store/journal-channel.ts';
import { HISTORY_DATABASE, HistoryShelf } from '#store/history-shelf.ts';
import { journalFileOver, startJournalFileWorker } from '#store/journal-file-client.ts';
import { DexieRows } from '#store/dexie-rows.ts';
import { JOURNAL_DATABASE } from '#store/journal-tables.ts';
import { whenFileIsFree } from '#store/when-file-is-free.ts';
import { openTillStore } from '#store/open-till-store.ts';
import type { TillStorePorts } from '#store/till-store-ports.ts';
import type { DrainableTillStore } from '#store/till-store.ts';
import { acquireTillLock, type TillHold, type TillLock } from '#store/till-lock.ts';
import { FormatProvider } from '#ui/format.tsx';
import { firstLanguage } from '#ui/locale.ts';
import { loadWords, WordsProvider } from '#ui/words/words.tsx';
import { App } from './app.tsx';
import { createBrowserDevice } from './outside/browser-device.ts';
import { createBrowserScale } from './outside/browser-scale.ts';
import { createBrowserScreen } from './outside/browser-screen.ts';
import { createBrowserSettings } from './outside/browser-settings.ts';
import { createBrowserUpdates } from './outside/browser-updates.ts';
import { createFetchServer } from './outside/fetch-server.ts';
import { createTillCopies } from './outside/till-copies.ts';
import { createLaterSender } from './outside/later-sender.ts';
import { saveFile } from './outside/save-file.ts';
import { Failure } from './shell/failure-boundary.tsx';
import { SecondTabScreen } from './second-tab/second-tab-screen.tsx';
import { createTill } from './state/till.ts';

/** A till that is never closed asks for new prices now and then. */
const REFRESH_SHELF_MS = 6 * 60 * 60_000;
/**
 * Confirmed sales stay on the device for so long, for receipts, questions and a server that has to be filled again. Days are
 * told by clocks, and a clock may be years off: so many of the newest stay whatever it says.
 */
const KEPT_DAYS = 90;
const KEPT_EVENTS = 10_000;

const settings = createBrowserSettings();
const scale = createBrowserScale(settings);
const updates = createBrowserUpdates();
const device = createBrowserDevice(() => updates.register());
const atTheScreen = createBrowserScreen();
const loadPinCheck = () => import('./outside/verify-pin.ts');
const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));

/** Starts the cashier's app in this element. Nowhere else do the till's ports meet what fills them. */
export function startTill(root: HTMLElement): void {
  // The page's content policy forbids making code from text, which schemas would otherwise try for speed.
  config({ jitless: true });
  const screen = createRoot(root);
  sellInTurns(screen).catch(() => {
    screen.render(<Alone screen={<Failure />} />);
  });
}

/** One tab sells at a time. This one does while it holds the till; then it says where the till went. */
async function sellInTurns(screen: Root): Promise<void> {
  const channel = openJournalChannel();
  const self = { where: document.title, since: new Date().toISOString() };
  const after = (ms: number, callback: () => void) => {
    setTimeout(callback, ms);
  };
  for (;;) {
    const lock = await acquireTillLock({ locks: navigator.locks, channel, self, after });
    const hold = lock.kind === 'held' ? lock.hold : await takeOver(screen, lock);
    await sellWhileHeld(screen, hold, channel);
  }
}

/** Shows that another tab sells, and resolves once this one was told to take over and has. */
function takeOver(screen: Root, lock: Extract<TillLock, { kind: 'elsewhere' }>): Promise<TillHold> {
  return new Promise((resolve, reject) => {
    let isTaking = false;
    const onTakeOver = () => {
      isTaking = true;
      lock.takeOver().then(resolve, reject);
    };
    screen.render(<Alone screen={<SecondTabScreen since={lock.at?.since ?? null} onTakeOver={onTakeOver} />} />);
    // Nothing is under way in a tab that does not sell.
    updates.subscribe((news) => {
      if (news === 'in_place' && !isTaking) {
        updates.reload();
      }
    });
  });
}

/** A screen that stands without a till behind it, in the language that was chosen on this device. */
function Alone({ screen }: { screen: ReactNode }) {
  const chosen = settings.get('language');
  const language = chosen === 'es' || chosen === 'en' ? chosen : firstLanguage(navigator.languages);
  return (
    <WordsProvider language={language}>
      <FormatProvider language={language} currency="USD" timeZone={undefined}>
        {screen}
      </FormatProvider>
    </WordsProvider>
  );
}

function openStore(
  ports: Pick<TillStorePorts, 'journalFile' | 'channel' | 'history' | 'isHeld'>,
): Promise<DrainableTillStore> {
  return openTillStore({
    ...ports,
    connectDatabase: () => new DexieRows({ name: JOURNAL_DATABASE }),
    hasFiles: 'storage' in navigator && 'getDirectory' in navigator.storage,
    highWater: {
      read: () => settings.get('high-water'),
      write: (text) => {
        settings.set('high-water', text);
      },
    },
    now: () => Date.now(),
    random,
  });
}

async function sellWhileHeld(
  screen: Root,
  hold: TillHold,
  channel: ReturnType<typeof openJournalChannel>,
): Promise<void> {
  const fileWorker = startJournalFileWorker();
  const journalFile = journalFileOver(fileWorker);
  const shelf = new CatalogueShelf({ name: CATALOGUE_DATABASE }, journalFile);
  const history = new HistoryShelf({ name: HISTORY_DATABASE }, journalFile);
  const opening = whenFileIsFree(() => openStore({ journalFile, channel, history, isHeld: () => hold.isHeld }));
  const store = await opening.catch((error: unknown) => {
    fileWorker.terminate();
    if (hold.isHeld) {
      throw error;
    }
    return null;
  });
  if (store === null) {
    return hold.lost;
  }
  const sender = createLaterSender(store);
  const server = createFetchServer();
  const now = () => new Date().toISOString();
  const till = createTill({
    store,
    shelf,
    history,
    server,
    sender,
    device,
    updates,
    screen: atTheScreen,
    settings,
    scale,
    sounds: createBeeper(() => settings.get('sounds') !== 'off'),
    verifyPin: async (pin, verifier) => (await loadPinCheck()).verifyPin(pin, verifier),
    saveFile,
    copies: createTillCopies({ store, server, saveFile, now }),
    now,
    newId: () => uuidV7(Date.now(), random(10)),
  });
  hold.beforeHandOver(async () => {
    // At once, for what comes after it is shown as soon as the till is lost.
    screen.render(null);
    till.people.lock();
    till.device.stop();
    till.updates.stop();
    await sender.stop();
    await store.close();
    shelf.close();
    history.close();
    fileWorker.terminate();
  });
  // Taken while this tab is starting, the store is closed, or about to be: it answers nobody any more.
  const starting = Promise.all([till.resume(), loadWords(till.people.state.getState().language)]);
  await Promise.race([starting, hold.lost]);
  if (!hold.isHeld) {
    starting.catch(() => undefined);
    return hold.lost;
  }
  screen.render(<App till={till} />);
  sender.start();
  tellHealthy();
  loadTheRest();
  const refresh = () => {
    till.refreshShelf().catch(() => undefined);
    void till.ports.copies.refreshKey();
    void till.history.goOn();
  };
  refresh();
  const refreshing = setInterval(refresh, REFRESH_SHELF_MS);
  const before = new Date(Date.now() - KEPT_DAYS * 24 * 60 * 60_000).toISOString();
  store.pruneConfirmed({ before, newest: KEPT_EVENTS }).catch(() => undefined);
  await hold.lost;
  clearInterval(refreshing);
}

/** This version came up: from now on nobody goes back to the one before it. It is told apart by the page's entry. */
function tellHealthy(): void {
  const entry = document.querySelector<HTMLScriptElement>('script[type="module"]')?.src;
  if ('serviceWorker' in navigator && entry !== undefined) {
    // Also in the first page of a device, which its worker does not answer for yet.
    void navigator.serviceWorker.ready.then(({ active }) => {
      active?.postMessage({ type: 'HEALTHY', entry });
    });
  }
}

/** What a till must have before its first outage, beside the screens: the PIN check, and the words of either language. */
function loadTheRest(): void {
  for (const load of [loadPinCheck, () => loadWords('es'), () => loadWords('en')]) {
    load().catch(() => undefined);
  }
}
