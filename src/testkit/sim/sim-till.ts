import type { DrainableTillStore } from '#store/till-store.ts';
import type { Drainer } from '#sync/drainer.ts';
import {
  anotherAmount,
  anotherHash,
  damageRow,
  type Exposed,
  lacksItsNewest,
  loseDatabase,
  loseDevice,
  loseFile,
  tipOf,
} from './losses.ts';
import type { Fate } from './mishap.ts';
import type { SeededRandom } from './seeded-random.ts';
import { type App, drainInTheWorker, enrolApp, orRefused, startApp } from './sim-app.ts';
import { SimCashier } from './sim-cashier.ts';
import type { Shelf } from './sim-customer.ts';
import { type DevicePorts, SimDevice } from './sim-device.ts';
import type { Life, SimFolder } from './sim-folder.ts';
import { type LineMishap, SimLine } from './sim-line.ts';
import type { SimServer } from './sim-server.ts';
import type { Timeline } from './timeline.ts';

/** How often a till that could not be enrolled tries again. */
const TRY_AGAIN_MS = 5_000;

export interface TillPorts {
  name: string;
  timeline: Timeline;
  random: SeededRandom;
  server: () => SimServer;
  /** What there is to sell; null before the first till has fetched it. */
  shelf: () => Shelf | null;
  /** How long between two customers, on average, in milliseconds. */
  everyCustomerMs: number;
  diskFate: Fate;
  lineFate: () => LineMishap;
  /** Something went wrong that nothing was told to go wrong. */
  fail: (error: unknown) => void;
}

/** One till of a simulated shop: a device, its app as it comes and goes, its line, and the cashier before it. */
export class SimTill {
  readonly name: string;
  readonly device: SimDevice;
  readonly line: SimLine;
  readonly cashier: SimCashier;
  app: App | null = null;
  /** Another machine is the same register: who set one of them up anew would shut the other one out, as it must. */
  hasTwin = false;
  /** Its register went two ways: two machines wrote as it, or an old image of one was put back. Copies are kept then. */
  isForked = false;
  /**
   * It was connected anew while it could not read who it is: what it was before may come up again, under a clock that was
   * wrong then, and is shut out.
   */
  wasUnknown = false;
  /**
   * It once lost its newest event to the server alone, or could not read it at a start: what it knows of its drawer may
   * be short of what is there.
   */
  hasLostState = false;
  /** A start could not prove its last number, or not see one copy: the till then goes on in an epoch that it chose by itself. */
  hasChosenEpoch = false;
  readonly #ports: TillPorts;
  #image: SimDevice | null = null;
  #stopStarting: () => void = () => undefined;
  #registerId: string | null = null;

  constructor(ports: TillPorts) {
    const { timeline, random, server } = ports;
    this.name = ports.name;
    this.#ports = ports;
    this.device = new SimDevice(this.#devicePorts());
    this.device.hasOldApp = random.chance(0.5);
    this.cashier = new SimCashier({ ...ports, random: random.fork(), now: () => this.device.now() });
    this.line = new SimLine({ timeline, random: random.fork(), server, fate: ports.lineFate });
  }

  get store(): DrainableTillStore | null {
    return this.app?.store ?? null;
  }

  get drainer(): Drainer | null {
    return this.app?.drainer ?? null;
  }

  get registerId(): string | null {
    return this.#registerId;
  }

  #devicePorts(): DevicePorts {
    const { timeline, random, diskFate } = this.#ports;
    return {
      timeline,
      random: random.fork(),
      fate: diskFate,
      died: () => {
        this.#died();
      },
      spins: this.#ports.fail,
    };
  }

  /** Switches it on; the cashier goes on where the last run left off. */
  start(): void {
    this.#stopStarting();
    this.#watch(this.#start(this.device.begin()));
  }

  /** Somebody hands the till a new code where the server does not know it any more; gives back whether that is so. */
  connectAnewIfShutOut(): boolean {
    const { app } = this;
    if (app?.drainer.state().trouble?.kind !== 'paused') {
      return false;
    }
    this.#watch(
      this.#enrol(app).then(() => {
        app.drainer.wake();
      }),
    );
    return true;
  }

  /** A second window asks for the till, gets it, and goes on; it takes it from one that does not answer. */
  takeOver(): void {
    if (this.app !== null) {
      this.start();
    }
  }

  /** The cashier closes the window, and opens it again after a while; should the device die over that, it starts by itself. */
  quit(): void {
    const { app } = this;
    if (app === null) {
      return;
    }
    this.app = null;
    const closed = this.#close(app).then(async () => {
      await app.hold.release();
      if (!app.life.isOver) {
        this.device.end(app.life);
        this.#startIn(this.#ports.random.between(1_000, 60_000));
      }
    });
    this.#watch(closed);
  }

  async #start(life: Life): Promise<void> {
    if (this.device.isDoomed && !this.device.isFull) {
      this.device.isDoomed = !(await this.#loseCopy(this.#exposed, loseDatabase));
    }
    this.hasLostState ||= lacksItsNewest(this.device, this.#registerId);
    const app = await orRefused(startApp({ ...this.#ports, device: this.device, line: this.line, life }));
    if (app === null) {
      // It stands there and says so, until somebody starts it anew.
      this.device.crash();
      return;
    }
    app.hold.beforeHandOver(async () => {
      await this.#close(app);
      this.device.end(app.life);
    });
    // One that died the moment it was open claims nothing any more.
    if (life.isOver || !app.hold.isHeld) {
      return;
    }
    this.app = app;
    const isUnsure = app.store.bootReport.cause === 'not_provable' || app.store.silentCopy !== null;
    this.hasLostState ||= isUnsure;
    this.hasChosenEpoch ||= isUnsure;
    if (app.store.registration === null) {
      this.wasUnknown ||= this.#registerId !== null;
      await this.#enrol(app);
    }
    this.#registerId = app.store.registration?.registerId ?? this.#registerId;
    app.drainer.wake();
    await this.cashier.work(app);
  }

  /** As the app does when it gives the till away, or is closed. */
  async #close(app: App): Promise<void> {
    app.hasEnded = true;
    app.drainer.stop();
    await app.store.close();
  }

  #died(): void {
    this.app = null;
    this.#startIn(this.#ports.random.between(2_000, 120_000));
  }

  #startIn(ms: number): void {
    this.#stopStarting();
    this.#stopStarting = this.#ports.timeline.after(ms, () => {
      this.start();
    });
  }

  /** Becomes the register it was, or a new one of the demo; tries until the server is there. */
  async #enrol(app: App): Promise<void> {
    while (!app.life.isOver) {
      const enrolled = enrolApp(app, { server: this.#ports.server(), registerId: this.#registerId });
      // The server would not know an image from before this.
      this.#image = null;
      if (await enrolled) {
        return;
      }
      await new Promise((resolve) => this.#ports.timeline.after(TRY_AGAIN_MS, () => resolve(null)));
    }
  }

  /** The service worker wakes up and sends what the database holds, beside whatever the page does. */
  async drainInBackground(): Promise<void> {
    const life = this.device.begin();
    await drainInTheWorker({ ...this.#ports, device: this.device, line: this.line, life });
    this.device.end(life);
  }

  /** An image of the disk is put aside. */
  takeImage(): void {
    const image = new SimDevice({ ...this.#devicePorts(), died: () => undefined });
    this.device.copyTo(image);
    this.#image = image;
  }

  /** Somebody puts the old image back, where there is one. */
  async putBackImage(): Promise<void> {
    const image = this.#image;
    if (image !== null) {
      await this.#loseDevice(() => {
        this.#image = null;
        this.isForked = true;
        image.copyTo(this.device);
      });
    }
  }

  /** The device breaks for good, and another one takes its place. */
  replaceDevice(): Promise<boolean> {
    return this.#loseDevice(() => {
      this.device.mark = null;
    });
  }

  #loseDevice(then: () => void): Promise<boolean> {
    return loseDevice(this.#exposed, () => {
      this.cashier.sendAway();
      then();
    });
  }

  /** The app dies, and the database is gone with everything in it. */
  loseDatabase(): Promise<boolean> {
    const exposed = this.#exposed;
    this.device.crash({ keepsMark: true });
    return this.#loseCopy(exposed, loseDatabase);
  }

  /** The app dies, and the file is gone, or some of it. */
  loseFile(lose: (folder: SimFolder) => void): Promise<boolean> {
    const exposed = this.#exposed;
    this.device.crash({ keepsMark: true });
    return this.#loseCopy(exposed, () => loseFile(exposed, lose));
  }

  /** A row of the journal database is not what it was any more, with or without a power cut; it is there until it is read. */
  async damageRow(): Promise<void> {
    const { random } = this.#ports;
    const exposed = this.#exposed;
    if (random.chance(0.5)) {
      this.device.crash({ keepsMark: true });
    }
    await this.#noticing(
      (till) =>
        damageRow(till, {
          pick: (records) => (random.chance(0.7) ? records.at(-1) : undefined) ?? random.pick(records),
          spoil: random.pick([anotherAmount, anotherHash, () => null]),
        }),
      exposed,
    );
  }

  /** Notices whether the newest event went, too. */
  async #noticing(lose: (exposed: Exposed) => Promise<boolean>, exposed = this.#exposed): Promise<boolean> {
    const tip = tipOf(this.device);
    const isLost = await lose(exposed);
    this.hasLostState ||= isLost && tipOf(this.device) !== tip;
    return isLost;
  }

  async #loseCopy(exposed: Exposed, lose: (exposed: Exposed) => Promise<boolean>): Promise<boolean> {
    const isLost = await this.#noticing(lose, exposed);
    if (isLost && exposed.claim !== 'both') {
      // The other copy may lack the last sale, which only the server has then: nobody here can say whether it was made.
      this.cashier.sendAway();
    }
    return isLost;
  }

  get #exposed(): Exposed {
    return {
      device: this.device,
      server: this.#ports.server(),
      claim: this.store?.mode ?? null,
      hasTwin: this.hasTwin,
    };
  }

  #watch(work: Promise<void>): void {
    work.catch(this.#ports.fail);
  }
}
