import { uuidV7 } from '#core/id/uuid-v7.ts';
import { type Counter, drawerOpenedDraft, saleCompletedDraft } from '#core/journal/drafts.ts';
import { steadyInstant } from '#core/journal/steady-instant.ts';
import type { JournalDraft, JournalEvent } from '#core/journal/journal-event.ts';
import { takeUp } from '#store/take-up.ts';
import { type DrainableTillStore, type JournalPlace, StorageRefused } from '#store/till-store.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { App } from './sim-app.ts';
import { anyCustomer, type Customer, ringUp, type Shelf } from './sim-customer.ts';
import { draftOfOldApp } from './old-app.ts';
import { changedAfterRefusal, goingOn, saleOf, type Serving, totalOf } from './serving.ts';
import type { Timeline } from './timeline.ts';

/** How often a cashier who is refused tries again. */
const TRY_AGAIN_MS = 5_000;

export interface CashierPorts {
  name: string;
  timeline: Timeline;
  random: SeededRandom;
  /** What there is to sell; null before the first till has fetched it. */
  shelf: () => Shelf | null;
  /** How long between two customers, on average, in milliseconds. */
  everyCustomerMs: number;
  /** The clock of the till, milliseconds. */
  now: () => number;
}

/** The person before a till: serves, is told that a sale is done, and after a crash goes on where they were. */
export class SimCashier {
  /** Everything the cashier was told is done. */
  readonly told = new Map<string, JournalEvent>();
  /** Journal ids of all sales that the cashier pressed the last key of, whatever came of it. */
  readonly completed = new Set<string>();
  /** Journal ids of what the cashier was last told came to nothing for certain. */
  readonly refused = new Set<string>();
  readonly broken: string[] = [];
  sales = 0;
  refusals = 0;
  /** How many more customers come in before the shop closes. */
  customersLeft = Number.POSITIVE_INFINITY;
  readonly #ports: CashierPorts;
  #serving: Serving | null = null;
  /** The run of the app that the open sale was last seen in. */
  #app: App | null = null;
  #drawerId: string | null = null;
  #customers = 0;
  /** Numbers of the sales whose change somebody read. */
  readonly #seen = new Set<string>();

  constructor(ports: CashierPorts) {
    this.#ports = ports;
  }

  /** Whoever stands at the counter goes away without buying: the till has become another one. */
  sendAway(): void {
    this.#serving = null;
    this.#drawerId = null;
  }

  /** Serves one after the other until this run of the app has ended. */
  async work(app: App): Promise<void> {
    while (!app.hasEnded && !app.life.isOver) {
      if (this.#serving === null) {
        if (this.customersLeft <= 0) {
          return;
        }
        await this.#wait(this.#ports.random.wait(this.#ports.everyCustomerMs));
        if (app.hasEnded || app.life.isOver || this.customersLeft <= 0) {
          continue;
        }
        this.customersLeft -= 1;
        this.#customers += 1;
        const customer = anyCustomer(`${this.#ports.name}-${String(this.#customers)}`, this.#shelf, this.#ports.random);
        this.#serving = this.#begin(customer);
      } else if (this.#app !== app) {
        const before = this.#serving;
        const { after, done } = await this.#takeUp(app, before);
        if (app.hasEnded || app.life.isOver || this.#serving !== before) {
          // Another window has the till by now, and the customer was served there or is. This one showed nobody anything.
          continue;
        }
        this.#tell(app, done);
        this.#serving = after;
      }
      // Refused, they try again with what the app still shows; only a new run of it has to be asked what it knows.
      if (this.#app !== app) {
        this.#app = app;
        this.#drawerId = null;
      }
      if (this.#serving !== null && !app.hasEnded) {
        await this.#serve(app, this.#serving);
      }
    }
  }

  #begin(customer: Customer): Serving {
    const at = { now: this.#instant(), newId: () => this.#newId() };
    const events = ringUp(customer, this.#shelf, at);
    return {
      customer,
      events,
      isTyped: this.#ports.random.chance(0.4),
      isChanged: false,
      isPressed: false,
      isUnclear: false,
    };
  }

  /** After a restart: is the sale still on the screen, is its change there, or has it to be rung up anew? */
  async #takeUp(app: App, serving: Serving): Promise<{ after: Serving | null; done: JournalEvent | null }> {
    const { store } = app;
    const isSeen = (number: string) => this.#seen.has(number);
    const newId = () => this.#newId();
    const saleId = saleOf(serving.events)?.saleId;
    const openBefore = (serving.isTyped || serving.isPressed ? saleId : null) ?? null;
    const { open, unseen, trouble } = await takeUp({ store, newId, isSeen, openBefore });
    if (open.length > 0 && saleOf(open)?.saleId === saleId) {
      return { after: goingOn(serving, open, newId), done: null };
    }
    if (unseen !== null && unseen.transaction_id === saleId) {
      return { after: null, done: await store.findEvent(unseen.transaction_id).catch(() => null) };
    }
    // Told that a sale may be written down, nobody makes one once more that was paid.
    const isLeft = (trouble === 'last_hidden' || trouble === 'open_unsure') && serving.isPressed;
    return { after: isLeft ? null : this.#begin(serving.customer), done: null };
  }

  async #serve(app: App, serving: Serving): Promise<void> {
    const { store } = app;
    try {
      if (serving.isTyped) {
        await this.#type(store, serving);
      }
      if (!serving.isUnclear) {
        await store.assertRoomToSell();
      }
      if (store.drawer === null) {
        this.#drawerId ??= this.#newId();
        const drawerId = this.#drawerId;
        const event = await store.commit(drawerId, ({ newestAt }) =>
          drawerOpenedDraft('50.00', this.#happening(drawerId, newestAt), this.#counter(store)),
        );
        this.#tell(app, event);
        // Should the till lose what it knew of its drawer, it is opened anew, not told again of the old one.
        this.#drawerId = null;
        if (store.drawer === null) {
          return;
        }
      }
      const event = await this.#press(app, serving);
      if (!app.life.isOver) {
        // A window that was thought dead may say so late, when another one serves somebody else already.
        this.#serving = this.#serving === serving ? null : this.#serving;
        this.#tell(app, event);
        app.drainer.nudge();
      }
    } catch (error) {
      if (!(error instanceof StorageRefused)) {
        throw error;
      }
      this.refusals += 1;
      if (!app.hasEnded && !app.life.isOver) {
        this.#afterRefusal(serving, error.reason);
      }
      await this.#wait(TRY_AGAIN_MS);
    }
  }

  /** Some change the sale before it is tried again; the till lets nobody do that while it is not clear what was written. */
  #afterRefusal(serving: Serving, reason: StorageRefused['reason']): void {
    serving.isUnclear = reason === 'unclear';
    if (isCertain(reason) && this.#serving === serving && this.#ports.random.chance(0.2)) {
      this.#serving = changedAfterRefusal(serving, this.#shelf, () => this.#newId());
    }
  }

  /** Presses the last key, now and then twice: the second press does what the first could not. */
  async #press(app: App, serving: Serving): Promise<JournalEvent> {
    serving.isPressed = true;
    const first = this.#complete(app, serving);
    const second = this.#ports.random.chance(0.1) ? this.#complete(app, serving) : first;
    const [once, twice] = await Promise.allSettled([first, second]);
    if (!app.life.isOver && isForNothing(once) && isForNothing(twice)) {
      this.refused.add(saleOf(serving.events)?.completionId ?? '');
    }
    const event = once.status === 'fulfilled' ? once.value : await second;
    const again = await second.catch((error: unknown) => {
      if (error instanceof StorageRefused) {
        return event;
      }
      throw error;
    });
    if (again.hash !== event.hash) {
      this.broken.push(`${event.id}: pressed twice, two sales`);
    }
    if (serving.isChanged && event.type === 'sale.completed') {
      const paid = String(totalOf(serving, this.#shelf));
      const { total_amount: written } = event.body.totals;
      if (written !== paid) {
        this.broken.push(`${event.id}: ${paid} was paid, and ${written} is written down`);
      }
    }
    return event;
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

  #complete({ store, isOld }: App, { events, customer }: Serving): Promise<JournalEvent> {
    const sale = saleOf(events);
    const completionId = sale?.completionId ?? '';
    this.completed.add(completionId);
    this.refused.delete(completionId);
    const drawerSessionId = store.drawer?.drawerSessionId ?? '';
    const counter = this.#counter(store);
    return store.commit(completionId, (place) => {
      if (sale === null) {
        throw new Error(`${customer.name} has no sale`);
      }
      const completion = { ...this.#happening(completionId, place.newestAt), drawerSessionId, place };
      const draft = saleCompletedDraft(sale, completion, counter);
      return isOld ? draftOfOldApp(draft) : draft;
    });
  }

  /**
   * Writes an event that the server cannot understand, as a newer till would; `newest` is the place of the last one before
   * it, where it is the first of its epoch.
   */
  async writeStrangeEvent(app: App, newest: () => { epoch: number; seq: number } | null): Promise<void> {
    const id = this.#newId();
    const strange = ({ epoch, seq, newestAt }: JournalPlace) => {
      const draft = drawerOpenedDraft('0.00', this.#happening(id, newestAt), this.#counter(app.store));
      const before = seq > 1 ? { epoch, seq: seq - 1 } : (newest() ?? { epoch, seq: 0 });
      const places = { previous_epoch: before.epoch, previous_seq: before.seq };
      const body = { cause: 'of_the_future', events_restored: 0, ...places };
      return { ...draft, drawer_session_id: null, type: 'data.restored', body } as unknown as JournalDraft;
    };
    try {
      this.#tell(app, await app.store.commit(id, strange));
    } catch (error) {
      if (!(error instanceof StorageRefused)) {
        throw error;
      }
    }
  }

  #tell(app: App, event: JournalEvent | null): void {
    if (event !== null && !app.life.isOver) {
      if (event.type === 'sale.completed') {
        this.#seen.add(event.body.transaction_number);
      }
      this.sales += event.type === 'sale.completed' && !this.told.has(event.id) ? 1 : 0;
      this.told.set(event.id, event);
    }
  }

  #happening(id: string, newestAt: string | null) {
    return { id, now: steadyInstant(this.#instant(), newestAt), actor: 'demo-maria' };
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
    return new Date(this.#ports.now()).toISOString();
  }

  #newId(): string {
    return uuidV7(this.#ports.now(), this.#ports.random.bytes(10));
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#ports.timeline.after(ms, resolve);
    });
  }
}

/** Whether the till says that nothing was written: then the sale may be changed, or given up. */
function isCertain(reason: StorageRefused['reason']): boolean {
  return reason === 'unreachable' || reason === 'no_room';
}

function isForNothing(outcome: PromiseSettledResult<JournalEvent>): boolean {
  return outcome.status === 'rejected' && outcome.reason instanceof StorageRefused && isCertain(outcome.reason.reason);
}
