import { setImmediate } from 'node:timers/promises';
import { buildCatalogueIndex } from '#core/catalogue/catalogue-index.ts';
import { catalogueSnapshot } from '#protocol/catalogue.ts';
import { type Broken, checkWorld } from './check-world.ts';
import type { Fate } from './mishap.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { Shelf } from './sim-customer.ts';
import type { LineMishap } from './sim-line.ts';
import { SimServer } from './sim-server.ts';
import { SimTill } from './sim-till.ts';
import { Timeline } from './timeline.ts';

export const WORLD_START: number = Date.parse('2026-03-14T13:00:00.000Z');
/** Long enough for the longest pause, for every look at the server's head, and for whatever those lead to. */
const CALM_MS = 4 * 60 * 60_000;

/** What decides over everything that can fail. */
export interface Fates {
  tillDisk: Fate;
  serverDisk: Fate;
  line: () => LineMishap;
  /** How long between two customers at one till, on average, in milliseconds. */
  everyCustomerMs: number;
}

/** A simulated shop: its time, its server and its tills, and how to let time pass and see what came of it. */
export class SimShop {
  readonly timeline = new Timeline(WORLD_START);
  readonly server: SimServer;
  readonly tills: SimTill[] = [];
  /** What went wrong that nothing was told to go wrong. */
  readonly failures: string[] = [];
  readonly #random: SeededRandom;
  readonly #fates: Fates;
  readonly #giveBackTimers: () => void;
  #shelf: Shelf | null = null;

  /** `shop` is the file of the database that the server begins with. */
  constructor(shop: string, random: SeededRandom, fates: Fates) {
    this.#random = random;
    this.#fates = fates;
    this.#giveBackTimers = this.timeline.takeOverTimers();
    this.server = new SimServer(shop, {
      timeline: this.timeline,
      random: random.fork(),
      fate: fates.serverDisk,
    });
  }

  get sales(): number {
    return this.tills.reduce((sum, { cashier }) => sum + cashier.sales, 0);
  }

  /** Of tills and server. */
  get crashes(): number {
    return this.server.crashes + this.tills.reduce((sum, { device }) => sum + device.crashes, 0);
  }

  /** The tills enrol one after the other, and the first fetches what there is to sell. */
  async open(tills: number): Promise<void> {
    for (let at = 1; at <= tills; at += 1) {
      const till = this.addTill(`till${String(at)}`);
      till.start();
      await this.goOn(() => till.store?.registration);
      this.#shelf ??= await this.#readShelf(till.store?.registration?.deviceToken ?? '');
    }
  }

  addTill(name: string): SimTill {
    const till = new SimTill({
      name,
      timeline: this.timeline,
      random: this.#random.fork(),
      server: () => this.server,
      shelf: () => this.#shelf,
      everyCustomerMs: this.#fates.everyCustomerMs,
      diskFate: this.#fates.tillDisk,
      lineFate: this.#fates.line,
      fail: (error) => {
        this.fail(error);
      },
    });
    this.tills.push(till);
    return till;
  }

  fail(error: unknown): void {
    this.failures.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }

  async goOn(until: () => unknown): Promise<void> {
    await this.settle();
    while (!until()) {
      if (!this.timeline.step()) {
        throw new Error('nothing happens any more in this world');
      }
      await this.settle();
    }
  }

  async pass(ms: number): Promise<void> {
    const end = this.timeline.now + ms;
    while (this.timeline.step(end)) {
      await this.settle();
    }
  }

  /**
   * Once nothing fails any more: time passes until all has been sent, or never will be. Then each till starts once more
   * and serves one last customer: that sale has to be posted like any other.
   */
  async comeToRest(): Promise<void> {
    await this.server.setTokens(true);
    for (const till of this.tills) {
      till.line.isDown = false;
      till.device.isFull = false;
      till.device.clockError = 0;
      till.cashier.customersLeft = 0;
    }
    await this.pass(CALM_MS);
    for (const till of this.tills.filter(({ hasTwin, wasUnknown }) => wasUnknown && !hasTwin)) {
      till.connectAnewIfShutOut();
      await this.pass(CALM_MS);
    }
    await this.#lastCustomers(this.tills.filter(({ hasTwin }) => !hasTwin));
    // Of two machines that are one register the server knows only the one that was set up last: one after the other.
    for (const till of this.tills.filter(({ hasTwin }) => hasTwin)) {
      till.connectAnewIfShutOut();
      await this.pass(CALM_MS);
      await this.#lastCustomers([till]);
    }
  }

  async #lastCustomers(tills: readonly SimTill[]): Promise<void> {
    for (const till of tills) {
      // What was wrong while a disk failed, and what the first app could not ask, is mended at the next start at the latest.
      till.device.hasOldApp = false;
      till.device.crash();
      till.cashier.customersLeft = 1;
    }
    await this.pass(CALM_MS);
    // Of two registrations on one device the older one may have come up: its clock was years ahead when that was made.
    const mayBeShutOut = tills.filter(({ hasTwin, wasUnknown }) => hasTwin || wasUnknown);
    if (mayBeShutOut.map((till) => till.connectAnewIfShutOut()).includes(true)) {
      await this.pass(CALM_MS);
    }
  }

  async check(): Promise<Broken> {
    const broken = await checkWorld({ tills: this.tills, db: this.server.database.db });
    broken.other.push(...this.failures);
    return broken;
  }

  async close(): Promise<void> {
    this.#giveBackTimers();
    await this.server.close();
  }

  /** Lets everything run that the last step has set going, except what waits for a later moment. */
  async settle(): Promise<void> {
    do {
      await setImmediate();
    } while (this.server.isBusy);
  }

  async #readShelf(token: string): Promise<Shelf> {
    const request = { method: 'GET' as const, path: '/api/v1/pos/catalogue/snapshot', body: null };
    const answer = await this.server.handle(request, { authorization: `Bearer ${token}` });
    const { data } = JSON.parse(answer?.text ?? '') as { data: unknown };
    const index = buildCatalogueIndex(catalogueSnapshot.parse(data));
    return { index, book: index.priceBook };
  }
}
