import { beforeEach, describe, expect, test } from 'vitest';
import { browserDrainerHost } from './browser-host.ts';
import { DexieRows } from './dexie-rows.ts';
import type { DrainableTillStore } from './till-store.ts';
import { enrolmentOf, saleCompleted } from '#testkit/journal-drafts.ts';
import { MemoryLocks } from '#testkit/memory-locks.ts';
import { ScriptedServer } from '#testkit/scripted-server.ts';
import { TestDevice } from '#testkit/test-device.ts';
import type { DrainOutcome } from '#sync/ports.ts';
import { type BackgroundPorts, drainInBackground, drainWhenWoken } from './drain-in-background.ts';

let device: TestDevice;
let server: ScriptedServer;
let locks: MemoryLocks;
let tokens: string[];

beforeEach(() => {
  device = new TestDevice();
  server = new ScriptedServer();
  locks = new MemoryLocks();
  tokens = [];
});

function ports(): BackgroundPorts {
  let nonces = 0;
  return {
    connectDatabase: () => new DexieRows(device.database),
    http: (token) => {
      tokens.push(token);
      return server;
    },
    channel: device.channel(),
    alone: browserDrainerHost(locks).alone,
    now: () => device.clock.now,
    nonce: () => {
      nonces += 1;
      return `nonce-${String(nonces)}`;
    },
  };
}

function drain(): Promise<DrainOutcome | null> {
  return drainInBackground(ports());
}

async function openShop(...sales: string[]): Promise<DrainableTillStore> {
  const store = await device.open();
  await store.enrol(enrolmentOf());
  for (const id of sales) {
    await store.commit(id, saleCompleted(id));
  }
  return store;
}

const ids = () => server.stored.map(({ id }) => id);

describe('the service worker sends', () => {
  test('what is unsent after the page was closed, in the name of this device', async () => {
    const store = await openShop('a', 'b');
    await store.close();
    expect(await drain()).toEqual({ kind: 'empty', confirmed: 2 });
    expect(ids()).toEqual(['a', 'b']);
    expect(tokens).toEqual([enrolmentOf().device_token]);
  });

  test('and an open page sees it', async () => {
    const store = await openShop('a');
    const changed = new Promise<void>((resolve) => {
      store.subscribe(resolve);
    });
    await drain();
    await changed;
    expect((await store.unsent()).events).toBe(0);
    expect(await store.outbox.nextBatch({ events: 9, bytes: 9000 }, [])).toBeNull();
  });

  test('nothing on a device that is no register', async () => {
    expect(await drain()).toBeNull();
    expect(server.requests).toEqual([]);
  });

  test('nothing while a page is sending', async () => {
    await openShop('a');
    let end: () => void = () => null;
    const page = browserDrainerHost(locks).alone(() => new Promise<void>((resolve) => (end = resolve)));
    expect(await drain()).toBeNull();
    end();
    await page;
    expect(await drain()).toEqual({ kind: 'empty', confirmed: 1 });
  });

  test('later, when there is no line', async () => {
    await openShop('a');
    server.mishaps.push({ kind: 'request_lost' }, { kind: 'request_lost' });
    expect(await drain()).toMatchObject({ kind: 'later', because: 'no_line' });
  });

  test('never that numbers are lost: the page may still find them in the file', async () => {
    const store = await device.open();
    await store.enrol(enrolmentOf());
    await store.commit('lost', saleCompleted('lost', { soldAt: '2025-01-01T00:00:00Z' }));
    await store.commit('a', saleCompleted('a'));
    await drain();
    await store.pruneConfirmed({ before: '2026-01-01T00:00:00Z', newest: 1 });
    server.restoreBackup(0);
    await drain();
    expect((await store.unsent()).events).toBeGreaterThan(0);
    expect(server.copies).toEqual([]);
    expect(server.requests.some(({ body }) => body?.includes('lost_through'))).toBe(false);
  });

  test('again, what a restored server has lost', async () => {
    await openShop('a', 'b');
    await drain();
    server.restoreBackup(1);
    await drain();
    expect(ids()).toEqual(['a', 'b']);
  });
});

describe('woken because there is a line', () => {
  const waits: number[] = [];
  const woken = () =>
    drainWhenWoken(ports(), (ms) => {
      waits.push(ms);
      return Promise.resolve();
    });
  beforeEach(async () => {
    waits.length = 0;
    await (await openShop('a', 'b')).close();
  });

  test('it tries again shortly when the line does not carry yet', async () => {
    // Each try asks for the server's head and then pushes.
    const lost = { kind: 'request_lost' } as const;
    server.mishaps.push(lost, lost, lost, { kind: 'answer_lost' });
    expect(await woken()).toEqual({ kind: 'empty', confirmed: 2 });
    expect(waits).toEqual([2_000, 8_000]);
    expect(ids()).toEqual(['a', 'b']);
  });

  test('it leaves the rest to the browser when that does not help', async () => {
    server.mishaps.push(...Array.from({ length: 12 }, () => ({ kind: 'request_lost' as const })));
    expect(await woken()).toMatchObject({ kind: 'later', because: 'no_line' });
    expect(waits).toHaveLength(2);
  });

  test('it does not press a server that asked for time', async () => {
    server.mishaps.push(null, { kind: 'instead', answer: { status: 503, retryAfter: '60' } });
    expect(await woken()).toMatchObject({ kind: 'later', because: 'busy' });
    expect(waits).toEqual([]);
  });
});
