import { setImmediate } from 'node:timers/promises';
import { buildCatalogueIndex } from '#core/catalogue/catalogue-index.ts';
import { catalogueSnapshot } from '#protocol/catalogue.ts';
import { type Broken, checkWorld } from './check-world.ts';
import { type Stricken, strikeServer, strikeTill } from './misfortunes.ts';
import { SeededRandom } from './seeded-random.ts';
import type { Shelf } from './sim-customer.ts';
import { type ShopTemplate, SimServer } from './sim-server.ts';
import { SimTill } from './sim-till.ts';
import { Timeline } from './timeline.ts';
import { Weather } from './weather.ts';

export const WORLD_START: number = Date.parse('2026-03-14T13:00:00.000Z');
const MINUTE = 60_000;
/** Long enough for the longest pause, for every look at the server's head, and for whatever those lead to. */
const CALM_MS = 4 * 60 * MINUTE;

/** A world to be: everything that happens in it follows from these. */
export interface WorldPlan {
  seed: number;
  /** It ends when cashiers have been told of so many sales. */
  sales: number;
  tills: number;
}

export interface WorldReport {
  plan: WorldPlan;
  sales: number;
  /** Of tills and server. */
  crashes: number;
  /** Requests or answers that never arrived. */
  dropped: number;
  restores: number;
  clones: number;
  refusals: number;
  broken: Broken;
}

/** Lives a world through: tills, line, disks and server under the weather of its seed, then a calm, then the checks. */
export async function runWorld(plan: WorldPlan, template: ShopTemplate): Promise<WorldReport> {
  const world = new World(plan, template);
  try {
    return await world.run();
  } finally {
    await world.end();
  }
}

class World {
  readonly #plan: WorldPlan;
  readonly #random: SeededRandom;
  readonly #timeline = new Timeline(WORLD_START);
  readonly #weather: Weather;
  readonly #server: SimServer;
  readonly #tills: SimTill[] = [];
  readonly #giveBackTimers: () => void;
  readonly #failures: string[] = [];
  #shelf: Shelf | null = null;
  #clones = 0;
  #wentBack = 0;

  constructor(plan: WorldPlan, template: ShopTemplate) {
    this.#plan = plan;
    this.#random = new SeededRandom(plan.seed);
    this.#giveBackTimers = this.#timeline.takeOverTimers();
    this.#weather = new Weather(this.#random.fork());
    const server = { timeline: this.#timeline, random: this.#random.fork(), fate: this.#weather.serverDisk };
    this.#server = new SimServer(template, server);
  }

  async run(): Promise<WorldReport> {
    await this.#openShop();
    await this.#goOn(() => this.#tills.every((till) => till.store?.registration));
    this.#weather.isCalm = false;
    await this.#server.backUp();
    strikeServer(this.#stricken());
    this.#tills.forEach((till) => {
      strikeTill(till, this.#stricken());
    });
    await this.#goOn(() => this.#sales >= this.#plan.sales || this.#failures.length > 0);
    await this.#calmDown();
    return this.#report();
  }

  async end(): Promise<void> {
    this.#giveBackTimers();
    await this.#server.close();
  }

  get #sales(): number {
    return this.#tills.reduce((sum, { cashier }) => sum + cashier.sales, 0);
  }

  /** The tills enrol one after the other, and one of them fetches what there is to sell. */
  async #openShop(): Promise<void> {
    for (let at = 1; at <= this.#plan.tills; at += 1) {
      const till = this.#makeTill(`till${String(at)}`);
      till.start();
      await this.#goOn(() => till.store?.registration);
      this.#shelf ??= await this.#readShelf(till.store?.registration?.deviceToken ?? '');
    }
  }

  async #readShelf(token: string): Promise<Shelf> {
    const request = { method: 'GET' as const, path: '/api/v1/pos/catalogue/snapshot', body: null };
    const answer = await this.#server.handle(request, { authorization: `Bearer ${token}` });
    const { data } = JSON.parse(answer?.text ?? '') as { data: unknown };
    const index = buildCatalogueIndex(catalogueSnapshot.parse(data));
    return { index, book: index.priceBook };
  }

  #makeTill(name: string): SimTill {
    const till = new SimTill({
      name,
      timeline: this.#timeline,
      random: this.#random.fork(),
      server: () => this.#server,
      shelf: () => this.#shelf,
      everyCustomerMs: this.#weather.everyCustomerMs,
      diskFate: this.#weather.tillDisk,
      lineFate: this.#weather.line,
      fail: (error) => {
        this.#fail(error);
      },
    });
    this.#tills.push(till);
    return till;
  }

  #stricken(): Stricken {
    return {
      timeline: this.#timeline,
      random: this.#random.fork(),
      server: () => this.#server,
      tills: () => this.#tills,
      isCalm: () => this.#weather.isCalm,
      clone: (till) => {
        this.#clone(till);
      },
      wentBack: () => {
        this.#wentBack += 1;
      },
      fail: (error) => {
        this.#fail(error);
      },
    };
  }

  #clone(original: SimTill): void {
    if (this.#clones > 0 || original.registerId === null) {
      return;
    }
    this.#clones += 1;
    const twin = this.#makeTill(`${original.name}-twin`);
    original.device.copyTo(twin.device);
    twin.start();
    strikeTill(twin, this.#stricken());
  }

  /**
   * Everything is mended, and time passes until all has been sent, or never will be. Then each till starts once more and
   * serves one last customer: that sale has to be posted like any other.
   */
  async #calmDown(): Promise<void> {
    this.#weather.isCalm = true;
    await this.#server.setTokens(true);
    for (const till of this.#tills) {
      till.line.isDown = false;
      till.device.isFull = false;
      till.device.clockError = 0;
      till.cashier.customersLeft = 0;
    }
    await this.#pass(CALM_MS);
    // What was wrong while a disk failed is mended at the next start at the latest.
    for (const till of this.#tills) {
      till.device.crash();
      till.cashier.customersLeft = 1;
    }
    await this.#pass(CALM_MS);
  }

  async #pass(ms: number): Promise<void> {
    const end = this.#timeline.now + ms;
    while (this.#timeline.step(end)) {
      await this.#settle();
    }
  }

  async #report(): Promise<WorldReport> {
    const { db } = this.#server.database;
    const broken = await checkWorld({ tills: this.#tills, db, hasClones: this.#clones + this.#wentBack > 0 });
    broken.other.push(...this.#failures);
    return {
      plan: this.#plan,
      sales: this.#sales,
      crashes: this.#server.crashes + this.#tills.reduce((sum, { device }) => sum + device.crashes, 0),
      dropped: this.#tills.reduce((sum, { line }) => sum + line.dropped, 0),
      restores: this.#server.restores,
      clones: this.#clones,
      refusals: this.#tills.reduce((sum, { cashier }) => sum + cashier.refusals, 0),
      broken,
    };
  }

  #fail(error: unknown): void {
    this.#failures.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }

  async #goOn(until: () => unknown): Promise<void> {
    while (!until()) {
      if (!this.#timeline.step()) {
        throw new Error('nothing happens any more in this world');
      }
      await this.#settle();
    }
  }

  /** Lets everything run that the last step has set going, except what waits for a later moment. */
  async #settle(): Promise<void> {
    do {
      await setImmediate();
    } while (this.#server.isBusy);
  }
}
