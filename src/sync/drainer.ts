import { between, fullJitter } from './backoff.ts';
import { MAX_PUSH_EVENTS } from '#protocol/sync.ts';
import { clockOffset } from './clock-offset.ts';
import { drainOnce } from './drain.ts';
import { HEAL_EVERY_MS, heal, type SentAgain } from './heal.ts';
import { type DrainOutcome, type DrainPorts, type Hindrance, type ServerPort, ServerRefused } from './ports.ts';

/** While something may be unsent, the drainer looks again after a moment between these. */
const LOOK_AGAIN_MS = { shortest: 15_000, longest: 30_000 };
/** What cannot go on by itself is tried less and less often: after so many doublings, every two to four minutes. */
const MOST_DOUBLINGS = 3;
/** Whoever else drains on this device is soon done, and what was last known of the line may not hold any more then. */
const BESIDE_MS = { shortest: 1_000, longest: 3_000 };
/** A server that refused this device is asked again now and then: the refusal may have been its own mistake. */
const PAUSE_MS = { shortest: 5 * 60_000, longest: 10 * 60_000 };

const NOT_STUCK = { runs: 0, since: 0, ms: 0, epochs: [] };

export interface DrainerHost {
  /** Runs the work while nobody else on this device drains; resolves to null, without running it, when someone does. */
  alone: <T>(work: () => Promise<T>) => Promise<T | null>;
  /** Calls back once after so many milliseconds; gives back how to stop that. */
  after: (ms: number, callback: () => void) => () => void;
  /** A number in [0, 1). */
  random: () => number;
}

/**
 * `paused`: the server does not take this device any more; a person must act. `outdated`: the server does not take this
 * version of the app any more; sending waits for a newer one. The others are as in Hindrance.
 */
export interface Trouble {
  kind: Hindrance | 'paused' | 'outdated';
  detail: string;
  /** Since when it has been so, without a try that ended otherwise. */
  since: string;
  /** Until when the server asked not to be asked; null where it did not. */
  until: string | null;
}

/** How the sending goes. Instants are UTC. */
export interface DrainerState {
  busy: boolean;
  /** Null while all is well. */
  trouble: Trouble | null;
  /** The last answer from the server; null before the first. */
  lastContactAt: string | null;
  /** Milliseconds that the server's clock is ahead of ours, as of the last contact; null before the first. */
  clockOffsetMs: number | null;
}

/**
 * Keeps the outbox empty. It never waits on the sale and the sale never waits on it: it is told that something is new
 * (`nudge`) or that the line may be back (`wake`), and for the rest looks again by itself.
 */
export class Drainer {
  readonly #ports: DrainPorts;
  readonly #host: DrainerHost;
  readonly #listeners = new Set<() => void>();
  #state: DrainerState = { busy: false, trouble: null, lastContactAt: null, clockOffsetMs: null };
  #running: Promise<void> | null = null;
  #isAskedAgain = false;
  #stopTimer: () => void = () => null;
  #isStopped = false;
  #failures = 0;
  /** What cannot go on by itself: how often that was tried, how long from when on it waits, and which epochs those are. */
  #stuck: { runs: number; since: number; ms: number; epochs: readonly number[] } = NOT_STUCK;
  /** How long, in milliseconds, not even a person's wish sends anything: the server asked for it. */
  #asked = { at: 0, ms: 0 };
  #healAt = 0;
  readonly #sentAgain: SentAgain = new Map();
  /**
   * Events in the first push of a run: fewer after each run that got nothing through. A line that crawls, or breaks off
   * every few seconds, still lets small pushes through.
   */
  #firstPush = MAX_PUSH_EVENTS;

  constructor(ports: DrainPorts, host: DrainerHost) {
    this.#host = host;
    this.#ports = { ...ports, server: this.#watched(ports.server), now: () => ports.now(), nonce: () => ports.nonce() };
  }

  state(): DrainerState {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /**
   * Something new is in the outbox. While the line is known to be down, it waits for its turn with the rest; epochs that
   * are stuck hold up no other, and are left alone until it is their time.
   */
  nudge(): void {
    const { trouble } = this.#state;
    if (trouble === null || trouble.kind === 'stuck') {
      void this.#run(this.#stuck.epochs);
    }
  }

  /** The app has started, has the focus again, or the line is back: what failed before may work now. */
  wake(): void {
    this.#failures = 0;
    this.#stuck = NOT_STUCK;
    void this.#run();
  }

  /** Sends now; resolves when the attempt is over. */
  async sendNow(): Promise<void> {
    await this.#run();
  }

  /** Nothing is sent any more, except what is on its way: this tab has given the till away. */
  stop(): void {
    this.#isStopped = true;
    this.#stopTimer();
  }

  #run(except: readonly number[] = []): Promise<void> {
    if (this.#isStopped || this.#untilAllowed() > 0) {
      return Promise.resolve();
    }
    if (this.#running !== null) {
      this.#isAskedAgain = true;
      return this.#running;
    }
    this.#stopTimer();
    this.#running = this.#runUntilQuiet(except).finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #runUntilQuiet(except: readonly number[]): Promise<void> {
    this.#change({ busy: true });
    let outcome: DrainOutcome | null;
    do {
      this.#isAskedAgain = false;
      outcome = await this.#drainAlone(except);
    } while (this.#isAskedAgain && outcome?.kind === 'empty');
    this.#noteStuck(outcome, except);
    this.#conclude(outcome);
  }

  async #drainAlone(stuck: readonly number[]): Promise<DrainOutcome | null> {
    try {
      return await this.#host.alone(async () => {
        await this.#healWhenDue();
        return drainOnce(this.#ports, { firstPush: this.#firstPush, stuck, isStopped: () => this.#isStopped });
      });
    } catch (error) {
      if (error instanceof ServerRefused) {
        // Also a till that has nothing to send learns that the server does not know it any more.
        return { kind: 'paused', confirmed: 0, status: error.status };
      }
      // The till's own storage could not be read: nothing was lost by that, and nothing confirmed.
      const detail = error instanceof Error ? error.message : String(error);
      return { kind: 'later', confirmed: 0, retryAfterSeconds: null, because: 'stuck', detail, stuck };
    }
  }

  async #healWhenDue(): Promise<void> {
    if (this.#untilHeal() === 0) {
      this.#healAt = this.#ports.now() + (await heal(this.#ports, this.#sentAgain));
    }
  }

  /** A run that left the stuck epochs alone, or did not get to them, says nothing about them. */
  #noteStuck(outcome: DrainOutcome | null, except: readonly number[]): void {
    const isStuck = outcome?.kind === 'later' && outcome.because === 'stuck';
    if (outcome?.kind === 'empty' && except.length === 0) {
      this.#stuck = NOT_STUCK;
    } else if (isStuck && except.length > 0) {
      this.#stuck = { ...this.#stuck, epochs: outcome.stuck };
    } else if (isStuck) {
      const runs = this.#stuck.runs + 1;
      const ms = this.#between(LOOK_AGAIN_MS) * 2 ** Math.min(runs - 1, MOST_DOUBLINGS);
      this.#stuck = { runs, since: this.#ports.now(), ms, epochs: outcome.stuck };
    }
  }

  /** Decides from how a run ended when to run again. Null: someone else was draining. */
  #conclude(outcome: DrainOutcome | null): void {
    switch (outcome?.kind) {
      case undefined:
        this.#change({ busy: false });
        this.#runAfter(this.#between(BESIDE_MS));
        break;
      case 'empty':
        this.#failures = 0;
        this.#firstPush = MAX_PUSH_EVENTS;
        this.#change({ busy: false, trouble: null });
        // A till that nobody sells at still asks now and then whether the server has forgotten something.
        this.#runAfter(this.#untilHeal() + this.#between(LOOK_AGAIN_MS));
        break;
      case 'paused':
        this.#trouble(outcome.status === 426 ? 'outdated' : 'paused', `the server answered ${String(outcome.status)}`);
        this.#runAfter(this.#between(PAUSE_MS));
        break;
      case 'later':
        this.#failures += 1;
        this.#firstPush = outcome.confirmed > 0 ? this.#firstPush : Math.ceil(this.#firstPush / 4);
        this.#asked = { at: this.#ports.now(), ms: (outcome.retryAfterSeconds ?? 0) * 1000 };
        this.#trouble(outcome.because, outcome.detail);
        this.#runAfter(this.#delayAfter(outcome));
        break;
    }
  }

  /** Also honours what the server asked for, a little later than that so that not all tills come at once. */
  #delayAfter({ because }: Extract<DrainOutcome, { kind: 'later' }>): number {
    const jitter = fullJitter(this.#failures, this.#host.random());
    return because === 'stuck' && this.#asked.ms === 0 ? this.#untilStuckAgain() : this.#asked.ms + jitter;
  }

  #between({ shortest, longest }: { shortest: number; longest: number }): number {
    return between(shortest, longest, this.#host.random());
  }

  #runAfter(ms: number): void {
    if (!this.#isStopped) {
      this.#stopTimer = this.#host.after(ms, () => {
        const left = this.#untilAllowed();
        if (left > 0) {
          this.#runAfter(left);
        } else {
          void this.#run();
        }
      });
    }
  }

  /** A clock that was set back to before the server asked says nothing about how long that is ago. */
  #untilAllowed(): number {
    const gone = this.#ports.now() - this.#asked.at;
    return gone < 0 ? 0 : Math.max(this.#asked.ms - gone, 0);
  }

  #untilStuckAgain(): number {
    const { since, ms } = this.#stuck;
    const gone = this.#ports.now() - since;
    return gone < 0 ? ms : Math.max(ms - gone, 0);
  }

  /** Nor does a clock that was set back put the hourly question off by more than the hour. */
  #untilHeal(): number {
    const left = this.#healAt - this.#ports.now();
    return left > HEAL_EVERY_MS ? 0 : Math.max(left, 0);
  }

  #trouble(kind: Trouble['kind'], detail: string): void {
    const before = this.#state.trouble;
    const since = before?.kind === kind ? before.since : this.#instant();
    const asked = this.#untilAllowed();
    const until = asked === 0 ? null : new Date(this.#ports.now() + asked).toISOString();
    this.#change({ busy: false, trouble: { kind, detail, since, until } });
  }

  /** The same server, noting each time that it answered, and by what clock. */
  #watched(server: ServerPort): ServerPort {
    const answered = (serverNow: string | undefined, askedAt: number) => {
      const offset = serverNow === undefined ? null : clockOffset(serverNow, askedAt, this.#ports.now());
      const clockOffsetMs = offset ?? this.#state.clockOffsetMs;
      this.#change({ lastContactAt: this.#instant(), clockOffsetMs });
    };
    return {
      push: async (request) => {
        const askedAt = this.#ports.now();
        const outcome = await server.push(request);
        if (outcome.kind !== 'unknown') {
          const isOurs = outcome.kind === 'answered' && outcome.answer.nonce === request.nonce;
          answered(isOurs ? outcome.answer.server_now : undefined, askedAt);
          // Two devices are one register: the next run asks whether the server has all that this one wrote before.
          const isForked = isOurs && outcome.answer.results.some(({ status }) => status === 'conflict');
          this.#healAt = isForked ? 0 : this.#healAt;
        }
        return outcome;
      },
      head: async (epoch, known, unsent) => {
        const askedAt = this.#ports.now();
        const head = await server.head(epoch, known, unsent);
        if (head !== null) {
          answered(head.serverNow, askedAt);
        }
        return head;
      },
      newEpoch: () => server.newEpoch(),
    };
  }

  #instant(): string {
    return new Date(this.#ports.now()).toISOString();
  }

  #change(change: Partial<DrainerState>): void {
    this.#state = { ...this.#state, ...change };
    this.#listeners.forEach((listener) => {
      listener();
    });
  }
}
