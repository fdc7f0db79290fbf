import { uuidV7 } from '#core/id/uuid-v7.ts';
import { type Counter, drawerOpenedDraft, saleCompletedDraft } from '#core/journal/drafts.ts';
import type { JournalDraft, JournalEvent } from '#core/journal/journal-event.ts';
import { applySaleEvent } from '#core/sale/apply-sale-event.ts';
import type { Sale, SaleEvent } from '#core/sale/sale.ts';
import { enrolmentAnswer } from '#protocol/enrolment.ts';
import { type DrainableTillStore, StorageRefused } from '#store/till-store.ts';
import { browserDrainerHost } from '#store/browser-host.ts';
import type { Drainer } from '#sync/drainer.ts';
import { drainInBackground } from '#store/drain-in-background.ts';
import type { Fate } from './mishap.ts';
import type { SeededRandom } from './seeded-random.ts';
import { type App, nonceOf, startApp } from './sim-app.ts';
import { anyCustomer, type Customer, ringUp, type Shelf } from './sim-customer.ts';
import { type DevicePorts, SimDevice } from './sim-device.ts';
import type { Life } from './sim-folder.ts';
import { type LineMishap, SimLine } from './sim-line.ts';
import type { SimServer } from './sim-server.ts';
import type { Timeline } from './timeline.ts';

/** How often a cashier who is refused tries again. */
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

/** What the cashier has in hand and head; a crash of the app does not take it away. */
interface Serving {
  customer: Customer;
  events: SaleEvent[];
  completionId: string;
  /** Whether each key is kept as it is typed, so that the open sale survives. */
  isTyped: boolean;
}

/** One till of a simulated shop: a device, its app as it comes and goes, its line, and the cashier before it. */
export class SimTill {
  readonly name: string;
  readonly device: SimDevice;
  readonly line: SimLine;
  /** Everything the cashier was told is done. */
  readonly told = new Map<string, JournalEvent>();
  readonly broken: string[] = [];
  app: App | null = null;
  sales = 0;
  refusals = 0;
  /** How many more customers come in before it closes. */
  customersLeft = Number.POSITIVE_INFINITY;
  readonly #ports: TillPorts;
  #serving: Serving | null = null;
  #drawerId: string | null = null;
  #customers = 0;
  #image: SimDevice | null = null;
  #stopStarting: () => void = () => undefined;
  #registerId: string | null = null;

  constructor(ports: TillPorts) {
    const { timeline, random, server } = ports;
    this.name = ports.name;
    this.#ports = ports;
    this.device = new SimDevice(this.#devicePorts());
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
    if (this.device.isDoomed && !this.device.isFull) {
      this.device.isDoomed = false;
      this.device.journal.wipe();
    }
    const app = await startApp({ ...this.#ports, device: this.device, line: this.line, life });
    this.app = app;
    if (app.store.registration === null) {
      await this.#enrol(app);
    }
    this.#registerId = app.store.registration?.registerId ?? null;
    app.drainer.wake();
    await this.#work(app);
  }

  /** Ends the app as it should end; should the device die over that, it starts again by itself. */
  #leave(then: () => void): void {
    const { app } = this;
    if (app === null) {
      return;
    }
    this.app = null;
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
    for (;;) {
      const code = this.#registerId === null ? null : await server.enrolmentCode(this.#registerId);
      const body = JSON.stringify(code === null ? { demo: true } : { code });
      const answer = await server.handle({ method: 'POST', path: '/api/v1/pos/enrolments', body }, {});
      if (answer?.status === 200 || answer?.status === 201) {
        const { data } = JSON.parse(answer.text) as { data: unknown };
        await app.store.enrol(enrolmentAnswer.parse(data));
        return;
      }
      await this.#wait(TRY_AGAIN_MS);
    }
  }

  /** Serves one after the other until the app is gone. */
  async #work(app: App): Promise<void> {
    while (this.app === app && !app.life.isOver) {
      if (this.#serving === null) {
        if (this.customersLeft <= 0) {
          return;
        }
        this.customersLeft -= 1;
        await this.#wait(this.#ports.random.wait(this.#ports.everyCustomerMs));
        this.#customers += 1;
        const customer = anyCustomer(`${this.name}-${String(this.#customers)}`, this.#shelf, this.#ports.random);
        this.#serving = this.#begin(customer);
      } else {
        this.#serving = await this.#takeUp(app, this.#serving);
      }
      if (this.#serving !== null && this.app === app) {
        await this.#serve(app, this.#serving);
      }
    }
  }

  #begin(customer: Customer): Serving {
    const at = { now: this.#instant(), newId: () => this.#newId() };
    const events = ringUp(customer, this.#shelf, at);
    const completionId = saleOf(events)?.completionId ?? '';
    return { customer, events, completionId, isTyped: this.#ports.random.chance(0.4) };
  }

  /** After a restart: is the sale still on the screen, is it done already, or has it to be rung up anew? */
  async #takeUp(app: App, serving: Serving): Promise<Serving | null> {
    const open = await app.store.loadOpenSale();
    if (open.length > 0 && saleOf(open)?.saleId === saleOf(serving.events)?.saleId) {
      return serving;
    }
    const recent = await app.store.recentEvents(5).catch(() => []);
    const done = recent.find(({ id }) => id === serving.completionId);
    if (done !== undefined) {
      this.#tell(app, done);
      return null;
    }
    return this.#begin(serving.customer);
  }

  async #serve(app: App, serving: Serving): Promise<void> {
    const { store } = app;
    try {
      if (serving.isTyped) {
        await this.#type(store, serving);
      }
      await store.assertRoomToSell();
      if (store.drawer === null) {
        this.#drawerId ??= this.#newId();
        const opened = drawerOpenedDraft('50.00', this.#happening(this.#drawerId), this.#counter(store));
        this.#tell(app, await store.commit(this.#drawerId, () => opened));
      }
      const twice = this.#ports.random.chance(0.1);
      const [event, again] = await Promise.all([
        this.#complete(store, serving),
        ...(twice ? [this.#complete(store, serving)] : []),
      ]);
      if (again !== undefined && again.hash !== event?.hash) {
        this.broken.push(`${serving.completionId}: pressed twice, two sales`);
      }
      if (event !== undefined && !app.life.isOver) {
        this.#serving = null;
        this.sales += 1;
        this.#tell(app, event);
        app.drainer.nudge();
      }
    } catch (error) {
      if (!(error instanceof StorageRefused)) {
        throw error;
      }
      this.refusals += 1;
      await this.#wait(TRY_AGAIN_MS);
    }
  }

  /** Keeps each key of the sale, from where the last run stopped. */
  async #type(store: DrainableTillStore, { events }: Serving): Promise<void> {
    const kept = await store.loadOpenSale();
    const saleId = saleOf(events)?.saleId ?? '';
    const from = saleOf(kept)?.saleId === saleId ? kept.length : 0;
    for (const event of events.slice(from)) {
      await store.appendSaleEvent(saleId, event);
    }
  }

  #complete(store: DrainableTillStore, { completionId, events, customer }: Serving): Promise<JournalEvent> {
    const sale = saleOf(events);
    const drawerSessionId = store.drawer?.drawerSessionId ?? '';
    const happening = this.#happening(completionId);
    const counter = this.#counter(store);
    return store.commit(completionId, (place) => {
      if (sale === null) {
        throw new Error(`${customer.name} has no sale`);
      }
      return saleCompletedDraft(sale, { ...happening, drawerSessionId, place }, counter);
    });
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

  /** Somebody puts the old image back: only where nothing is unsent, for what nobody else holds cannot come back. */
  async putBackImage(): Promise<boolean> {
    const { app } = this;
    const image = this.#image;
    if (image === null || app === null || (await app.store.unsent()).events > 0 || this.app !== app) {
      return false;
    }
    this.#image = null;
    this.device.crash();
    this.device.journal.wipe();
    this.device.folder.wipe();
    image.copyTo(this.device);
    this.#serving = null;
    return true;
  }

  /** The device breaks for good. Only where nothing is unsent: what nobody else holds cannot come back. */
  async replaceDevice(replaced: () => void): Promise<void> {
    const { app } = this;
    if (app === null || app.store.mode !== 'both' || (await app.store.unsent()).events > 0 || this.app !== app) {
      return;
    }
    replaced();
    this.device.crash();
    this.device.journal.wipe();
    this.device.folder.wipe();
    this.device.mark = null;
    this.#serving = null;
    this.#drawerId = null;
  }

  /** Writes an event that the server cannot understand, as a newer till would. */
  async writeStrangeEvent(): Promise<void> {
    const { app } = this;
    if (app === null) {
      return;
    }
    const id = this.#newId();
    const { drawer_session_id: _none, ...annotations } = drawerOpenedDraft(
      '0.00',
      this.#happening(id),
      this.#counter(app.store),
    );
    const body = { cause: 'of_the_future', events_restored: 0, previous_epoch: 0, previous_seq: 0 };
    const strange = { ...annotations, drawer_session_id: null, type: 'data.restored', body };
    try {
      this.#tell(app, await app.store.commit(id, () => strange as unknown as JournalDraft));
    } catch (error) {
      if (!(error instanceof StorageRefused)) {
        throw error;
      }
    }
  }

  #tell(app: App, event: JournalEvent): void {
    if (!app.life.isOver) {
      this.told.set(event.id, event);
    }
  }

  #happening(id: string) {
    return { id, now: this.#instant(), actor: 'demo-maria' };
  }

  #counter(store: DrainableTillStore): Counter {
    const { registration } = store;
    const shelf = this.#shelf;
    return {
      localId: registration?.localId ?? '',
      registerCode: registration?.registerCode ?? '',
      timeZone: registration?.timeZone ?? 'UTC',
      book: shelf.book,
      catalogueVersion: shelf.index.catalogue.version,
    };
  }

  get #shelf(): Shelf {
    const shelf = this.#ports.shelf();
    if (shelf === null) {
      throw new Error('there is nothing to sell yet');
    }
    return shelf;
  }

  #instant(): string {
    return new Date(this.device.now()).toISOString();
  }

  #newId(): string {
    return uuidV7(this.device.now(), this.#ports.random.bytes(10));
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

function saleOf(events: readonly SaleEvent[]): Sale | null {
  return events.reduce<Sale | null>(applySaleEvent, null);
}
