import { beforeEach, describe, expect, test } from 'vitest';
import { pushRequest } from '#protocol/sync.ts';
import { enrolmentOf, saleCompleted } from '#testkit/journal-drafts.ts';
import { ScriptedServer } from '#testkit/scripted-server.ts';
import { TestDevice } from '#testkit/test-device.ts';
import type { DrainableTillStore } from '#store/till-store.ts';
import { Drainer, type DrainerHost } from './drainer.ts';
import { createServerPort } from './push-client.ts';

/** Timers and the lock of a device, moved by hand. */
class HandHost implements DrainerHost {
  readonly timers = new Map<() => void, number>();
  isTaken = false;
  readonly #clock: { now: number };

  constructor(clock: { now: number }) {
    this.#clock = clock;
  }

  async alone<T>(work: () => Promise<T>): Promise<T | null> {
    return this.isTaken ? null : work();
  }

  after(ms: number, callback: () => void): () => void {
    this.timers.set(callback, this.#clock.now + ms);
    return () => this.timers.delete(callback);
  }

  random(): number {
    return 0.5;
  }

  /** How long until the next timer rings; null when none is set. */
  get nextIn(): number | null {
    const next = Math.min(...this.timers.values());
    return this.timers.size === 0 ? null : next - this.#clock.now;
  }

  /** The next timer's time has come, whatever the clock says by now. */
  ringNow(): void {
    const [callback] = [...this.timers].sort(([, a], [, b]) => a - b)[0] ?? [];
    if (callback !== undefined) {
      this.timers.delete(callback);
      callback();
    }
  }

  /** Moves the clock to the next timer and rings it. */
  ring(): void {
    const [callback, at] = [...this.timers].sort(([, a], [, b]) => a - b)[0] ?? [];
    if (callback !== undefined && at !== undefined) {
      this.timers.delete(callback);
      this.#clock.now = Math.max(this.#clock.now, at);
      callback();
    }
  }
}

/** How long a till that has nothing to send waits before it asks what the server holds. */
const HOUR_AND_A_BIT = 3_622_500;

let device: TestDevice;
let store: DrainableTillStore;
let server: ScriptedServer;
let host: HandHost;
let drainer: Drainer;

beforeEach(async () => {
  device = new TestDevice();
  server = new ScriptedServer();
  store = await device.open();
  await store.enrol(enrolmentOf());
  host = new HandHost(device.clock);
  drainer = openDrainer();
});

function openDrainer(): Drainer {
  let nonces = 0;
  const now = () => device.clock.now;
  return new Drainer(
    {
      outbox: store.outbox,
      server: createServerPort(server, now),
      now,
      nonce: () => {
        nonces += 1;
        return `nonce-${String(nonces)}`;
      },
    },
    host,
  );
}

async function sell(id: string): Promise<void> {
  await store.commit(id, saleCompleted(id));
  drainer.nudge();
}

/** Resolves once what is going on is over: joining a run waits for its end. */
function quiet(): Promise<void> {
  return drainer.state().busy ? drainer.sendNow() : Promise.resolve();
}

const ids = () => server.stored.map(({ id }) => id);

describe('all is well', () => {
  test('each sale is sent as it is made, and in between only the hourly question is set', async () => {
    await sell('a');
    await quiet();
    await sell('b');
    await quiet();
    expect(ids()).toEqual(['a', 'b']);
    expect(host.nextIn).toBe(HOUR_AND_A_BIT);
    const lastContactAt = '2026-03-14T15:00:00.000Z';
    expect(drainer.state()).toEqual({ busy: false, trouble: null, lastContactAt, clockOffsetMs: 0 });
  });

  test('what is sold during a run is sent by it, and never two runs at once', async () => {
    await Promise.all([sell('a'), sell('b'), sell('c')]);
    await quiet();
    expect(ids()).toEqual(['a', 'b', 'c']);
    expect(server.pushes.flat()).toEqual(['a', 'b', 'c']);
  });

  test('tells its listeners when it begins and when it is over', async () => {
    const seen: boolean[] = [];
    drainer.subscribe(() => seen.push(drainer.state().busy));
    await sell('a');
    await quiet();
    expect([seen[0], seen.at(-1)]).toEqual([true, false]);
  });

  test('the first run fills a server that was restored from a backup', async () => {
    await sell('a');
    await quiet();
    server.restoreBackup(0);
    drainer = openDrainer();
    drainer.wake();
    await quiet();
    expect(ids()).toEqual(['a']);
  });
});

describe('what a push says of the events beside it', () => {
  const told = () =>
    server.requests.flatMap(({ body }) => (body === null ? [] : [pushRequest.parse(JSON.parse(body)).unsent]));

  test('how many there are, in every epoch, and when the oldest of them was sold', async () => {
    for (const [at, id] of ['a', 'b', 'c'].entries()) {
      await store.commit(id, saleCompleted(id, { soldAt: `2026-03-14T1${String(at)}:00:00.000Z` }));
    }
    await store.outbox.startEpoch(2);
    await store.commit('d', saleCompleted('d', { soldAt: '2026-03-14T09:00:00.000Z' }));
    server.maxItems = 2;
    await drainer.sendNow();
    expect(ids()).toEqual(['a', 'b', 'c', 'd']);
    expect(told()).toEqual([
      { events: 1, oldest_sold_at: '2026-03-14T09:00:00.000Z' },
      { events: 3, oldest_sold_at: '2026-03-14T09:00:00.000Z' },
      { events: 2, oldest_sold_at: '2026-03-14T09:00:00.000Z' },
      { events: 1, oldest_sold_at: '2026-03-14T09:00:00.000Z' },
      { events: 0, oldest_sold_at: null },
    ]);
  });
});

describe('nobody sells', () => {
  test('a server that was restored from a backup is filled within the hour, by a till that only stands there', async () => {
    await sell('a');
    await quiet();
    server.restoreBackup(0);
    host.ring();
    await quiet();
    expect(ids()).toEqual(['a']);
    host.ring();
    await quiet();
    expect(server.pushes).toEqual([['a'], ['a']]);
  });
});

describe('no line', () => {
  const down = () => {
    server.mishaps.push(...Array.from({ length: 100 }, () => ({ kind: 'request_lost' as const })));
  };

  test('it tries again by itself, less and less often, for ever', async () => {
    down();
    await sell('a');
    await quiet();
    const waits: (number | null)[] = [];
    for (let attempt = 0; attempt < 9; attempt += 1) {
      waits.push(host.nextIn);
      host.ring();
      await quiet();
    }
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
    // Since the first of all these tries, not since the last.
    expect(drainer.state().trouble).toEqual({
      kind: 'no_line',
      detail: 'Failed to fetch',
      since: '2026-03-14T15:00:00.000Z',
      until: null,
    });
    server.mishaps.length = 0;
    host.ring();
    await quiet();
    expect(ids()).toEqual(['a']);
    expect(drainer.state().trouble).toBeNull();
    expect(host.nextIn).toBeLessThanOrEqual(HOUR_AND_A_BIT);
  });

  test('each sale does not try anew while it is down, but the line coming back does', async () => {
    down();
    await sell('a');
    await quiet();
    const requests = server.requests.length;
    await sell('b');
    await quiet();
    expect(server.requests.length).toBe(requests);
    server.mishaps.length = 0;
    drainer.wake();
    await quiet();
    expect(ids()).toEqual(['a', 'b']);
  });
});

describe('a server that asks for something', () => {
  test('Retry-After is honoured even when a person asks to send now', async () => {
    server.mishaps.push(null, { kind: 'instead', answer: { status: 429, retryAfter: '120' } });
    await sell('a');
    await quiet();
    const until = new Date(device.clock.now + 120_000).toISOString();
    expect(drainer.state().trouble).toMatchObject({ kind: 'busy', until });
    const requests = server.requests.length;
    device.clock.now += 119_000;
    drainer.wake();
    await drainer.sendNow();
    expect(server.requests.length).toBe(requests);
    host.ring();
    await quiet();
    expect(ids()).toEqual(['a']);
  });

  test('a refused device pauses for minutes, and sends when a person has seen to it', async () => {
    const text = JSON.stringify({ error: { code: 'POS-9101', type: 'X', message: '', details: {} } });
    server.mishaps.push(null, { kind: 'instead', answer: { status: 401, text } });
    await sell('a');
    await quiet();
    expect(drainer.state().trouble).toMatchObject({ kind: 'paused' });
    expect(host.nextIn).toBe(450_000);
    drainer.wake();
    await quiet();
    expect(ids()).toEqual(['a']);
    expect(drainer.state().trouble).toBeNull();
  });
});

test('a till that only stands there learns within the hour that the server does not know it any more', async () => {
  await sell('a');
  await quiet();
  const text = JSON.stringify({ error: { code: 'POS-9101', type: 'X', message: '', details: {} } });
  server.mishaps.push({ kind: 'instead', answer: { status: 401, text } });
  host.ring();
  await quiet();
  expect(drainer.state().trouble).toMatchObject({ kind: 'paused' });
  host.ring();
  await quiet();
  expect(drainer.state().trouble).toBeNull();
});

describe('a clock that is set back', () => {
  const YEAR = 365 * 24 * 60 * 60_000;

  test('while the server wants to be left alone does not stop the sending for as long', async () => {
    server.mishaps.push(null, { kind: 'instead', answer: { status: 503, retryAfter: '60' } });
    await sell('a');
    await quiet();
    device.clock.now -= YEAR;
    host.ringNow();
    await quiet();
    expect(ids()).toEqual(['a']);
  });

  test('by less than that lets it wait a little longer, and then go on by itself', async () => {
    server.mishaps.push(null, { kind: 'instead', answer: { status: 503, retryAfter: '60' } });
    await sell('a');
    await quiet();
    device.clock.now += 50_000;
    host.ringNow();
    await quiet();
    expect(ids()).toEqual([]);
    expect(host.nextIn).toBe(10_000);
    host.ring();
    await quiet();
    expect(ids()).toEqual(['a']);
  });

  test('does not put off the question what the server holds', async () => {
    await sell('a');
    await quiet();
    device.clock.now -= YEAR;
    server.restoreBackup(0);
    await sell('b');
    await quiet();
    expect(ids()).toEqual(['a', 'b']);
    expect(host.nextIn).toBeLessThanOrEqual(HOUR_AND_A_BIT);
  });
});

describe('not alone', () => {
  test('while someone else drains it looks again soon, and knows then how the line is', async () => {
    host.isTaken = true;
    await sell('a');
    await quiet();
    expect(server.requests).toEqual([]);
    expect(host.nextIn).toBe(2000);
    host.isTaken = false;
    host.ring();
    await quiet();
    expect(ids()).toEqual(['a']);
  });

  test('a storage that cannot be read is told, and tried again', async () => {
    await sell('a');
    await quiet();
    await store.close();
    device.indexedDB.faults.opensFail = true;
    drainer.wake();
    await quiet();
    expect(drainer.state().trouble?.kind).toBe('stuck');
    expect(host.nextIn).toBe(22_500);
  });

  test('what is sold beside something that is stuck is sent at once, also while that is being tried', async () => {
    const send = server.send.bind(server);
    server.send = (request) =>
      (request.body?.length ?? 0) > 1_000_000
        ? Promise.resolve({ status: 413, retryAfter: null, text: '' })
        : send(request);
    await store.commit('huge', saleCompleted('huge', { items: 3000 }));
    drainer.wake();
    await quiet();
    expect(drainer.state().trouble?.kind).toBe('stuck');
    const tries = () => server.requests.length;
    const before = tries();
    device.clock.now += 10_000;
    await sell('a');
    await quiet();
    expect(ids()).toEqual(['a']);
    // The large one is left alone until it is its time, which no sale puts off.
    expect(tries()).toBe(before + 1);
    expect(host.nextIn).toBe(12_500);
    drainer.wake();
    expect(drainer.state().busy).toBe(true);
    await sell('b');
    await quiet();
    expect(ids()).toEqual(['a', 'b']);
    expect(drainer.state().trouble?.kind).toBe('stuck');
    server.send = send;
    host.ring();
    await quiet();
    expect(drainer.state().trouble).toBeNull();
    expect(ids()).toEqual(['huge', 'a', 'b']);
  });

  test('what is stuck is tried less and less often, and at once when somebody looks or something new is there', async () => {
    await store.close();
    device.indexedDB.faults.opensFail = true;
    drainer.wake();
    await quiet();
    const waits: (number | null)[] = [];
    for (let tries = 0; tries < 5; tries += 1) {
      waits.push(host.nextIn);
      host.ring();
      await quiet();
    }
    expect(waits).toEqual([22_500, 45_000, 90_000, 180_000, 180_000]);
    drainer.wake();
    await quiet();
    expect(host.nextIn).toBe(22_500);
    drainer.nudge();
    expect(drainer.state().busy).toBe(true);
    await quiet();
    expect(host.nextIn).toBe(45_000);
  });

  test('what is stuck is not tried more often for a run in which someone else sends, or the line is down', async () => {
    await store.commit('huge', saleCompleted('huge', { items: 3000 }));
    const send = server.send.bind(server);
    const tooLarge: typeof send = (request) =>
      request.path.endsWith('/sync') ? Promise.resolve({ status: 413, retryAfter: null, text: '' }) : send(request);
    server.send = tooLarge;
    drainer.wake();
    const ring = async () => {
      host.ring();
      await quiet();
    };
    await quiet();
    await ring();
    expect(host.nextIn).toBe(45_000);
    host.isTaken = true;
    await ring();
    host.isTaken = false;
    server.send = () => Promise.reject(new TypeError('Failed to fetch'));
    await ring();
    server.send = tooLarge;
    await ring();
    expect(drainer.state().trouble?.kind).toBe('stuck');
    expect(host.nextIn).toBe(90_000);
    server.send = send;
    await ring();
    expect(ids()).toEqual(['huge']);
  });

  test('after it is stopped it sends nothing', async () => {
    drainer.stop();
    await sell('a');
    drainer.wake();
    await drainer.sendNow();
    expect(server.requests).toEqual([]);
  });

  test('and when it is stopped in the middle, what is on its way is the last', async () => {
    await store.commit('a', saleCompleted('a'));
    await store.outbox.startEpoch(2);
    await store.commit('b', saleCompleted('b'));
    const send = server.send.bind(server);
    server.send = (request) => {
      if (request.method === 'POST') {
        drainer.stop();
      }
      return send(request);
    };
    await drainer.sendNow();
    expect(ids()).toEqual(['a']);
    expect((await store.unsent()).events).toBe(1);
  });

  test('an app that is too old for its server waits for a newer one, asks now and then, and loses nothing', async () => {
    const text = JSON.stringify({ error: { code: 'POS-9109', type: 'X', message: '', details: {} } });
    server.mishaps.push(null, { kind: 'instead', answer: { status: 426, text } });
    await sell('a');
    await quiet();
    expect(drainer.state().trouble).toMatchObject({ kind: 'outdated' });
    expect(host.nextIn).toBe(450_000);
    expect((await store.unsent()).sales).toBe(1);
    drainer.wake();
    await quiet();
    expect(ids()).toEqual(['a']);
    expect(drainer.state().trouble).toBeNull();
  });
});

describe('a line that lets only small requests through', () => {
  test('gets smaller ones, until everything is there', async () => {
    for (let sale = 1; sale <= 40; sale += 1) {
      await store.commit(`sale-${String(sale)}`, saleCompleted(`sale-${String(sale)}`));
    }
    const send = server.send.bind(server);
    const tried: number[] = [];
    server.send = (request) => {
      const size = request.path.endsWith('/sync') ? pushRequest.parse(JSON.parse(request.body ?? '')).items.length : 0;
      tried.push(size);
      return size > 8 ? Promise.reject(new TypeError('network connection was lost')) : send(request);
    };
    await drainer.sendNow();
    for (let run = 0; run < 20 && server.stored.length < 40; run += 1) {
      host.ring();
      await drainer.sendNow();
    }
    expect(server.stored).toHaveLength(40);
    // From the most that there was, down to what passes, and no more tries in vain than that takes.
    expect(tried.filter((size) => size > 8).length).toBeLessThan(12);

    server.send = send;
    await drainer.sendNow();
    expect(drainer.state().trouble).toBeNull();
    expect((await store.unsent()).events).toBe(0);
  });
});
