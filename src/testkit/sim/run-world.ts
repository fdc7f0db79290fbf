import type { Broken } from './check-world.ts';
import { moveShop, type Stricken, strikeServer, strikeTill } from './misfortunes.ts';
import { SeededRandom } from './seeded-random.ts';
import { SimShop } from './sim-shop.ts';
import type { SimTill } from './sim-till.ts';
import { drawTroubles, type Often } from './trouble.ts';
import { Weather } from './weather.ts';

/** A world to be: everything that happens in it follows from these. */
export interface WorldPlan {
  seed: number;
  /** It ends when cashiers have been told of so many sales. */
  sales: number;
  tills: number;
  /** In place of what its seed draws. */
  often?: Often;
}

export interface WorldReport {
  sales: number;
  /** Of tills and server. */
  crashes: number;
  /** Requests or answers that never arrived. */
  dropped: number;
  restores: number;
  clones: number;
  broken: Broken;
}

/**
 * Lives a world through: tills, line, disks and server under the weather of its seed, then a calm, then the checks.
 * `shop` is the file of the database that its server begins with.
 */
export async function runWorld(plan: WorldPlan, shop: string): Promise<WorldReport> {
  const world = new World(plan, shop);
  try {
    return await world.run();
  } finally {
    await world.shop.close();
  }
}

class World {
  readonly shop: SimShop;
  readonly #plan: WorldPlan;
  readonly #random: SeededRandom;
  readonly #often: Often;
  readonly #weather: Weather;
  #clones = 0;

  constructor(plan: WorldPlan, shop: string) {
    this.#plan = plan;
    this.#random = new SeededRandom(plan.seed);
    this.#often = plan.often ?? drawTroubles(this.#random.fork());
    this.#weather = new Weather(this.#random.fork(), this.#often);
    this.shop = new SimShop(shop, this.#random.fork(), this.#weather);
  }

  async run(): Promise<WorldReport> {
    const { shop } = this;
    await shop.open(this.#plan.tills);
    this.#weather.isCalm = false;
    await shop.server.backUp();
    strikeServer(this.#stricken());
    shop.tills.forEach((till) => {
      strikeTill(till, this.#stricken());
    });
    await shop.goOn(() => shop.sales >= this.#plan.sales || shop.failures.length > 0);
    this.#weather.isCalm = true;
    await shop.comeToRest();
    return {
      sales: shop.sales,
      crashes: shop.crashes,
      dropped: shop.tills.reduce((sum, { line }) => sum + line.dropped, 0),
      restores: shop.server.restores,
      clones: this.#clones,
      broken: await shop.check(),
    };
  }

  #stricken(): Stricken {
    const { shop } = this;
    return {
      timeline: shop.timeline,
      random: this.#random.fork(),
      often: this.#often,
      server: shop.server,
      isCalm: () => this.#weather.isCalm,
      pace: this.#weather.everyCustomerMs / 20_000,
      clone: (till) => {
        this.#clone(till);
      },
      fail: (error) => {
        shop.fail(error);
      },
    };
  }

  /** At most one in a world: more of them find nothing more. */
  #clone(original: SimTill): void {
    if (this.#clones > 0 || original.registerId === null) {
      return;
    }
    this.#clones += 1;
    const twin = this.shop.addTill(`${original.name}-twin`);
    original.device.copyTo(twin.device);
    for (const till of [original, twin]) {
      till.hasTwin = true;
      till.isForked = true;
    }
    twin.start();
    const stricken = this.#stricken();
    strikeTill(twin, stricken);
    if (this.#plan.seed % 2 === 0) {
      moveShop({ from: original, to: twin }, stricken);
    }
  }
}
