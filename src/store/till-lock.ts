import type { JournalChannel } from './journal-channel.ts';

const LOCK_NAME = 'mostrador:till';
/** How long a tab that is asked may take to finish what it writes. */
const HAND_OVER_MS = 4000;
/** How long to wait for the tab that sells to say where it is. */
const ANSWER_MS = 500;

export interface TillLockPorts {
  locks: Pick<LockManager, 'request'>;
  channel: JournalChannel;
  /** How a person would recognise this tab, and since when it is open (UTC instant). */
  self: { where: string; since: string };
  /** Calls back once after so many milliseconds. */
  after: (ms: number, callback: () => void) => void;
}

/** The right to sell on this device, held by one tab at a time. */
export interface TillHold {
  /**
   * What to do before the till is given away: finish writing, close the store. Called when another tab asks for it, and
   * also when one that got no answer has taken it; at once, where that was before the store was open.
   */
  beforeHandOver(close: () => Promise<void>): void;
  /** False from when another tab was to have it: then this one neither sells nor sends. */
  readonly isHeld: boolean;
  /** Resolves once this tab has lost the till to another one. */
  readonly lost: Promise<void>;
  /** Gives it back by itself; resolves once another tab could have it. */
  release(): Promise<void>;
}

export type TillLock =
  | { kind: 'held'; hold: TillHold }
  | {
      kind: 'elsewhere';
      /** Which tab sells, as it describes itself; null when it did not answer. */
      at: { where: string; since: string } | null;
      /** Asks that tab to finish and let go; takes the till by force when it does not answer. */
      takeOver: () => Promise<TillHold>;
    };

/** Two tabs that sell would write the same numbers twice: the first one sells, any other one says where. */
export async function acquireTillLock(ports: TillLockPorts): Promise<TillLock> {
  const hold = await request(ports, { ifAvailable: true });
  if (hold !== null) {
    return { kind: 'held', hold };
  }
  return { kind: 'elsewhere', at: await askWhere(ports), takeOver: () => takeOver(ports) };
}

async function takeOver(ports: TillLockPorts): Promise<TillHold> {
  const patience = new AbortController();
  ports.after(HAND_OVER_MS, () => {
    patience.abort();
  });
  ports.channel.post({ type: 'hand_over' });
  const hold =
    (await request(ports, { signal: patience.signal }).catch(() => null)) ?? (await request(ports, { steal: true }));
  if (hold === null) {
    throw new Error('the till could not be taken over');
  }
  return hold;
}

function askWhere({ channel, after }: TillLockPorts): Promise<{ where: string; since: string } | null> {
  return new Promise((resolve) => {
    const stop = channel.subscribe((message) => {
      if (message.type === 'till_is_here') {
        stop();
        resolve({ where: message.where, since: message.since });
      }
    });
    after(ANSWER_MS, () => {
      stop();
      resolve(null);
    });
    channel.post({ type: 'where_is_the_till' });
  });
}

/** Resolves to null where the lock is not free and was asked for only if it is. */
function request(ports: TillLockPorts, options: LockOptions): Promise<TillHold | null> {
  return new Promise((resolve, reject) => {
    const hold = new Hold(ports);
    ports.locks
      .request(LOCK_NAME, options, (lock) => {
        if (lock === null) {
          resolve(null);
          return null;
        }
        hold.begin();
        resolve(hold);
        return hold.ended;
      })
      .then(
        () => {
          hold.markReleased();
        },
        (error: unknown) => {
          // Before the lock was had this is a refusal; afterwards another tab has taken it.
          reject(error instanceof Error ? error : new Error(String(error)));
          return hold.wasTaken();
        },
      );
  });
}

class Hold implements TillHold {
  readonly lost: Promise<void>;
  /** The lock is held until this resolves. */
  readonly ended: Promise<void>;
  readonly #ports: TillLockPorts;
  readonly #released: Promise<void>;
  #tellLost: () => void = () => null;
  #tellReleased: () => void = () => null;
  #end: () => void = () => null;
  #stopAnswering: () => void = () => null;
  #close: () => Promise<void> = () => Promise.resolve();
  #isHeld = true;
  #givenUp: Promise<void> | null = null;

  constructor(ports: TillLockPorts) {
    this.#ports = ports;
    this.lost = new Promise((resolve) => {
      this.#tellLost = resolve;
    });
    this.#released = new Promise((resolve) => {
      this.#tellReleased = resolve;
    });
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  begin(): void {
    const { channel, self } = this.#ports;
    this.#stopAnswering = channel.subscribe((message) => {
      if (message.type === 'where_is_the_till') {
        channel.post({ type: 'till_is_here', ...self });
      } else if (message.type === 'hand_over') {
        void this.#handOver();
      }
    });
  }

  get isHeld(): boolean {
    return this.#isHeld;
  }

  beforeHandOver(close: () => Promise<void>): void {
    this.#close = close;
    if (!this.#isHeld) {
      void close().catch(() => null);
    }
  }

  release(): Promise<void> {
    this.#stopAnswering();
    this.#end();
    return this.#released;
  }

  markReleased(): void {
    this.#tellReleased();
  }

  /** Another tab has taken the till by force, because this one did not answer in time. */
  async wasTaken(): Promise<void> {
    this.#tellLost();
    this.#tellReleased();
    await this.#giveUp();
  }

  /** Closes the store, whatever comes of that, and only then lets go. */
  async #handOver(): Promise<void> {
    await this.#giveUp();
    this.#end();
    this.#tellLost();
  }

  /** Once: a tab that is slow to close is asked, and then finds that the till was taken by force. */
  #giveUp(): Promise<void> {
    this.#isHeld = false;
    this.#stopAnswering();
    this.#givenUp ??= this.#close().catch(() => undefined);
    return this.#givenUp;
  }
}
