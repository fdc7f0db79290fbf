import type { Workbox } from 'workbox-window';
import type { AppUpdates } from '../ports.ts';

/** What is used of the library's window on the service worker, and of its registration. */
export interface WorkerWindow<Registration> extends Pick<Workbox, 'messageSkipWaiting'> {
  addEventListener: (type: 'waiting' | 'controlling', listener: () => void) => void;
  register: () => Promise<Registration | undefined>;
}

export interface WorkerRegistration {
  readonly installing: Pick<ServiceWorker, 'addEventListener' | 'state'> | null;
  readonly waiting: Pick<ServiceWorker, 'addEventListener' | 'state'> | null;
  readonly active: object | null;
  update: () => Promise<unknown>;
}

/** A newer app that could not be stored is tried again at once: its worker has asked anew for what it could not have. */
const RETRIES = 1;

/** What a page needs to know of itself. */
interface PageItself {
  /** Whether a service worker answers for it. */
  isControlled: () => boolean;
  reload: () => void;
}

/**
 * Follows the app's service worker. The library tells of a newer one that was found while it was listening; it stops
 * listening after the first one, stored or not, so each look asks the registration itself as well.
 */
export class FollowedUpdates<Registration extends WorkerRegistration> implements AppUpdates {
  readonly #open: () => Promise<WorkerWindow<Registration>>;
  readonly #page: PageItself;
  readonly #listeners = new Set<(news: 'ready' | 'in_place') => void>();
  #news: 'ready' | 'in_place' | null = null;
  #worker: WorkerWindow<Registration> | null = null;
  #registration: Registration | undefined;
  #registering: Promise<Registration | undefined> | null = null;
  #isAsked = false;

  constructor(open: () => Promise<WorkerWindow<Registration>>, page: PageItself) {
    this.#open = open;
    this.#page = page;
  }

  /** Registers the worker, and again when the last try stored nothing; undefined when it cannot be had now. */
  register(): Promise<Registration | undefined> {
    if (this.#registration !== undefined && isAlive(this.#registration)) {
      return Promise.resolve(this.#registration);
    }
    this.#registering ??= this.#register().finally(() => {
      this.#registering = null;
    });
    return this.#registering;
  }

  subscribe(listener: (news: 'ready' | 'in_place') => void): () => void {
    this.#listeners.add(listener);
    if (this.#news !== null) {
      listener(this.#news);
    }
    return () => {
      this.#listeners.delete(listener);
    };
  }

  look(): Promise<void> {
    return this.#look(RETRIES);
  }

  putInPlace(): void {
    this.#isAsked = true;
    const next = this.#registration?.waiting;
    next?.addEventListener('statechange', () => {
      // A page that was opened before there was any worker is never controlled: nothing else would tell it.
      if (next.state === 'activated' && !this.#page.isControlled()) {
        this.#tell('in_place');
      }
    });
    this.#worker?.messageSkipWaiting();
  }

  reload(): void {
    this.#page.reload();
  }

  async #look(retries: number): Promise<void> {
    try {
      await this.#registration?.update();
    } catch {
      // No line, or a page in the way: there is another look in an hour.
    }
    this.#seeWaiting();
    const found = this.#registration?.installing;
    found?.addEventListener('statechange', () => {
      this.#seeWaiting();
      if (found.state === 'redundant' && retries > 0) {
        void this.#look(retries - 1);
      }
    });
  }

  async #register(): Promise<Registration | undefined> {
    try {
      const worker = await this.#open();
      const wasControlled = this.#page.isControlled();
      worker.addEventListener('waiting', () => {
        this.#seeWaiting();
      });
      worker.addEventListener('controlling', () => {
        // The first worker of a device that takes its page is no newer app.
        if (this.#isAsked || wasControlled) {
          this.#tell('in_place');
        }
      });
      this.#registration = await worker.register();
      this.#worker = worker;
      this.#seeWaiting();
      return this.#registration;
    } catch {
      // Without a service worker the till sells as before; the set-up page says that it would not start without a line.
      return undefined;
    }
  }

  #seeWaiting(): void {
    if (this.#registration !== undefined && this.#registration.waiting !== null) {
      this.#isAsked = false;
      this.#tell('ready');
    }
  }

  #tell(news: 'ready' | 'in_place'): void {
    this.#news = news;
    this.#listeners.forEach((listener) => {
      listener(news);
    });
  }
}

/** A line or a disk that failed while the app was being stored leaves nothing behind: then it is begun anew. */
function isAlive({ installing, waiting, active }: WorkerRegistration): boolean {
  return installing !== null || waiting !== null || active !== null;
}
