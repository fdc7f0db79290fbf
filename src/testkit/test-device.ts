import { DexieRows } from '#store/dexie-rows.ts';
import type { DatabasePlace } from '#store/journal-tables.ts';
import type { ChannelMessage, JournalChannel } from '#store/journal-channel.ts';
import { localJournalFile } from '#store/journal-file.ts';
import { openTillStore } from '#store/open-till-store.ts';
import type { TillStorePorts } from '#store/till-store-ports.ts';
import type { DrainableTillStore } from '#store/till-store.ts';
import { FaultyIndexedDB } from './faulty-indexed-db.ts';
import { MemoryFolder } from './memory-folder.ts';

/** Everything of a device that outlives a restart of the app, and may be damaged by a test between two of them. */
export class TestDevice {
  folder = new MemoryFolder();
  indexedDB = new FaultyIndexedDB();
  localStorage: string | null = null;
  clock = { now: Date.parse('2026-03-14T15:00:00.000Z') };
  readonly #tabs = new Set<(message: ChannelMessage) => void>();
  #minted = 0;

  get database(): DatabasePlace {
    return { name: 'journal', indexedDB: this.indexedDB, IDBKeyRange: FaultyIndexedDB.keyRange };
  }

  /** Starts the app's storage in a new tab. */
  open(): Promise<DrainableTillStore> {
    return openTillStore(this.ports());
  }

  ports(): TillStorePorts {
    return {
      connectDatabase: () => new DexieRows(this.database),
      journalFile: localJournalFile(this.folder),
      hasFiles: true,
      highWater: {
        read: () => this.localStorage,
        write: (text) => {
          this.localStorage = text;
        },
      },
      channel: this.channel(),
      isHeld: () => true,
      now: () => this.clock.now,
      random: (length) => {
        this.#minted += 1;
        return Uint8Array.from({ length }, (_, at) => (this.#minted >> (8 * (at % 4))) & 0xff);
      },
    };
  }

  /** The app is gone at once, with everything that was not flushed; the device starts again. */
  crash(keeps?: (sector: number) => boolean): void {
    this.folder = this.folder.crash(keeps);
    this.indexedDB.disconnect();
    this.#tabs.clear();
  }

  /** One end of the channel between this device's tabs and its service worker. */
  channel(): JournalChannel {
    const own = new Set<(message: ChannelMessage) => void>();
    return {
      post: (message) => {
        this.#tabs.forEach((hear) => {
          if (!own.has(hear)) {
            hear(message);
          }
        });
      },
      subscribe: (listener) => {
        own.add(listener);
        this.#tabs.add(listener);
        return () => {
          own.delete(listener);
          this.#tabs.delete(listener);
        };
      },
      close: () => {
        own.forEach((listener) => this.#tabs.delete(listener));
      },
    };
  }
}
