import { enrolmentAnswer } from '#protocol/enrolment.ts';
import type { DrainableTillStore } from '#store/till-store.ts';
import { browserDrainerHost } from '#store/browser-host.ts';
import type { Drainer } from '#sync/drainer.ts';
import { drainInBackground } from '#store/drain-in-background.ts';
import type { Fate } from './mishap.ts';
import type { SeededRandom } from './seeded-random.ts';
import { type App, nonceOf, startApp } from './sim-app.ts';
import { SimCashier } from './sim-cashier.ts';
import type { Shelf } from './sim-customer.ts';
import { type DevicePorts, SimDevice } from './sim-device.ts';
import type { Life } from './sim-folder.ts';
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
  readonly #ports: TillPorts;
  #image: SimDevice | null = null;
  #stopStarting: () => void = () => undefined;
  #registerId: string | null = null;
  /** Something of the file is gone, and the app has not started with both copies since. */
  #hasLostFile = false;

  constructor(ports: TillPorts) {
    const { timeline, random, server } = ports;
    this.name = ports.name;
    this.#ports = ports;
    this.device = new SimDevice(this.#devicePorts());
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

  /** A second tab asks for the till, gets it, and goes on. */
  takeOver(): void {
    this.#leave(() => {
      this.start();
    });
  }

  /** The cashier closes the window, and opens it again after a while. */
  quit(): void {
    this.#leave(() => {
      this.#startIn(this.#ports.random.between(1_000, 60_000));
    });
  }

  async #start(life: Life): Promise<void> {
    if (this.device.isDoomed && !this.device.isFull && !this.#hasLostFile) {
      await this.#loseWhatServerHas(() => {
        this.device.isDoomed = false;
        this.device.journal.wipe();
      });
    }
    const app = await startApp({ ...this.#ports, device: this.device, line: this.line, life });
    this.app = app;
    this.#hasLostFile &&= app.store.mode !== 'both';
    if (app.store.registration === null) {
      await this.#enrol(app);
    }
    this.#registerId = app.store.registration?.registerId ?? null;
    app.drainer.wake();
    await this.cashier.work(app);
  }

  /** Ends the app as it should end; should the device die over that, it starts again by itself. */
  #leave(then: () => void): void {
    const { app } = this;
    if (app === null) {
      return;
    }
    this.app = null;
    app.hasEnded = true;
    app.drainer.stop();
    const closed = app.store.close().then(() => {
      if (!app.life.isOver) {
        this.device.end(app.life);
        then();
      }
    });
    this.#watch(closed);
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

  /** Becomes the register it was, by a code, or a new one of the demo; tries until the server is there. */
  async #enrol(app: App): Promise<void> {
    const server = this.#ports.server();
    while (!app.life.isOver) {
      const code = this.#registerId === null ? null : await server.enrolmentCode(this.#registerId);
      const body = JSON.stringify(code === null ? { demo: true } : { code });
      const answer = await server.handle({ method: 'POST', path: '/api/v1/pos/enrolments', body }, {});
      // A server that was put back to before this would not know the device.
      server.forgetBackup();
      if (answer?.status === 200 || answer?.status === 201) {
        const { data } = JSON.parse(answer.text) as { data: unknown };
        await app.store.enrol(enrolmentAnswer.parse(data));
        return;
      }
      await this.#wait(TRY_AGAIN_MS);
    }
  }

  /** The service worker wakes up and sends what the database holds, beside whatever the page does. */
  async drainInBackground(): Promise<void> {
    const life = this.device.begin();
    const { connectDatabase } = this.device.ports(life);
    const { random } = this.#ports;
    const drained = drainInBackground({
      connectDatabase,
      http: (token) => ({ send: (request) => this.line.send(request, { life, token: () => token }) }),
      channel: this.device.channel(life),
      alone: browserDrainerHost(this.device.locks).alone,
      now: () => this.device.now(),
      nonce: () => nonceOf(random),
    });
    await drained.catch((error: unknown) => {
      // A database that fails is a mishap like any other here: the page goes on without the worker.
      if (!(error instanceof Error)) {
        throw error;
      }
    });
    this.device.end(life);
  }

  /** An image of the disk is put aside. */
  takeImage(): void {
    const image = new SimDevice({ ...this.#devicePorts(), died: () => undefined });
    this.device.copyTo(image);
    this.#image = image;
  }

  /** Somebody puts the old image back; resolves to whether it was done. */
  async putBackImage(): Promise<boolean> {
    const image = this.#image;
    return (
      image !== null &&
      this.#loseAll(() => {
        this.#image = null;
        image.copyTo(this.device);
      })
    );
  }

  /** The device breaks for good, and another one takes its place. */
  replaceDevice(): Promise<boolean> {
    return this.#loseAll(() => {
      this.device.mark = null;
    });
  }

  /** The app dies, and the database is gone with everything in it. */
  loseDatabase(): Promise<boolean> {
    return this.#loseWhatServerHas(() => {
      this.#loseOneCopy(() => {
        this.device.journal.wipe();
      });
    });
  }

  /** The app dies, and the file is gone, or some of it. */
  loseFile(lose: () => void): void {
    this.#loseOneCopy(() => {
      this.#hasLostFile = true;
      lose();
    });
  }

  /** One copy may be lost while the other one is whole: that is what there are two of them for. */
  #loseOneCopy(lose: () => void): void {
    if (this.store?.mode === 'both') {
      this.device.crash();
      lose();
    }
  }

  /** Takes everything off the device. Only where nothing is unsent: what nobody else holds cannot come back. */
  async #loseAll(then: () => void): Promise<boolean> {
    const { app } = this;
    if (app?.store.mode !== 'both') {
      return false;
    }
    const told = this.cashier.told.size;
    const { events } = await app.store.unsent();
    let isLost = false;
    await this.#loseWhatServerHas(() => {
      // Also what was told while the disk was asked has to be with the server.
      isLost = events === 0 && this.app === app && this.cashier.told.size === told;
      if (isLost) {
        this.device.crash();
        this.device.journal.wipe();
        this.device.folder.wipe();
        this.cashier.sendAway();
        then();
      }
    });
    return isLost;
  }

  /** From here on only the server has what it confirmed: no older one can be filled up from this device again. */
  #loseWhatServerHas(lose: () => void): Promise<boolean> {
    const server = this.#ports.server();
    return server.whileWhole(this.#registerId, () => {
      server.forgetBackup();
      lose();
    });
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#ports.timeline.after(ms, resolve);
    });
  }

  #watch(work: Promise<void>): void {
    work.catch(this.#ports.fail);
  }
}
