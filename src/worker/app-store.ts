import { PrecacheController, PrecacheRoute } from 'workbox-precaching';
import type { PrecacheEntry } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { z } from 'zod';
import { crc32 } from '#store/crc32.ts';
import { judgeStart, recordOnTakeOver, type VersionRecord } from './app-versions.ts';

const PREFIX = 'mostrador-app-';
const RECORD_CACHE = 'mostrador-versions';
const RECORD = '/version-record';
const PAGE = '/index.html';

const storedRecord: z.ZodType<VersionRecord> = z.object({
  name: z.string(),
  healthy: z.boolean(),
  before: z.string().nullable(),
  starts: z.number(),
  lastStartAt: z.number(),
});

/**
 * The app as this worker brought it, whole, in a cache of its own, so that the one before it stays as it was: for a
 * page of it that is still open, and for going back when the new one does not come up.
 */
export class AppStore {
  readonly #name: string;
  readonly #controller: PrecacheController;
  #record: VersionRecord | null = null;

  constructor(entries: PrecacheEntry[]) {
    const list = new TextEncoder().encode(JSON.stringify(entries));
    this.#name = `${PREFIX}${crc32(list).toString(16)}`;
    // What is not in the cache any more, because the browser took it away, is asked of the server.
    this.#controller = new PrecacheController({
      cacheName: this.#name,
      fallbackToNetwork: true,
      plugins: [{ fetchDidFail: ({ request }) => freshen(request.url) }],
    });
    this.#controller.addToCacheList(entries);
  }

  /** Fetches everything, and rejects when anything is missing or not what it should be: then nothing has changed. */
  install(event: ExtendableEvent): void {
    void this.#controller.install(event);
  }

  /** From now on this version answers; only the last healthy one before it is kept, and one that is just arriving. */
  async takeOver(registration: ServiceWorkerRegistration): Promise<void> {
    const record = recordOnTakeOver(await this.#readRecord(), this.#name);
    await this.#keep(record);
    if (registration.installing !== null || registration.waiting !== null) {
      return;
    }
    const kept = [record.name, record.before, RECORD_CACHE];
    const unused = (await caches.keys()).filter((name) => !kept.includes(name));
    await Promise.all(unused.map((name) => caches.delete(name)));
  }

  /** A page that was made by this entry file has come up. */
  async markHealthy(entry: string): Promise<void> {
    const record = await this.#readRecord();
    const isOurs = this.#controller.getCacheKeyForURL(entry) !== undefined;
    if (record?.name === this.#name && !record.healthy && isOurs) {
      await this.#keep({ ...record, healthy: true });
    }
  }

  /** Answers from the cache, with or without a line. `serverPaths` are the server's own and left to it. */
  route(serverPaths: RegExp[]): void {
    // Not for "/": which version's page answers a start is judged below.
    registerRoute(new PrecacheRoute(this.#controller, { directoryIndex: '', cleanURLs: false }));
    registerRoute(new NavigationRoute(({ url }) => this.#page(url), { denylist: serverPaths }));
    // A part of the version before: of a page that is still open, or one that was gone back to.
    registerRoute(
      ({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith('/assets/'),
      async ({ request }) => (await caches.match(request)) ?? fetch(request),
    );
  }

  async #page({ pathname }: URL): Promise<Response> {
    const known = recordOnTakeOver(await this.#readRecord(), this.#name);
    const { serve, record } = judgeStart(known, {
      page: /^\/office(\/|$)/.test(pathname) ? 'office' : 'till',
      now: Date.now(),
    });
    if (record !== known) {
      await this.#keep(record);
    }
    const before = serve === 'before' && record.before !== null ? await pageOf(record.before) : undefined;
    return before ?? (await this.#controller.matchPrecache(PAGE)) ?? fetch(PAGE);
  }

  async #readRecord(): Promise<VersionRecord | null> {
    if (this.#record === null) {
      try {
        const stored = await (await caches.open(RECORD_CACHE)).match(RECORD);
        this.#record = storedRecord.parse(await stored?.json());
      } catch {
        return null;
      }
    }
    return this.#record;
  }

  /** A disk that is full forgets how often a version was started; it answers all the same. */
  async #keep(record: VersionRecord): Promise<void> {
    this.#record = record;
    try {
      await (await caches.open(RECORD_CACHE)).put(RECORD, Response.json(record));
    } catch {
      // Kept in memory for as long as this worker lives.
    }
  }
}

/** The first page of a version, whatever revision its cache has it under. */
async function pageOf(cacheName: string): Promise<Response | undefined> {
  return (await caches.open(cacheName)).match(PAGE, { ignoreSearch: true });
}

/**
 * A file that could not be had, or is not what it should be, may lie in the browser's own cache, marked to be kept for
 * ever: it is fetched anew past that, so that the next try finds it.
 */
async function freshen(url: string): Promise<void> {
  try {
    await fetch(url, { cache: 'reload' });
  } catch {
    // No line: the next try will see.
  }
}
