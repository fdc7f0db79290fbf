import { IDBFactory as MemoryIndexedDB, IDBKeyRange as MemoryKeyRange } from 'fake-indexeddb';

/** What can go wrong with IndexedDB, changed by a test while it runs. */
export interface DatabaseFaults {
  /** Writing transactions that still succeed; as many as `failures` after them meet `failure`, and all others succeed. */
  writesLeft: number;
  failures: number;
  /**
   * `abort`: nothing is written and an error is reported. `commit_and_fail`: everything is written and an error is
   * reported all the same. `die`: an error, and the connection is dead from then on.
   */
  failure: 'abort' | 'commit_and_fail' | 'die';
  /** Reading transactions that still succeed; those after them throw. */
  readsLeft: number;
  /** Opening fails, as after a crash of the browser's backing store. */
  opensFail: boolean;
  /** Nothing ever answers again. */
  hangs: boolean;
  /** Writing transactions begun. */
  writes: number;
}

/** A property for a listener that will never be called. */
const DEAF: PropertyDescriptor = {
  get: () => null,
  set() {
    // What is not kept cannot be called.
  },
};

/** The IndexedDB of one device in memory, with faults. It survives "restarts" as long as a test keeps it. */
export class FaultyIndexedDB extends MemoryIndexedDB {
  readonly faults: DatabaseFaults = {
    writesLeft: Number.POSITIVE_INFINITY,
    failures: 0,
    failure: 'abort',
    readsLeft: Number.POSITIVE_INFINITY,
    opensFail: false,
    hangs: false,
    writes: 0,
  };
  /** What each writing transaction asked for: anything but "strict" may be lost in a power cut. */
  readonly durabilities = new Set<string>();
  readonly #connections = new Set<IDBDatabase>();
  static readonly keyRange: typeof IDBKeyRange = MemoryKeyRange;

  override open(name: string, version?: number): IDBOpenDBRequest {
    if (this.faults.opensFail) {
      throw new DOMException('Internal error opening backing store', 'InvalidStateError');
    }
    if (this.faults.hangs) {
      return silenced(super.open('nobody asked for this'));
    }
    const request = version === undefined ? super.open(name) : super.open(name, version);
    request.addEventListener('success', () => {
      this.#spoil(request.result);
    });
    return request;
  }

  /** The app that had it open is gone: it writes nothing more, and stands in nobody's way. */
  disconnect(): void {
    this.#connections.forEach((database) => {
      database.close();
    });
    this.#connections.clear();
  }

  #spoil(database: IDBDatabase): void {
    this.#connections.add(database);
    const begin = database.transaction.bind(database);
    let isDead = false;
    database.transaction = (stores, mode, options) => {
      if (isDead) {
        throw new DOMException('The database connection is closing', 'InvalidStateError');
      }
      if (mode !== 'readwrite' && this.faults.readsLeft <= 0) {
        throw new DOMException('The database connection is closing', 'InvalidStateError');
      }
      this.faults.readsLeft -= mode === 'readwrite' ? 0 : 1;
      const transaction = begin(stores, mode, options);
      if (this.faults.hangs) {
        return silenced(transaction);
      }
      if (mode === 'readwrite') {
        this.durabilities.add(options?.durability ?? 'default');
      }
      if (mode === 'readwrite' && this.#isToFail()) {
        isDead = this.faults.failure === 'die';
        fail(transaction, this.faults.failure === 'commit_and_fail');
      }
      return transaction;
    };
  }

  #isToFail(): boolean {
    this.faults.writes += 1;
    if (this.faults.writesLeft > 0) {
      this.faults.writesLeft -= 1;
      return false;
    }
    if (this.faults.failures > 0) {
      this.faults.failures -= 1;
      return true;
    }
    return false;
  }
}

function fail(transaction: IDBTransaction, commits: boolean): void {
  if (!commits) {
    transaction.abort();
    return;
  }
  let told: ((event: Event) => void) | null = null;
  Object.defineProperty(transaction, 'oncomplete', DEAF);
  Object.defineProperty(transaction, 'onabort', {
    set: (handler: typeof told) => {
      told = handler;
    },
    get: () => told,
  });
  transaction.addEventListener('complete', () => {
    told?.(new Event('abort', { cancelable: true }));
  });
}

/** Whoever listens by the usual properties hears nothing more. */
function silenced<T extends EventTarget>(target: T): T {
  for (const event of ['oncomplete', 'onabort', 'onerror', 'onsuccess', 'onupgradeneeded', 'onblocked']) {
    Object.defineProperty(target, event, DEAF);
  }
  return target;
}
