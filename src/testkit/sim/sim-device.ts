import type { ChannelMessage, JournalChannel } from '#store/journal-channel.ts';
import { type JournalFile, localJournalFile } from '#store/journal-file.ts';
import type { JournalRows } from '#store/journal-rows.ts';
import type { TillStorePorts } from '#store/till-store-ports.ts';
import { SerialQueue } from '#store/serial-queue.ts';
import type { SlotKey } from '#store/slot-format.ts';
import { SlotFile } from '#store/slots.ts';
import { MemoryJournal } from '../memory-journal-rows.ts';
import { MemoryLocks } from '../memory-locks.ts';
import { DiskFailed, type Fate, type Mishap, never } from './mishap.ts';
import type { SeededRandom } from './seeded-random.ts';
import { FileHangs, type Life, SimFolder } from './sim-folder.ts';
import type { Timeline } from './timeline.ts';

/**
 * No honest work asks its disk so often without a moment passing: a till that has begun thousands of epochs, as no real one
 * has, and can send nothing, reads two rows of each of them whenever it tells what is unsent.
 */
const MOST_CALLS = 200_000;

/** A browser on a busy till writes its localStorage about once a minute. */
const MARK_DELAY_MS = 60_000;

/** A file that is only looked at. */
const READ_ONLY = { write: refuse, truncate: refuse, flush: refuse, close: refuse };

function refuse(): never {
  throw new DiskFailed('this file is only looked at');
}

/** How a device of a simulated world is made. */
export interface DevicePorts {
  timeline: Timeline;
  random: SeededRandom;
  /** What befalls each call to its disk. */
  fate: Fate;
  /** Called when a mishap has ended the app; the device is as a power cut left it. */
  died: () => void;
  /** Called when the app asks its disk again and again and gets nowhere; it is stopped then. */
  spins: (error: Error) => void;
}

/** Everything of a till that outlives a restart of the app, and can be damaged between and during its runs. */
export class SimDevice {
  journal = new MemoryJournal();
  readonly folder: SimFolder;
  /** What localStorage holds. */
  mark: string | null = null;
  /** What it held before, newest last: a browser writes it onto the disk when it finds the time. */
  #marksBefore: { mark: string | null; until: number }[] = [];
  /** How far the device's clock is off, in milliseconds. */
  clockError = 0;
  isFull = false;
  /** What its browser has of the app is the first version; it is until an update is taken in between two customers. */
  hasOldApp = false;
  /** A database that has met a full disk is lost when the browser next starts, as Chromium's is. */
  isDoomed = false;
  crashes = 0;
  /** Hashes of rows that once were damaged: a till that has not noticed yet claims in good faith to hold them twice. */
  readonly spoilt = new Set<string>();
  readonly #ports: DevicePorts;
  /** What the file would still hold, when that was last read: going through it takes most of the time of a mishap. */
  #inFile: { state: object | null; places: readonly SlotKey[] } = { state: null, places: [] };
  #locks = new MemoryLocks();
  /** What to call when each is over. */
  readonly #lives = new Map<Life, () => void>();
  readonly #ends = new WeakMap<Life, Promise<void>>();
  #calls = { at: 0, count: 0 };
  /** Over once every transaction that was to write has begun. */
  #writes = Promise.resolve();
  readonly #listeners = new Map<Life, Set<(message: ChannelMessage) => void>>();

  constructor(ports: DevicePorts) {
    this.#ports = ports;
    this.folder = new SimFolder({ fate: ports.fate, die: () => this.crash(), isFull: () => this.isFull });
  }

  /** A new run of the app: a tab. */
  begin(): Life {
    const life = { isOver: false };
    const end = new Promise<void>((resolve) => this.#lives.set(life, resolve));
    this.#ends.set(life, end);
    return life;
  }

  /** The power goes: every run ends, and of what was not flushed only some is left; of localStorage too, unless it is said. */
  crash({ keepsMark = false } = {}): void {
    if (this.#lives.size === 0) {
      return;
    }
    this.crashes += 1;
    for (const life of this.#lives.keys()) {
      life.isOver = true;
    }
    this.#lives.clear();
    this.#listeners.clear();
    this.#locks = new MemoryLocks();
    this.#writes = Promise.resolve();
    const { random } = this.#ports;
    const kept = random.next();
    this.folder.crash(() => random.chance(kept));
    this.journal.disconnect();
    if (!keepsMark) {
      this.#loseLateMark();
    }
    this.#ports.died();
  }

  /** Of what was written into localStorage within the last minute some is not on the disk. */
  #loseLateMark(): void {
    const since = this.#ports.timeline.now - this.#ports.random.between(0, MARK_DELAY_MS);
    const lost = this.#marksBefore.find(({ until }) => until > since);
    this.mark = lost === undefined ? this.mark : lost.mark;
    this.#marksBefore = [];
  }

  /** What stands in localStorage has got onto the disk: of three places that say how far the journal came one is left. */
  settleMark(): void {
    this.#marksBefore = [];
  }

  /** One run ends by itself. */
  end(life: Life): void {
    life.isOver = true;
    this.#lives.get(life)?.();
    this.#lives.delete(life);
    this.#listeners.delete(life);
  }

  /** Everything on this device's disks goes onto another one's. */
  copyTo(other: SimDevice): void {
    this.folder.copyTo(other.folder);
    other.journal = this.journal.clone();
    other.mark = this.mark;
    other.hasOldApp = this.hasOldApp;
    this.spoilt.forEach((hash) => other.spoilt.add(hash));
  }

  /** The place of every event that the file would still hold if the power went now. */
  placesInFile(): readonly SlotKey[] {
    const state = this.folder.durableState('journal');
    if (state !== this.#inFile.state) {
      this.#inFile = { state, places: this.#readPlaces() };
    }
    return this.#inFile.places;
  }

  #readPlaces(): SlotKey[] {
    const bytes = this.folder.durable('journal');
    const file = new SlotFile({
      size: () => bytes.length,
      read: (at, length) => bytes.read(at, length),
      ...READ_ONLY,
    });
    return file.keys();
  }

  /** The clock of this device, milliseconds. */
  now(): number {
    return this.#ports.timeline.now + this.clockError;
  }

  ports(life: Life): Omit<TillStorePorts, 'isHeld'> {
    return {
      connectDatabase: () => this.#connect(life),
      journalFile: this.#mortal(life, localJournalFile(this.folder.openedBy(life))),
      hasFiles: true,
      highWater: {
        read: () => this.mark,
        write: (text) => {
          if (!life.isOver) {
            this.#marksBefore.push({ mark: this.mark, until: this.#ports.timeline.now });
            this.mark = text;
          }
        },
      },
      channel: this.channel(life),
      now: () => this.now(),
      random: (length) => (life.isOver ? new Uint8Array(length) : this.#ports.random.bytes(length)),
    };
  }

  /** The Web Locks as one run of the app has them. */
  locks(life: Life): Pick<LockManager, 'request'> {
    // One that died over its start gets none of those of the next.
    return life.isOver ? { request: () => never() } : this.#locks.ofTab(this.#ends.get(life) ?? never());
  }

  /** What one run of the app tells the others, and hears of them. */
  channel(life: Life): JournalChannel {
    const own = this.#listeners.get(life) ?? new Set<(message: ChannelMessage) => void>();
    this.#listeners.set(life, own);
    return {
      post: (message) => {
        for (const [other, listeners] of this.#listeners) {
          if (other !== life && !life.isOver) {
            listeners.forEach((listener) => {
              listener(message);
            });
          }
        }
      },
      subscribe: (listener) => {
        own.add(listener);
        return () => own.delete(listener);
      },
      close: () => {
        own.clear();
      },
    };
  }

  #connect(life: Life): JournalRows {
    let isDead = false;
    return this.journal.connect((isWrite, run) => {
      if (life.isOver || this.#isSpinning()) {
        return never();
      }
      if (isDead) {
        return Promise.reject(new DiskFailed('InvalidStateError: the database connection is closing'));
      }
      if (isWrite && this.isFull) {
        this.isDoomed = true;
        isDead = true;
        return Promise.reject(new DiskFailed('UnknownError: FILE_ERROR_NO_SPACE'));
      }
      const mishap = this.#ports.fate(isWrite ? 'database_write' : 'database_read');
      isDead = mishap === 'fails' || mishap === 'fails_after';
      return this.#suffer(mishap, life, { start: this.#turn(isWrite, mishap), run });
    });
  }

  /** When a transaction begins: never before one that writes and was asked for earlier, over whichever connection. */
  #turn(isWrite: boolean, mishap: Mishap): Promise<void> {
    const start = this.#writes.then(() => this.#delay(mishap));
    if (isWrite) {
      this.#writes = start;
    }
    return start;
  }

  async #suffer<T>(mishap: Mishap, life: Life, { start, run }: { start: Promise<void>; run: () => T }): Promise<T> {
    await start;
    if (mishap === 'dies_before') {
      this.crash();
    }
    if (life.isOver || mishap === 'hangs') {
      return never();
    }
    if (mishap === 'fails') {
      throw new DiskFailed('AbortError: the transaction was aborted');
    }
    const result = run();
    if (mishap === 'dies_after') {
      this.crash();
      return never();
    }
    if (mishap === 'fails_after') {
      throw new DiskFailed('UnknownError: the transaction was committed, and an error reported');
    }
    return result;
  }

  /** A few milliseconds to seconds for a slow call; more than any patience for a late one. */
  #delay(mishap: Mishap): Promise<void> {
    const { timeline, random } = this.#ports;
    if (mishap !== 'slow' && mishap !== 'late') {
      return Promise.resolve();
    }
    const ms = mishap === 'slow' ? random.between(1, 3_000) : random.between(3_000, 20_000);
    return new Promise((resolve) => {
      timeline.after(ms, resolve);
    });
  }

  #isSpinning(): boolean {
    const at = this.#ports.timeline.now;
    this.#calls = at === this.#calls.at ? { at, count: this.#calls.count + 1 } : { at, count: 1 };
    if (this.#calls.count === MOST_CALLS) {
      this.#ports.spins(new Error('the app asks its disk for ever, and no moment passes'));
    }
    return this.#calls.count >= MOST_CALLS;
  }

  /** The file as a run of the app has it: once that is over, no call of it ever comes back. */
  #mortal(life: Life, file: JournalFile): JournalFile {
    // The worker that owns the file does one thing after the other.
    const queue = new SerialQueue();
    const guarded =
      <Args extends unknown[], T>(call: (...args: Args) => Promise<T>) =>
      async (...args: Args): Promise<T> => {
        if (life.isOver || this.#isSpinning()) {
          return never();
        }
        try {
          const result = await queue.run(async () => {
            await this.#delay(this.#ports.fate('file_call'));
            return life.isOver ? never<T>() : call(...args);
          });
          return life.isOver ? await never<T>() : result;
        } catch (error) {
          return life.isOver || error instanceof FileHangs ? never() : Promise.reject(error as Error);
        }
      };
    return {
      open: guarded(() => file.open()),
      prepare: guarded(() => file.prepare()),
      keys: guarded(() => file.keys()),
      read: guarded((keys: Parameters<JournalFile['read']>[0]) => file.read(keys)),
      append: guarded((records: Parameters<JournalFile['append']>[0]) => file.append(records)),
      discard: guarded((key: Parameters<JournalFile['discard']>[0]) => file.discard(key)),
      confirm: guarded((marks: Parameters<JournalFile['confirm']>[0]) => file.confirm(marks)),
      growWhenShort: guarded(() => file.growWhenShort()),
      probe: guarded(() => file.probe()),
      readCopy: guarded((name: Parameters<JournalFile['readCopy']>[0]) => file.readCopy(name)),
      writeCopy: guarded((...args: Parameters<JournalFile['writeCopy']>) => file.writeCopy(...args)),
      close: guarded(() => file.close()),
    };
  }
}
