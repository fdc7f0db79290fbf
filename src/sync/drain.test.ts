import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { pushRequest } from '#protocol/sync.ts';
import { enrolmentOf, saleCompleted } from '#testkit/journal-drafts.ts';
import { MemoryFolder } from '#testkit/memory-folder.ts';
import { type Mishap, ScriptedServer } from '#testkit/scripted-server.ts';
import { TestDevice } from '#testkit/test-device.ts';
import type { DrainableTillStore } from '#store/till-store.ts';
import { drainOnce } from './drain.ts';
import { HEAL_EVERY_MS, heal, type SentAgain } from './heal.ts';
import type { DrainOutcome, DrainPorts } from './ports.ts';
import { createServerPort } from './push-client.ts';

const MINUTE = 60_000;

let device: TestDevice;
let store: DrainableTillStore;
let server: ScriptedServer;

beforeEach(async () => {
  device = new TestDevice();
  server = new ScriptedServer();
  store = await device.open();
  await store.enrol(enrolmentOf());
});

function portsOf(till: DrainableTillStore): DrainPorts {
  let nonces = 0;
  return {
    outbox: till.outbox,
    server: createServerPort(server, () => device.clock.now),
    now: () => device.clock.now,
    nonce: () => {
      nonces += 1;
      return `nonce-${String(nonces)}`;
    },
  };
}

function drain(): Promise<DrainOutcome> {
  return drainOnce(portsOf(store));
}

async function sell(count: number, from = 1): Promise<string[]> {
  const ids = Array.from({ length: count }, (_, at) => `sale-${String(from + at)}`);
  for (const id of ids) {
    await store.commit(id, saleCompleted(id));
  }
  return ids;
}

function storedIds(): string[] {
  return server.stored.map(({ id }) => id);
}

async function unsent(): Promise<number> {
  return (await store.unsent()).events;
}

describe('a good line', () => {
  test('nothing to send: nothing is sent', async () => {
    expect(await drain()).toEqual({ kind: 'empty', confirmed: 0 });
    expect(server.requests).toEqual([]);
  });

  test('everything arrives once, in order, in as few pushes as the limits allow', async () => {
    const ids = await sell(501);
    expect(await drain()).toEqual({ kind: 'empty', confirmed: 501 });
    expect(storedIds()).toEqual(ids);
    expect(server.pushes.map((push) => push.length)).toEqual([500, 1]);
    expect(await unsent()).toBe(0);
  });

  test('no push is larger than a mebibyte', async () => {
    for (const id of ['a', 'b', 'c', 'd']) {
      await store.commit(id, saleCompleted(id, { items: 1000 }));
    }
    await drain();
    expect(storedIds()).toEqual(['a', 'b', 'c', 'd']);
    for (const { body } of server.requests) {
      expect(new TextEncoder().encode(body ?? '').length).toBeLessThanOrEqual(1024 * 1024);
    }
  });

  test('an event that a person should look at does not hold up the rest', async () => {
    await sell(3);
    server.strange.add('sale-2');
    expect(await drain()).toEqual({ kind: 'empty', confirmed: 3 });
    expect((await store.unsent()).quarantined).toBe(1);
  });
});

describe('a bad line', () => {
  const html = '<html><body>Welcome to the guest network. Please sign in.</body></html>';
  const noLine: [string, Mishap][] = [
    ['the request is lost', { kind: 'request_lost' }],
    ['the answer is lost', { kind: 'answer_lost' }],
    ['a captive portal answers 200', { kind: 'instead', answer: { status: 200, text: html } }],
    ['a captive portal answers 403', { kind: 'instead', answer: { status: 403, text: html } }],
    ['a redirect that went nowhere', { kind: 'instead', answer: { status: 302, text: '' } }],
    ['nobody knows this address', { kind: 'instead', answer: { status: 404, text: 'not found' } }],
    ['an empty body', { kind: 'instead', answer: { status: 200, text: '' } }],
    ['the answer is cut', { kind: 'change', change: (text) => text.slice(0, text.length / 2) }],
    ['the answer is of another push', { kind: 'change', change: (text) => text.replace('nonce-1', 'nonce-9') }],
    [
      'the answer has no results',
      { kind: 'change', change: (text) => text.replace(/"results":\[.*?\]/, '"results":[]') },
    ],
    ['the answer names other ids', { kind: 'change', change: (text) => text.replaceAll('sale-', 'tale-') }],
    [
      'the answer names other numbers',
      { kind: 'change', change: (text) => text.replaceAll(/"seq":(\d),"status"/g, '"seq":$17,"status"') },
    ],
    ['a status nobody has heard of', { kind: 'change', change: (text) => text.replaceAll('accepted', 'applauded') }],
  ];

  test.each(noLine)('%s: nothing is confirmed, and the same ids arrive once when it is back', async (_, mishap) => {
    const ids = await sell(3);
    server.mishaps.push(mishap);
    expect(await drain()).toMatchObject({ kind: 'later', confirmed: 0, because: 'no_line' });
    expect(await unsent()).toBe(3);
    expect(await drain()).toEqual({ kind: 'empty', confirmed: 3 });
    expect(storedIds()).toEqual(ids);
    expect(server.pushes[1]).toEqual(server.pushes[0]);
  });

  test('delivered twice, stored once', async () => {
    const ids = await sell(2);
    server.mishaps.push({ kind: 'delivered_twice' });
    expect(await drain()).toEqual({ kind: 'empty', confirmed: 2 });
    expect(storedIds()).toEqual(ids);
  });

  test('a result is believed for its own event only: what it leaves out is sent again', async () => {
    await sell(3);
    server.mishaps.push({
      kind: 'change',
      change: (text) => text.replace(/,\{"id":"sale-2"[^}]*\}/, ''),
    });
    expect(await drain()).toEqual({ kind: 'empty', confirmed: 3 });
    expect(server.pushes).toEqual([
      ['sale-1', 'sale-2', 'sale-3'],
      ['sale-2', 'sale-3'],
    ]);
  });
});

describe('a server that says no', () => {
  const refusal = JSON.stringify({
    error: { code: 'POS-9101', type: 'DEVICE_NOT_ENROLLED', message: '', details: {} },
  });

  test.each([401, 403, 426])('%i pauses the sending and touches nothing', async (status) => {
    await sell(2);
    server.mishaps.push({ kind: 'instead', answer: { status, text: refusal } });
    expect(await drain()).toEqual({ kind: 'paused', confirmed: 0, status });
    expect(await unsent()).toBe(2);
    await sell(1, 3);
    expect(await drain()).toEqual({ kind: 'empty', confirmed: 3 });
  });

  test.each([
    [429, '120', 120],
    [503, '0', null],
    [503, 'tomorrow', null],
    [500, null, null],
  ])('%i with Retry-After %j: later', async (status, retryAfter, retryAfterSeconds) => {
    await sell(1);
    server.mishaps.push({ kind: 'instead', answer: { status, retryAfter } });
    expect(await drain()).toMatchObject({ kind: 'later', because: 'busy', retryAfterSeconds });
    expect(await unsent()).toBe(1);
  });

  test('413 halves the push until it fits', async () => {
    const ids = await sell(10);
    server.maxItems = 3;
    expect(await drain()).toEqual({ kind: 'empty', confirmed: 10 });
    expect(server.pushes.map((push) => push.length)).toEqual([10, 5, 2, 2, 2, 2, 2]);
    expect(storedIds()).toEqual(ids);
  });

  test('413 for a single event: it stays, and says so', async () => {
    await sell(1);
    server.maxItems = 0;
    expect(await drain()).toMatchObject({ kind: 'later', because: 'stuck' });
    expect(await unsent()).toBe(1);
  });

  test('413 for an event that is larger than any push: selling goes on in a new epoch, and that is sent', async () => {
    await store.commit('before', saleCompleted('before'));
    await store.commit('huge', saleCompleted('huge', { items: 3000 }));
    await store.commit('behind', saleCompleted('behind'));
    const send = server.send.bind(server);
    server.send = (request) =>
      (request.body?.length ?? 0) > 1_000_000
        ? Promise.resolve({ status: 413, retryAfter: null, text: '' })
        : send(request);

    expect(await drain()).toMatchObject({ kind: 'later', because: 'stuck', confirmed: 1 });
    await store.commit('after', saleCompleted('after'));
    expect(await drain()).toMatchObject({ kind: 'later', because: 'stuck', confirmed: 1 });
    expect(storedIds()).toEqual(['before', 'after']);
    expect((await store.outbox.position())?.currentEpoch).toBe(2);
    expect(await unsent()).toBe(2);

    server.send = send;
    expect(await drain()).toEqual({ kind: 'empty', confirmed: 2 });
    expect(storedIds()).toEqual(['before', 'huge', 'behind', 'after']);
  });

  test('retry stops at that event; what came before is confirmed', async () => {
    await sell(3);
    server.notNow.add('sale-2');
    expect(await drain()).toMatchObject({ kind: 'later', because: 'busy', confirmed: 1 });
    expect(await unsent()).toBe(2);
    server.notNow.clear();
    expect(await drain()).toEqual({ kind: 'empty', confirmed: 2 });
  });
});

describe('a server that lost something', () => {
  test('gap: sends again from there', async () => {
    const ids = await sell(4);
    await drain();
    server.restoreBackup(2);
    await sell(1, 5);
    expect(await drain()).toEqual({ kind: 'empty', confirmed: 3 });
    expect(storedIds()).toEqual([...ids, 'sale-5']);
  });

  test('nothing new to send: healing at the start fills it again', async () => {
    const ids = await sell(4);
    await drain();
    server.restoreBackup(1);
    expect(await heal(portsOf(store))).toBe(HEAL_EVERY_MS);
    await drain();
    expect(storedIds()).toEqual(ids);
  });

  test('restored twice within ten minutes: what it lacks again is sent again when those are over, not only after an hour', async () => {
    const ids = await sell(4);
    await drain();
    const sentAgain: SentAgain = new Map();
    server.restoreBackup(1);
    expect(await heal(portsOf(store), sentAgain)).toBe(HEAL_EVERY_MS);
    await drain();
    server.restoreBackup(1);
    device.clock.now += 3 * MINUTE;
    expect(await heal(portsOf(store), sentAgain)).toBe(7 * MINUTE);
    await drain();
    expect(storedIds()).toEqual(ids.slice(0, 1));
    device.clock.now += 7 * MINUTE;
    expect(await heal(portsOf(store), sentAgain)).toBe(HEAL_EVERY_MS);
    await drain();
    expect(storedIds()).toEqual(ids);
  });

  test('that takes no push is told with the hourly question what waits here, all epochs together', async () => {
    await sell(2);
    await store.outbox.startEpoch(2);
    await sell(1, 3);
    server.maxItems = 0;
    expect(await drain()).toMatchObject({ kind: 'later', because: 'stuck' });
    await heal(portsOf(store));
    const [first] = (await store.recentEvents(9)).toReversed();
    const told = server.requests.map(({ path }) => new URLSearchParams(path.split('?')[1]).get('unsent'));
    expect(JSON.parse(told.at(-1) ?? '')).toEqual({ events: 3, oldest_sold_at: first?.sold_at });
  });

  test('a server that cannot be asked is no reason to think it lost something', async () => {
    await sell(1);
    await drain();
    server.mishaps.push({ kind: 'request_lost' });
    expect(await heal(portsOf(store))).toBe(0);
    expect(await unsent()).toBe(0);
  });
});

describe('numbers that are lost on both sides', () => {
  /** Sold and sent: one, two that this device will lose, and two more. The server forgets all but the first. */
  async function lose(): Promise<void> {
    await sell(1);
    for (const id of ['lost-2', 'lost-3']) {
      await store.commit(id, saleCompleted(id, { soldAt: '2025-01-01T00:00:00Z' }));
    }
    await sell(2, 4);
    await drain();
    server.restoreBackup(1);
    await store.pruneConfirmed({ before: '2026-01-01T00:00:00Z', newest: 1 });
  }

  /** The file is gone as well, and is begun anew from the database. */
  async function spoilFile(): Promise<void> {
    device.crash();
    device.folder = new MemoryFolder();
    store = await device.open();
    expect(store.mode).toBe('both');
  }

  const declarations = () =>
    server.requests
      .filter(({ path }) => path === '/api/v1/pos/sync')
      .map(({ body }) => pushRequest.parse(JSON.parse(body ?? '')))
      .map(({ epoch, items, lost_through: lost }) => [epoch, items.length, lost]);
  const copiedIds = () => server.copies.map(({ id }) => id);

  test('what came after them is handed over, also what was confirmed once, and selling goes on in a new epoch', async () => {
    await lose();
    await spoilFile();
    await sell(1, 6);
    server.requests.length = 0;
    expect(await drain()).toMatchObject({ kind: 'empty' });
    expect(copiedIds()).toEqual(expect.arrayContaining(['sale-4', 'sale-5', 'sale-6']));
    expect(storedIds()).toEqual(['sale-1']);
    expect(declarations()).toEqual([
      [1, 1, undefined],
      [1, 3, 3],
    ]);
    await sell(1, 7);
    expect(await drain()).toEqual({ kind: 'empty', confirmed: 1 });
    expect(storedIds()).toEqual(['sale-1', 'sale-7']);
    expect(server.stored.at(-1)).toMatchObject({ epoch: 2, seq: 1 });
    expect(await unsent()).toBe(0);
  });

  test('healing leaves what is handed over alone, and sends it again to a server that has forgotten it', async () => {
    await lose();
    await spoilFile();
    await drain();
    await sell(1, 6);
    await drain();
    server.requests.length = 0;
    expect(await heal(portsOf(store))).toBe(HEAL_EVERY_MS);
    expect(await drain()).toEqual({ kind: 'empty', confirmed: 0 });
    const before = server.copies.splice(0);
    await heal(portsOf(store));
    expect(await drain()).toMatchObject({ kind: 'empty' });
    expect(server.copies).toEqual(before);
  });

  test('what the file still has is not lost: it is sent, and nothing is declared', async () => {
    await lose();
    await sell(1, 6);
    expect(await drain()).toMatchObject({ kind: 'empty' });
    expect(storedIds()).toEqual(['sale-1', 'lost-2', 'lost-3', 'sale-4', 'sale-5', 'sale-6']);
    expect(server.copies).toEqual([]);
    expect(declarations().every(([, , lost]) => lost === undefined)).toBe(true);
  });

  test('more than one hole, and more than one push: each declares what is lost before it', async () => {
    await sell(1);
    const old = { soldAt: '2025-01-01T00:00:00Z' };
    await store.commit('lost-2', saleCompleted('lost-2', old));
    await sell(1, 3);
    await store.commit('lost-4', saleCompleted('lost-4', old));
    await sell(3, 5);
    await drain();
    server.restoreBackup(1);
    await store.pruneConfirmed({ before: '2026-01-01T00:00:00Z', newest: 1 });
    await spoilFile();
    await heal(portsOf(store));
    server.requests.length = 0;
    expect(await drainOnce(portsOf(store), { firstPush: 1 })).toMatchObject({ kind: 'empty' });
    expect(copiedIds()).toEqual(expect.arrayContaining(['sale-3', 'sale-5', 'sale-6', 'sale-7']));
    expect(declarations().slice(0, 3)).toEqual([
      [1, 1, undefined],
      [1, 1, 2],
      [1, 3, 4],
    ]);
    expect(await unsent()).toBe(0);
  });

  test.each<[string, () => void | Promise<void>]>([
    [
      'one copy of the journal cannot be read',
      () => void Object.assign(device.indexedDB.faults, { writesLeft: 0, failures: Infinity }),
    ],
    ['the server knows of no declarations', () => void (server.knowsLosses = false)],
  ])('%s: that epoch waits, and selling goes on in a new one', async (_, spoil) => {
    await lose();
    await spoilFile();
    await sell(1, 6);
    await spoil();
    await sell(1, 7);
    expect(await drain()).toMatchObject({ kind: 'later', because: 'stuck' });
    await sell(1, 8);
    expect(await drain()).toMatchObject({ kind: 'later', because: 'stuck' });
    expect(storedIds()).toEqual(['sale-1', 'sale-8']);
    expect(copiedIds()).toEqual([]);
    expect(await unsent()).toBeGreaterThan(0);
  });
});

describe('two devices that write as one register', () => {
  /** The same disk image on a second device: it knows what the first one knew then. */
  async function clone(): Promise<DrainableTillStore> {
    const other = new TestDevice();
    other.folder = device.folder.snapshot();
    other.localStorage = device.localStorage;
    other.clock.now += 1;
    return other.open();
  }

  test('both streams are kept, the clone goes on in an epoch of its own, and nothing is sent for ever', async () => {
    await sell(2);
    await drain();
    const twin = await clone();
    await sell(3, 3);
    await drain();
    await twin.commit('twin-1', saleCompleted('twin-1'));
    await twin.commit('twin-2', saleCompleted('twin-2'));

    expect(await drainOnce(portsOf(twin))).toMatchObject({ kind: 'empty' });
    expect(server.copies.map(({ id }) => id)).toEqual(expect.arrayContaining(['twin-1', 'twin-2']));
    expect(storedIds()).toEqual(['sale-1', 'sale-2', 'sale-3', 'sale-4', 'sale-5']);

    const next = await twin.commit('twin-3', saleCompleted('twin-3'));
    expect(next).toMatchObject({ epoch: 2, seq: 1 });
    expect(await drainOnce(portsOf(twin))).toEqual({ kind: 'empty', confirmed: 1 });
    expect(storedIds()).toContain('twin-3');
    expect((await twin.unsent()).events).toBe(0);
  });

  test('healing does not send again what was handed over as a conflict', async () => {
    await sell(1);
    const twin = await clone();
    await sell(1, 2);
    await drain();
    await twin.commit('twin-1', saleCompleted('twin-1'));
    await twin.commit('twin-2', saleCompleted('twin-2'));
    await drainOnce(portsOf(twin));
    const before = await twin.outbox.position();
    expect(await heal(portsOf(twin))).toBe(HEAL_EVERY_MS);
    expect(await twin.outbox.position()).toEqual(before);
  });

  test('healing sends again what was handed over as a conflict, where the server has forgotten it', async () => {
    await sell(1);
    const twin = await clone();
    await sell(1, 2);
    await drain();
    await twin.commit('twin-1', saleCompleted('twin-1'));
    await drainOnce(portsOf(twin));
    const before = server.copies.splice(0);
    expect(await heal(portsOf(twin))).toBe(HEAL_EVERY_MS);
    expect(await drainOnce(portsOf(twin))).toMatchObject({ kind: 'empty' });
    expect(server.copies).toEqual(before);
    expect((await twin.unsent()).events).toBe(0);
  });

  test("a server that was restored and filled up by the other device gets this one's events beside them", async () => {
    await sell(1);
    const twin = await clone();
    await sell(2, 2);
    for (const id of ['twin-1', 'twin-2', 'twin-3']) {
      await twin.commit(id, saleCompleted(id));
    }
    await drainOnce(portsOf(twin));
    server.restoreBackup(0);
    await drain();
    await twin.commit('twin-4', saleCompleted('twin-4'));
    await drainOnce(portsOf(twin));
    const kept = new Set([...server.stored, ...server.copies].map(({ hash }) => hash));
    const waiting = await twin.outbox.nextBatch({ events: 500, bytes: 1_000_000 }, []);
    const missing = (await twin.recentEvents(100)).filter(
      ({ hash }) => !kept.has(hash) && waiting?.events.every((event) => event.hash !== hash) !== false,
    );
    expect(missing).toEqual([]);
  });

  test('without a new epoch nothing of the conflict is confirmed', async () => {
    await sell(1);
    const twin = await clone();
    await drain();
    await sell(1, 2);
    await drain();
    await twin.commit('twin-1', saleCompleted('twin-1'));
    server.mishaps.push(null, { kind: 'request_lost' });
    expect(await drainOnce(portsOf(twin))).toMatchObject({ kind: 'later', because: 'no_line' });
    expect((await twin.outbox.position())?.currentEpoch).toBe(1);
    expect((await twin.unsent()).events).toBeGreaterThan(0);
    expect(await drainOnce(portsOf(twin))).toMatchObject({ kind: 'empty' });
    expect((await twin.outbox.position())?.currentEpoch).toBe(2);
  });

  test('a fork that is longer than what the server holds, at a server that waits for the other one: nothing stays here', async () => {
    await sell(1);
    await drain();
    const twin = await clone();
    await sell(1, 2);
    await drain();
    for (const id of ['twin-1', 'twin-2', 'twin-3', 'twin-4']) {
      await twin.commit(id, saleCompleted(id));
    }
    expect(await drainOnce(portsOf(twin))).toMatchObject({ kind: 'empty' });
    await twin.commit('later', saleCompleted('later'));
    expect(await drainOnce(portsOf(twin))).toEqual({ kind: 'empty', confirmed: 1 });
    expect(storedIds()).toEqual(['sale-1', 'sale-2', 'later']);
    const onServer = new Set([...server.stored, ...server.copies].map(({ hash }) => hash));
    expect((await twin.recentEvents(100)).filter(({ hash }) => !onServer.has(hash))).toEqual([]);
    expect((await twin.unsent()).events).toBe(0);
  });

  test('healing sees a server that is ahead, before anything is sold twice under one number', async () => {
    await sell(1);
    const twin = await clone();
    await sell(2, 2);
    await drain();
    expect(await heal(portsOf(twin))).toBe(HEAL_EVERY_MS);
    expect((await twin.outbox.position())?.currentEpoch).toBe(2);
  });
});

describe('while the database is down', () => {
  test('what only the file holds is sent all the same', async () => {
    await sell(1);
    Object.assign(device.indexedDB.faults, { writesLeft: 0, failures: Infinity });
    await sell(2, 2);
    expect(store.mode).toBe('file_only');
    expect(await drain()).toEqual({ kind: 'empty', confirmed: 3 });
    expect(storedIds()).toEqual(['sale-1', 'sale-2', 'sale-3']);
    expect(await unsent()).toBe(0);
  });
});

const mishap: fc.Arbitrary<Mishap | null> = fc.oneof(
  { weight: 4, arbitrary: fc.constant(null) },
  fc.constantFrom<Mishap>(
    { kind: 'request_lost' },
    { kind: 'answer_lost' },
    { kind: 'delivered_twice' },
    { kind: 'instead', answer: { status: 200, text: '<html>' } },
    { kind: 'instead', answer: { status: 503, retryAfter: '-1' } },
    { kind: 'instead', answer: { status: 413 } },
    { kind: 'change', change: (text) => text.slice(0, -9) },
    { kind: 'change', change: (text) => text.replace(/,?\{"id":[^}]*\}\]/, ']') },
  ),
);

test('whatever happens on the line, all sales arrive once and in order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ sales: fc.nat(4), mishaps: fc.array(mishap, { maxLength: 4 }), lost: fc.nat(9) }), {
        maxLength: 8,
      }),
      async (rounds) => {
        device = new TestDevice();
        server = new ScriptedServer();
        store = await device.open();
        await store.enrol(enrolmentOf());
        let sold: string[] = [];
        for (const { sales, mishaps, lost } of rounds) {
          sold = [...sold, ...(await sell(sales, sold.length + 1))];
          server.mishaps.push(...mishaps);
          await drain();
          if (lost === 0) {
            server.restoreBackup(Math.floor(sold.length / 2));
          }
        }
        server.mishaps.length = 0;
        await heal(portsOf(store));
        await drain();
        expect(storedIds()).toEqual(sold);
        expect(server.copies).toEqual([]);
        expect(await unsent()).toBe(0);
      },
    ),
    { numRuns: 40 },
  );
}, 60_000);
