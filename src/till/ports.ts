import type { Scale } from '#devices/scale/serial-scale.ts';
import type { EnrolmentAnswer, EnrolmentRequest } from '#protocol/enrolment.ts';
import type { DrainerState } from '#sync/drainer.ts';
import type { ShelfContents } from '#store/catalogue-database.ts';
import type { TillStore } from '#store/till-store.ts';

/** Everything of the outside world that the till uses. `main.tsx` is the only place that fills it in. */
export interface TillPorts {
  store: TillStore;
  shelf: CatalogueShelf;
  server: TillServer;
  sender: Sender;
  device: DeviceCare;
  settings: Settings;
  /** Null where the browser cannot reach a scale. */
  scale: Scale | null;
  sounds: { good: () => void; bad: () => void };
  /** Whether this PIN is the one behind an encoded argon2id hash. */
  verifyPin: (pin: string, verifier: string) => Promise<boolean>;
  /** Hands a text to the person at the till as a file of this name. */
  saveFile: (name: string, text: string) => void;
  /** UTC instant. */
  now: () => string;
  /** A fresh UUIDv7. */
  newId: () => string;
}

/** What may be sold and who may sell it, as last fetched; may be dropped and fetched again at any time. */
export interface CatalogueShelf {
  load: () => Promise<ShelfContents | null>;
  save: (contents: ShelfContents) => Promise<void>;
}

/** What is asked of the server beside sending; each answer is checked before it is believed. Refuses with ServerProblem. */
export interface TillServer {
  enrol: (request: EnrolmentRequest) => Promise<EnrolmentAnswer>;
  fetchShelf: (deviceToken: string) => Promise<ShelfContents>;
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
  /** Whether the app itself would start without a line. */
  startsOffline: () => Promise<boolean>;
  /** Calls back when a newer app waits; `apply` puts it in place and reloads. */
  onUpdate: (listener: (apply: () => void) => void) => () => void;
}

/** Small choices of this device. `forTab` ones are gone when the window closes. */
export interface Settings {
  get: (key: string) => string | null;
  set: (key: string, value: string | null) => void;
  getForTab: (key: string) => string | null;
  setForTab: (key: string, value: string | null) => void;
}
