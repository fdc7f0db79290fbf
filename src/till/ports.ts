import type { JournalEvent } from '#core/journal/journal-event.ts';
import type { Scale } from '#devices/scale/serial-scale.ts';
import type { CopyAnswer } from '#protocol/copy.ts';
import type { EnrolmentAnswer, EnrolmentRequest } from '#protocol/enrolment.ts';
import type { DrainerState } from '#sync/drainer.ts';
import type { HistoryShelf } from '#store/history-shelf.ts';
import type { ShelfContents } from '#store/catalogue-database.ts';
import type { CopyKey, TillStore } from '#store/till-store.ts';

/** Everything of the outside world that the till uses. `main.tsx` is the only place that fills it in. */
export interface TillPorts {
  store: TillStore;
  shelf: CatalogueShelf;
  history: Pick<HistoryShelf, 'progress' | 'restart' | 'keepPage' | 'prune'>;
  server: TillServer;
  sender: Sender;
  device: DeviceCare;
  updates: AppUpdates;
  screen: AtTheScreen;
  settings: Settings;
  /** Null where the browser cannot reach a scale. */
  scale: Scale | null;
  sounds: { good: () => void; bad: () => void };
  /** Whether this PIN is the one behind an encoded argon2id hash. */
  verifyPin: (pin: string, verifier: string) => Promise<boolean>;
  /** Hands a text to the person at the till as a file of this name. */
  saveFile: (name: string, text: string) => void;
  copies: Copies;
  /** UTC instant. */
  now: () => string;
  /** A fresh UUIDv7. */
  newId: () => string;
}

/** What may be sold in a shop and who may sell it, as last fetched; may be dropped and fetched again at any time. */
export interface CatalogueShelf {
  /** Null where there is nothing of this shop. */
  load: (shop: string) => Promise<ShelfContents | null>;
  save: (shop: string, contents: ShelfContents) => Promise<void>;
}

/** Copies of what is unsent, as files in people's hands. */
export interface Copies {
  /** Seals everything unsent and hands it to the person, without needing a line; says what came of it. */
  save: () => Promise<SavedCopy>;
  /** Hands a copy that a till saved to the server, over this till's line. Refuses with ServerProblem. */
  takeIn: (file: Blob) => Promise<CopyAnswer>;
  /** Fetches the key that copies are sealed with, where there is a line; nothing where there is none. */
  refreshKey: () => Promise<void>;
}

/**
 * `no_key`: this till never got the key and has no line to get it now. `unreadable`: neither copy of the journal
 * answers. Nothing was saved then.
 */
export type SavedCopy =
  | { kind: 'saved'; events: number; files: number }
  | { kind: 'nothing' | 'no_key' | 'unreadable' };

/** What is asked of the server beside sending; each answer is checked before it is believed. Refuses with ServerProblem. */
export interface TillServer {
  enrol: (request: EnrolmentRequest) => Promise<EnrolmentAnswer>;
  fetchShelf: (deviceToken: string) => Promise<ShelfContents>;
  /** What this register once sent, newest first; `before` is where the page before it ended, null for the first. */
  fetchPastEvents: (
    deviceToken: string,
    before: string | null,
  ) => Promise<{ events: JournalEvent[]; next: string | null }>;
  /** The key that copies of unsent sales are sealed with. */
  fetchCopyKey: (deviceToken: string) => Promise<CopyKey>;
  /** Hands over a file that a till saved. */
  takeInCopy: (deviceToken: string, file: Blob) => Promise<CopyAnswer>;
}

/** Why the server gave no usable answer. */
export class ServerProblem extends Error {
  override readonly name = 'ServerProblem';
  /**
   * `no_line`: nothing came back. `foreign`: something did, but not from our server. `failing`: the server has a fault
   * of its own. `refused`: it said no.
   */
  readonly kind: 'no_line' | 'foreign' | 'failing' | 'refused';
  /** Why it was refused, as the server's own code; else the HTTP status, or "" when there was none. */
  readonly code: string;

  constructor(kind: ServerProblem['kind'], code: string) {
    super(`${kind} ${code}`);
    this.kind = kind;
    this.code = code;
  }
}

/** How the sending of sales is going; the sending itself knows nothing of screens. */
export interface Sender {
  state: () => DrainerState;
  subscribe: (listener: () => void) => () => void;
  /** Something is new: send soon. */
  nudge: () => void;
  /** Sends now; resolves when the attempt is over. */
  sendNow: () => Promise<void>;
}

/** What keeps the device able to sell through an outage. */
export interface DeviceCare {
  /** Asks the browser to keep our storage for good; resolves to whether it does. */
  keepStorage: () => Promise<boolean>;
  storageKept: () => Promise<boolean>;
  /** Free bytes of our storage, as the browser estimates them; null when it does not say. */
  freeBytes: () => Promise<number | null>;
  /** Whether this runs as an app of its own rather than in a tab among others. */
  isInstalled: () => boolean;
  /** Whether the app itself would start without a line. */
  startsOffline: () => Promise<boolean>;
}

/** How a newer app comes to this device. Nothing here ever happens by itself but the looking. */
export interface AppUpdates {
  /**
   * Calls back with what is known at once and with each news. `ready`: a newer app waits, whole, on this device.
   * `in_place`: it answers for this device from now on; this page still is the old one.
   */
  subscribe: (listener: (news: 'ready' | 'in_place') => void) => () => void;
  /** Asks the server whether there is a newer one; without an answer nothing is different. */
  look: () => Promise<void>;
  /** Lets the app that waits take its place. */
  putInPlace: () => void;
  /** Loads this page anew. */
  reload: () => void;
}

/** Whether someone is at the screen. */
export interface AtTheScreen {
  /** Milliseconds since 1970 of the last touch, key or scan; 0 before the first. */
  lastInputAt: () => number;
  dialogIsOpen: () => boolean;
}

/** Small choices of this device. `forTab` ones are gone when the window closes. */
export interface Settings {
  get: (key: string) => string | null;
  set: (key: string, value: string | null) => void;
  getForTab: (key: string) => string | null;
  setForTab: (key: string, value: string | null) => void;
}
