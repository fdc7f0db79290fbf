import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { EnrolmentAnswer, EnrolmentRequest } from '#protocol/enrolment.ts';
import { CatalogueShelf, type ShelfContents } from '#store/catalogue-database.ts';
import { localJournalFile } from '#store/journal-file.ts';
import { type DrainableTillStore, StorageRefused } from '#store/till-store.ts';
import { demoCode, demoIndex } from '#testkit/demo-index.ts';
import { enrolmentOf, saleCompleted } from '#testkit/journal-drafts.ts';
import { TestDevice } from '#testkit/test-device.ts';
import { ServerProblem, type TillPorts } from '../ports.ts';
import { connectTill, type ConnectStep } from './connect-till.ts';
import { createTill, type Till } from './till.ts';

/** Connecting a till once more, over its real storage; the server is played by the test. */

const CODE = { code: 'ABCD-EFGH' };
const COLA = demoCode('Cola 2 L');
const MARIA = { staff_id: 'maria', name: 'María', role: 'cashier', language: 'es', pin_verifier: 'x' } as const;
const EARLIER: ShelfContents = { catalogue: { ...demoIndex.catalogue, version: 'earlier' }, staff: [MARIA] };
const LATER: ShelfContents = { catalogue: { ...demoIndex.catalogue, version: 'later' }, staff: [MARIA] };

let disk: TestDevice;
let store: DrainableTillStore;
let till: Till;
let settings: Map<string, string | null>;
let done: string[];
let minted = 0;
/** What the server says to a code, and to whoever asks for the goods. */
let enrol: (request: EnrolmentRequest) => EnrolmentAnswer;
let goods: () => ShelfContents;

beforeEach(async () => {
  vi.spyOn(console, 'warn').mockReturnValue(undefined);
  vi.stubGlobal('window', new EventTarget());
  vi.stubGlobal('navigator', { onLine: true, languages: ['en'] });
  disk = new TestDevice();
  settings = new Map();
  done = [];
  enrol = () => enrolmentOf();
  goods = () => EARLIER;
  await start();
});

afterEach(() => {
  stop();
  vi.unstubAllGlobals();
});

/** The app starts on this device; the first time it is connected as well. */
async function start(): Promise<void> {
  store = await disk.open();
  till = createTill(portsOver(store));
  await till.resume();
  if (store.registration === null) {
    await connect();
    await till.people.signIn(MARIA, '1234');
    await till.device.openDrawer('50.00', { actor: 'maria', book: demoIndex.priceBook, catalogueVersion: 'earlier' });
  }
}

function stop(): void {
  till.device.stop();
  till.updates.stop();
}

/** Connects it, which ends in its page being loaded anew, and starts it again. */
async function becomeAnother(): Promise<void> {
  void connect();
  await vi.waitFor(() => {
    expect(done).toContain('loaded anew');
  });
  stop();
  disk.crash();
  await start();
}

async function connect(): Promise<ConnectStep[]> {
  const steps: ConnectStep[] = [];
  await connectTill(till, CODE, (step) => steps.push(step));
  return steps;
}

function portsOver(over: DrainableTillStore): TillPorts {
  const place = { ...disk.database, name: 'catalogue' };
  const asked = async <T>(answer: () => T): Promise<T> => {
    await Promise.resolve();
    return answer();
  };
  const note = (what: string) => () => {
    done.push(what);
    return Promise.resolve();
  };
  const used = {
    store: over,
    shelf: new CatalogueShelf(place, localJournalFile(disk.folder)),
    server: {
      enrol: (request: EnrolmentRequest) => asked(() => enrol(request)),
      fetchShelf: () => asked(() => goods()),
      fetchPastEvents: () => Promise.resolve({ events: [], next: null }),
    },
    sender: {
      state: () => ({ trouble: null, lastContactAt: null }),
      subscribe: () => () => null,
      nudge: () => null,
      sendNow: note('sent'),
    },
    device: { keepStorage: () => Promise.resolve(true), storageKept: () => Promise.resolve(true) },
    history: { progress: () => Promise.resolve({ done: true }), restart: note('past fetched'), prune: note('pruned') },
    updates: { subscribe: () => () => null, reload: note('loaded anew') },
    screen: { lastInputAt: () => 0, dialogIsOpen: () => false },
    settings: {
      get: (key: string) => settings.get(key) ?? null,
      set: (key: string, value: string | null) => settings.set(key, value),
      getForTab: (key: string) => settings.get(key) ?? null,
      setForTab: (key: string, value: string | null) => settings.set(key, value),
    },
    sounds: { good: () => null, bad: () => null },
    verifyPin: () => Promise.resolve(true),
    copies: { refreshKey: note('key fetched') },
    now: () => new Date(disk.clock.now).toISOString(),
    newId: () => `id-${String((minted += 1))}`,
  };
  return used as unknown as TillPorts;
}

async function confirmAll(): Promise<void> {
  for (const { epoch, lastSeq: seq } of (await store.outbox.position())?.epochs ?? []) {
    await store.outbox.confirm({ epoch, seq, noteworthy: [] });
  }
}

const version = () => till.shelf.state.getState().index?.catalogue.version;

describe('as the same register', () => {
  test('the sale that is open stays, at the prices it began with; the new ones come after it', async () => {
    await till.desk.scan(COLA);
    const before = till.desk.state.getState().sale;
    goods = () => LATER;
    enrol = () => enrolmentOf({ epoch: 2 });
    expect(await connect()).toEqual(['asking', 'storage', 'catalogue']);
    expect(till.desk.state.getState().sale).toBe(before);
    expect(version()).toBe('earlier');
    await till.desk.emptySale();
    await vi.waitFor(() => {
      expect(version()).toBe('later');
    });
    expect(till.people.state.getState().person?.staff_id).toBe('maria');
  });

  test('it sends and asks for its past even where the goods do not come', async () => {
    done = [];
    goods = () => {
      throw new ServerProblem('no_line', '');
    };
    await expect(connect()).rejects.toMatchObject({ kind: 'no_line' });
    await vi.waitFor(() => {
      expect(done).toEqual(expect.arrayContaining(['sent', 'key fetched', 'past fetched']));
    });
    expect(version()).toBe('earlier');
  });
});

describe('with the code of another register', () => {
  beforeEach(() => {
    done = [];
    enrol = (request) => {
      if ('only' in request) {
        throw new ServerProblem('refused', 'CODE_OF_ANOTHER_REGISTER');
      }
      return enrolmentOf({ registerId: 'register-2', localId: 'elsewhere' });
    };
  });

  test('it stays what it is while it holds something unsent', async () => {
    await expect(connect()).rejects.toMatchObject({ reason: 'unsent_first' });
    expect(store.registration?.registerId).toBe('register-1');
    expect(till.people.state.getState().person?.staff_id).toBe('maria');
  });

  test('or while somebody is at a sale', async () => {
    await confirmAll();
    await till.desk.scan(COLA);
    await expect(connect()).rejects.toMatchObject({ reason: 'sale_first' });
    expect(till.desk.state.getState().sale?.lines).toHaveLength(1);
    expect(store.registration?.registerId).toBe('register-1');
  });

  test('or while a sale lies on its disk that no goods are there to show', async () => {
    await confirmAll();
    await till.desk.scan(COLA);
    stop();
    disk.crash();
    store = await disk.open();
    till = createTill(portsOver(store));
    vi.spyOn(till.ports.shelf, 'load').mockResolvedValue(null);
    await till.resume();
    await expect(connect()).rejects.toMatchObject({ reason: 'sale_first' });
    expect(await store.loadOpenSale()).not.toEqual([]);
  });

  test('or while a copy that may hold something does not answer', async () => {
    await confirmAll();
    vi.spyOn(disk.folder, 'open').mockRejectedValue(new Error('no answer'));
    disk.folder.faults.callsLeft = 0;
    await store.commit('a', saleCompleted('a'));
    await expect(connect()).rejects.toMatchObject({ reason: 'not_seen' });
    expect(store.registration?.registerId).toBe('register-1');
  });

  test('what is scanned while it asks waits: it is sold where this device stays, and nowhere where it does not', async () => {
    await confirmAll();
    let refuse: (failure: Error) => void = () => null;
    const asked = new Promise<EnrolmentAnswer>((_resolve, reject) => {
      refuse = reject;
    });
    vi.spyOn(till.ports.server, 'enrol').mockReturnValueOnce(asked);
    const connecting = connect();
    await vi.waitFor(() => {
      expect(till.ports.server.enrol).toHaveBeenCalled();
    });
    expect(till.device.state.getState().shut).toBe(true);
    expect(till.canSell()).toBe(false);
    const scanned = till.desk.scan(COLA);
    await Promise.resolve();
    expect(till.desk.state.getState().sale).toBeNull();
    refuse(new ServerProblem('no_line', ''));
    await expect(connecting).rejects.toMatchObject({ kind: 'no_line' });
    await scanned;
    expect(till.desk.state.getState().sale?.lines).toHaveLength(1);
    await till.desk.emptySale();

    void connect();
    await vi.waitFor(() => {
      expect(till.ports.server.enrol).toHaveBeenCalledTimes(2);
    });
    void till.desk.scan(COLA);
    await vi.waitFor(() => {
      expect(done).toContain('loaded anew');
    });
    expect(till.desk.state.getState().sale).toBeNull();
    expect(till.device.state.getState().shut).toBe(true);
    expect(till.people.state.getState().person).toBeNull();
  });

  test('where its storage fails it goes on as it was, or is loaded anew as the one that it has become', async () => {
    await confirmAll();
    const refused = new StorageRefused('unreachable');
    const enrolled = vi.spyOn(store, 'enrol').mockRejectedValueOnce(refused);
    await expect(connect()).rejects.toBe(refused);
    expect(till.device.state.getState()).toMatchObject({ shut: false, registration: { registerId: 'register-1' } });
    enrolled.mockImplementationOnce(async (answer) => {
      await store.enrol(answer);
      throw refused;
    });
    void connect();
    await vi.waitFor(() => {
      expect(done).toContain('loaded anew');
    });
    expect(store.registration?.registerId).toBe('register-2');
  });

  test('one that is a register again which it was before does not take its last sale for one that nobody has seen', async () => {
    await store.commit('a', saleCompleted('a'));
    await confirmAll();
    await store.enrol(enrolmentOf({ registerId: 'register-2' }));
    enrol = () => enrolmentOf({ epoch: 2 });
    await becomeAnother();
    expect(till.desk.state.getState()).toMatchObject({ stage: 'selling', completed: null });
  });

  test.each(['come', 'do not come'])(
    'it starts anew as that one, with nothing of the old shop: its goods %s',
    async (how) => {
      await confirmAll();
      await till.desk.scan(COLA);
      await till.desk.emptySale();
      settings.set('seen_sale', 'POS-2026-T01-000001');
      goods = () => {
        if (how === 'come') {
          return LATER;
        }
        throw new ServerProblem('no_line', '');
      };
      await becomeAnother();
      expect(store.registration).toMatchObject({ registerId: 'register-2', localId: 'elsewhere' });
      expect(version()).toBeUndefined();
      await till.refreshShelf().catch(() => undefined);
      expect(version()).toBe(how === 'come' ? 'later' : undefined);
      expect(till.people.state.getState().person).toBeNull();
      expect(till.desk.state.getState().sale).toBeNull();
      expect(await store.loadOpenSale()).toEqual([]);
      expect(settings.get('seen_sale')).toBeNull();
    },
  );
});

test('a first enrolment that is stored and then fails is taken up by a new start', async () => {
  stop();
  disk = new TestDevice();
  store = await disk.open();
  till = createTill(portsOver(store));
  enrol = () => enrolmentOf();
  const stored = store.enrol.bind(store);
  vi.spyOn(store, 'enrol').mockImplementationOnce(async (answer) => {
    await stored(answer);
    throw new StorageRefused('unreachable');
  });
  done = [];
  void connect();
  await vi.waitFor(() => {
    expect(done).toContain('loaded anew');
  });
});
