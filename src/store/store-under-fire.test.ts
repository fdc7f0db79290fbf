import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { verifyEvent } from '#core/journal/chain.ts';
import type { JournalEvent } from '#core/journal/journal-event.ts';
import { drawerOpened, enrolmentOf, saleCompleted } from '#testkit/journal-drafts.ts';
import { TestDevice } from '#testkit/test-device.ts';
import type { DrainableTillStore } from './till-store.ts';
import { StorageRefused } from './till-store.ts';

type Step =
  | { do: 'sell' | 'sell_again' | 'wait' | 'mend' | 'room' | 'wipe_database' | 'wipe_file' }
  | { do: 'crash'; keep: number }
  | { do: 'confirm'; share: number }
  | { do: 'hurt_file'; callsLeft: number; tornBytes: number }
  | { do: 'fill_disk' }
  | {
      do: 'hurt_database';
      writesLeft: number;
      failures: number;
      failure: 'abort' | 'commit_and_fail' | 'die';
      opensFail: boolean;
    };

const simple = (name: 'sell' | 'sell_again' | 'wait' | 'mend' | 'room' | 'wipe_database' | 'wipe_file') =>
  fc.constant<Step>({ do: name });

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 10, arbitrary: simple('sell') },
  { weight: 2, arbitrary: simple('sell_again') },
  { weight: 2, arbitrary: simple('wait') },
  { weight: 3, arbitrary: simple('mend') },
  { weight: 1, arbitrary: simple('room') },
  { weight: 1, arbitrary: simple('wipe_database') },
  { weight: 1, arbitrary: simple('wipe_file') },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('crash' as const), keep: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('confirm' as const), share: fc.nat(100) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('fill_disk' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('hurt_file' as const), callsLeft: fc.nat(6), tornBytes: fc.nat(2048) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('hurt_database' as const),
      writesLeft: fc.nat(3),
      failures: fc.nat(4),
      failure: fc.constantFrom('abort', 'commit_and_fail', 'die'),
      opensFail: fc.boolean(),
    }),
  },
);

/** A till, what happens to it, and what its cashier was told. */
class Shop {
  readonly device = new TestDevice();
  readonly told = new Map<string, JournalEvent>();
  readonly refused: string[] = [];
  confirmedThrough = 0;
  #store: DrainableTillStore | null = null;
  #minted = 0;
  /** Within one life of the app: an id outlives it only together with the open sale, in the database. */
  #lastTried: string | null = null;

  get store(): DrainableTillStore {
    if (this.#store === null) {
      throw new Error('the shop is closed');
    }
    return this.#store;
  }

  async open(): Promise<void> {
    this.#store = await this.device.open();
    this.#lastTried = null;
    if (this.store.registration === null) {
      await this.store.enrol(enrolmentOf());
      this.told.set('drawer', await this.store.commit('drawer', drawerOpened('drawer')));
    }
  }

  async run(next: Step): Promise<void> {
    switch (next.do) {
      case 'sell':
        this.#minted += 1;
        return this.#sell(`sale-${String(this.#minted)}`);
      case 'sell_again':
        return this.#sell(this.#lastTried ?? 'sale-0');
      case 'wait':
        this.device.clock.now += 31_000;
        return;
      case 'room':
        return this.#askForRoom();
      case 'confirm':
        return this.#confirm(next.share);
      default:
        return this.#harm(next);
    }
  }

  mend(): void {
    Object.assign(this.device.folder.faults, { callsLeft: Infinity, tornBytes: 0, capacity: Infinity });
    Object.assign(this.device.indexedDB.faults, { writesLeft: Infinity, failures: 0, opensFail: false });
  }

  async #harm(next: Step): Promise<void> {
    switch (next.do) {
      case 'mend':
        this.mend();
        break;
      case 'fill_disk':
        this.device.folder.faults.capacity = 0;
        break;
      case 'hurt_file':
        Object.assign(this.device.folder.faults, { callsLeft: next.callsLeft, tornBytes: next.tornBytes });
        break;
      case 'hurt_database':
        Object.assign(this.device.indexedDB.faults, { ...next, do: undefined });
        break;
      case 'crash':
        this.device.crash((sector) => ((next.keep >> (sector % 31)) & 1) === 1);
        await this.open();
        break;
      case 'wipe_database':
      case 'wipe_file':
        await this.#wipe(next.do);
        break;
      default:
        throw new Error(`${next.do} is no harm`);
    }
  }

  /** One copy may be lost while the other one is whole: that is what there are two of them for. */
  async #wipe(which: 'wipe_database' | 'wipe_file'): Promise<void> {
    if (this.store.mode !== 'both') {
      return;
    }
    this.mend();
    this.device.crash();
    if (which === 'wipe_database') {
      this.device.indexedDB.deleteDatabase('journal');
    } else {
      this.device.folder.wipe();
    }
    await this.open();
  }

  async #sell(id: string): Promise<void> {
    this.#lastTried = id;
    try {
      const event = await this.store.commit(id, saleCompleted(id));
      expect(this.told.get(id)?.hash ?? event.hash, `${id} is the sale it was`).toBe(event.hash);
      this.told.set(id, event);
    } catch (error) {
      expect(error).toBeInstanceOf(StorageRefused);
      this.refused.push(id);
    }
  }

  async #askForRoom(): Promise<void> {
    try {
      await this.store.assertRoomToSell();
    } catch (error) {
      expect(error).toBeInstanceOf(StorageRefused);
    }
  }

  async #confirm(share: number): Promise<void> {
    const last = Math.max(...[...this.told.values()].map(({ seq }) => seq));
    this.confirmedThrough = Math.max(this.confirmedThrough, Math.floor((last * share) / 100));
    await this.store.outbox.confirm({ epoch: 1, seq: this.confirmedThrough, noteworthy: [] });
  }
}

/** What the server would get: everything unsent of each epoch, in order. */
async function unsentOf(store: DrainableTillStore): Promise<JournalEvent[][]> {
  const epochs: JournalEvent[][] = [];
  for (;;) {
    const seen = epochs.map(([first]) => first?.epoch ?? 0);
    const batch = await store.outbox.nextBatch({ events: 100_000, bytes: Number.POSITIVE_INFINITY }, seen);
    if (batch === null) {
      return epochs;
    }
    epochs.push(batch.events);
  }
}

async function checkPromises(shop: Shop): Promise<void> {
  shop.mend();
  shop.device.crash();
  await shop.open();
  const { store } = shop;
  expect(store.mode).toBe('both');
  const all = (await store.recentEvents(100_000)).toReversed();
  const epochs = await unsentOf(store);
  const unsent = new Set(epochs.flat().map(({ hash }) => hash));

  for (const [id, event] of shop.told) {
    const found = all.filter((other) => other.id === id);
    const isConfirmed = event.epoch === 1 && event.seq <= shop.confirmedThrough;
    expect(found.length === 1 ? found[0]?.hash : isConfirmed, `${id} is there once`).toBe(
      found.length === 1 ? event.hash : true,
    );
    expect(isConfirmed || unsent.has(event.hash), `${id} will be sent`).toBe(true);
  }
  expect(all.every(verifyEvent)).toBe(true);
  epochs.forEach(checkChain);
  checkNumbers(shop, all);
}

function checkChain(events: readonly JournalEvent[]): void {
  events.slice(1).forEach((event, at) => {
    expect(event.seq).toBe((events[at]?.seq ?? 0) + 1);
    expect(event.prev_hash).toBe(events[at]?.hash);
  });
}

function checkNumbers(shop: Shop, all: readonly JournalEvent[]): void {
  const events = new Map([...shop.told.values(), ...all].map((event) => [event.id, event]));
  const places = [...events.values()].map((event) => `${String(event.epoch)}:${String(event.seq)}`);
  expect(new Set(places).size, 'no place is used twice').toBe(places.length);
  const numbers = [...events.values()].flatMap((event) =>
    event.type === 'sale.completed' ? [`${String(event.epoch)} ${event.body.transaction_number}`] : [],
  );
  expect(new Set(numbers).size, 'no number is used twice').toBe(numbers.length);
  // Only where one copy failed while the other was already short may the till have had to begin a new epoch.
  if (all.every((event) => event.epoch === 1)) {
    expect(shop.store.drawer?.salesCount).toBe(numbers.length);
  }
}

describe('whatever fails, and whenever the app dies', () => {
  test('each sale the cashier was told of is there once, in an unbroken chain, and counted in the drawer', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const shop = new Shop();
        await shop.open();
        for (const next of steps) {
          await shop.run(next);
        }
        await checkPromises(shop);
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  const lives = Array.from({ length: 14 }, (_, at) => at);

  test.each(lives)('the file call no. %i of a sale fails, then the app dies', async (callsLeft) => {
    const shop = new Shop();
    await shop.open();
    await shop.run({ do: 'sell' });
    await shop.run({ do: 'hurt_file', callsLeft, tornBytes: 700 });
    await shop.run({ do: 'sell' });
    await shop.run({ do: 'sell' });
    await shop.run({ do: 'crash', keep: 0x55_55_55_55 });
    await checkPromises(shop);
    expect(shop.refused).toEqual([]);
  });

  test.each(
    lives.flatMap((writesLeft) =>
      (['abort', 'commit_and_fail', 'die'] as const).map((failure) => ({ writesLeft, failure })),
    ),
  )('database write no. $writesLeft ends in $failure, then the app dies', async ({ writesLeft, failure }) => {
    const shop = new Shop();
    await shop.open();
    await shop.run({ do: 'hurt_database', writesLeft, failures: 3, failure, opensFail: false });
    for (let sale = 0; sale < 6; sale += 1) {
      await shop.run({ do: 'sell' });
    }
    await shop.run({ do: 'crash', keep: 0 });
    await checkPromises(shop);
    expect(shop.refused).toEqual([]);
  });
});
