import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sql } from 'kysely';
import { sealEvent } from '#core/journal/chain.ts';
import { success } from '#protocol/answer.ts';
import { type AttentionEntry, attentionList } from '#protocol/attention.ts';
import { type EnrolmentAnswer, enrolmentAnswer } from '#protocol/enrolment.ts';
import { transactionList } from '#protocol/transaction.ts';
import { derivedTables } from '#server/operations/derived-rows.ts';
import { compareServer } from '#server/operations/rebuild-server.ts';
import { verifyServer } from '#server/operations/verify-server.ts';
import { fetchHttp } from '#store/browser-host.ts';
import { JournalTables } from '#store/journal-tables.ts';
import { SLOT_BYTES } from '#store/slot-format.ts';
import type { DrainableTillStore } from '#store/till-store.ts';
import { drawerOpened, saleCompleted } from '#testkit/journal-drafts.ts';
import { MemoryFolder } from '#testkit/memory-folder.ts';
import { signIn } from '#testkit/office.ts';
import { TestDevice } from '#testkit/test-device.ts';
import { type TestServer, openTestServer } from '#testkit/test-server.ts';
import { drainOnce } from './drain.ts';
import { Drainer } from './drainer.ts';
import { HEAL_EVERY_MS, heal, type SentAgain } from './heal.ts';
import type { DrainOutcome, DrainPorts } from './ports.ts';
import { createServerPort } from './push-client.ts';

/** What the line does to the next request: lets it through, or cuts it after the server has done its work. */
type Line = 'open' | 'answer_lost' | 'answer_cut';

let server: TestServer;
let bridge: Server;
let origin: string;
let line: Line[];
let device: TestDevice;
let store: DrainableTillStore;
let enrolment: EnrolmentAnswer;

beforeEach(async () => {
  server = await openTestServer('sqlite');
  line = [];
  bridge = createServer((request, response) => {
    void passOn(request, response);
  });
  await new Promise<void>((resolve) => {
    bridge.listen(0, '127.0.0.1', resolve);
  });
  origin = `http://127.0.0.1:${String((bridge.address() as AddressInfo).port)}`;
  device = new TestDevice();
  device.clock = server.clock;
  store = await device.open();
  enrolment = await connect();
  await store.enrol(enrolment);
  await store.commit('drawer', drawerOpened('drawer'));
});

afterEach(async () => {
  bridge.closeAllConnections();
  bridge.close();
  await server.close();
});

/** A real line to the real application: what comes in over HTTP goes out over HTTP, bytes and all. */
async function passOn(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const pieces: Buffer[] = [];
  for await (const piece of request) {
    pieces.push(Buffer.from(piece));
  }
  const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]);
  const body = pieces.length === 0 ? {} : { body: Buffer.concat(pieces) };
  const answer = await server.request(request.url ?? '/', { method: request.method ?? 'GET', headers, ...body });
  const bytes = Buffer.from(await answer.arrayBuffer());
  const fate = line.shift() ?? 'open';
  if (fate === 'answer_lost') {
    response.destroy();
  } else if (fate === 'answer_cut') {
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
  } else {
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(bytes);
  }
}

async function connect(body: object = { demo: true }): Promise<EnrolmentAnswer> {
  const answer = await server.post('/api/v1/pos/enrolments', body);
  return success(enrolmentAnswer).parse(await answer.json()).data;
}

let nonces = 0;

function portsOf(till: DrainableTillStore): DrainPorts {
  const http = fetchHttp(origin, () => till.registration?.deviceToken ?? null);
  const now = () => device.clock.now;
  return {
    outbox: till.outbox,
    server: createServerPort(http, now),
    now,
    nonce: () => {
      nonces += 1;
      return `nonce-${String(nonces)}`;
    },
  };
}

function drain(till = store): Promise<DrainOutcome> {
  return drainOnce(portsOf(till));
}

async function sell(count: number, prefix = 'sale', till = store): Promise<void> {
  for (let at = 1; at <= count; at += 1) {
    const id = `${prefix}-${String(at)}`;
    await till.commit(id, saleCompleted(id));
  }
}

/** Ids of the sales that the server has posted, as its own API tells them. */
async function posted(token = store.registration?.deviceToken ?? ''): Promise<string[]> {
  const headers = { authorization: `Bearer ${token}` };
  const answer = await server.request('/api/v1/pos/transactions?limit=100', { headers });
  const { data } = success(transactionList).parse(await answer.json());
  return data.edges.map(({ node }) => node.transaction_id).sort();
}

function salesOf(count: number, prefix = 'sale'): string[] {
  return Array.from({ length: count }, (_, at) => `sale-of-${prefix}-${String(at + 1)}`).sort();
}

async function entries(kind: string): Promise<AttentionEntry[]> {
  const answer = await server.request(`/api/v1/attention?kind=${kind}`, await signIn(server));
  return success(attentionList).parse(await answer.json()).data;
}

describe('a till and the real server', () => {
  test('what was sold without a line is posted once when it is back', async () => {
    await sell(25);
    expect(await drain()).toEqual({ kind: 'empty', confirmed: 26 });
    expect(await posted()).toEqual(salesOf(25));
    expect((await store.unsent()).events).toBe(0);
    expect(await drain()).toEqual({ kind: 'empty', confirmed: 0 });
  });

  test.each<Line>(['answer_lost', 'answer_cut'])('%s after the server has stored it: posted once', async (fate) => {
    await sell(3);
    line.push(fate, fate);
    expect(await drain()).toMatchObject({ kind: 'later', because: 'no_line', confirmed: 0 });
    expect(await drain()).toMatchObject({ kind: 'later', because: 'no_line', confirmed: 0 });
    expect(await drain()).toEqual({ kind: 'empty', confirmed: 4 });
    expect(await posted()).toEqual(salesOf(3));
  });

  test('the heads are equal afterwards', async () => {
    await sell(3);
    await drain();
    const head = await portsOf(store).server.head(enrolment.epoch, null);
    expect(head).toMatchObject((await store.unsent()).head ?? {});
    expect(await heal(portsOf(store))).toBe(HEAL_EVERY_MS);
    expect((await store.unsent()).events).toBe(0);
  });

  test('a till that took an epoch by itself is understood', async () => {
    await sell(1);
    const reached = { registerId: enrolment.register.register_id, epoch: enrolment.epoch, seq: 99, hash: 'lost' };
    device.localStorage = JSON.stringify(reached);
    device.crash();
    store = await device.open();
    await sell(1, 'after');
    expect(await drain()).toEqual({ kind: 'empty', confirmed: 4 });
    expect(await posted()).toEqual(['sale-of-after-1', 'sale-of-sale-1']);
    expect(await heal(portsOf(store))).toBe(HEAL_EVERY_MS);
    expect((await store.outbox.position())?.currentEpoch).toBe(enrolment.epoch + 1);
  });

  test('the database is lost after everything was sent: all of it is sent again, and nothing posted twice', async () => {
    await sell(5);
    await drain();
    device.crash();
    device.indexedDB.deleteDatabase(device.database.name);
    store = await device.open();
    expect((await store.unsent()).events).toBe(7);
    expect(await drain()).toEqual({ kind: 'empty', confirmed: 7 });
    expect(await posted()).toEqual(salesOf(5));
  });
});

describe('a device whose token no longer counts', () => {
  test('sending pauses, selling goes on, and after a new enrolment everything arrives', async () => {
    const { deviceToken } = store.registration ?? { deviceToken: '' };
    const stranger = { ...enrolment, device_token: deviceToken.replaceAll(/[0-9a-z]/gi, 'x') };
    await store.enrol(stranger);
    await sell(2);
    expect(await drain()).toEqual({ kind: 'paused', confirmed: 0, status: 401 });
    expect((await store.unsent()).sales).toBe(2);
    await store.enrol({ ...enrolment, epoch: enrolment.epoch + 1 });
    await sell(1, 'after');
    expect(await drain()).toMatchObject({ kind: 'empty' });
    expect(await posted()).toEqual([...salesOf(1, 'after'), ...salesOf(2)]);
  });
});

/** As a backup from before the first event has it. */
async function restoreEmpty(): Promise<void> {
  const { db } = server.deps.database;
  await sql`pragma foreign_keys = off`.execute(db);
  for (const table of [...derivedTables, 'journal_events', 'journal_copies', 'chain_heads', 'chain_gaps'] as const) {
    await db.deleteFrom(table).execute();
  }
  await sql`update stock_levels set on_hand = coalesce((
    select quantity from stock_openings as opening
    where opening.local_id = stock_levels.local_id and opening.variant_id = stock_levels.variant_id
  ), 0)`.execute(db);
  const { register_id: registerId } = enrolment.register;
  await db.updateTable('registers').set({ epoch: 1 }).where('register_id', '=', registerId).execute();
}

describe('numbers that the till has lost as well as a restored server', () => {
  /** A till that lacks two of what it sold, in either copy, before a server that lacks everything. */
  async function lose(): Promise<void> {
    await sell(2);
    for (const id of ['lost-1', 'lost-2']) {
      await store.commit(id, saleCompleted(id, { soldAt: '2026-01-01T00:00:00Z' }));
    }
    await sell(2, 'after');
    await drain();
    await store.pruneConfirmed({ before: '2026-02-01T00:00:00Z', newest: 1 });
    device.crash();
    device.folder = new MemoryFolder();
    store = await device.open();
    await restoreEmpty();
  }

  test('what was sold after them arrives, is told, and counts once a person has posted it', async () => {
    await lose();
    await heal(portsOf(store));
    await sell(1, 'late');
    expect(await drain()).toMatchObject({ kind: 'empty' });
    expect((await store.unsent()).events).toBe(0);
    await sell(1, 'next');
    expect(await drain()).toEqual({ kind: 'empty', confirmed: 1 });
    expect(await posted()).toEqual([...salesOf(1, 'next'), ...salesOf(2)].sort());
    const told = await entries('numbers_lost');
    expect(told.map(({ details }) => details)).toEqual([{ epoch: 1, lost_from: 4, lost_through: 5, kept_events: 3 }]);
    const { headers } = await signIn(server);
    for (const { attention_id: id } of await entries('after_loss')) {
      const body = { decision: 'post', note: 'agrees with its receipt' };
      const answer = await server.post(`/api/v1/attention/${id}/copy`, body, headers);
      expect(await answer.json()).toMatchObject({ data: { posted: true } });
    }
    const all = [...salesOf(2), ...salesOf(2, 'after'), ...salesOf(1, 'late'), ...salesOf(1, 'next')].sort();
    expect(await posted()).toEqual(all);
    const { db } = server.deps.database;
    expect((await verifyServer(db)).findings).toEqual([]);
    expect(await compareServer(db, () => undefined)).toMatchObject({ differences: 0 });
  });

  test('once they are handed over nothing of them is sent again, hour after hour', async () => {
    await lose();
    await heal(portsOf(store));
    await drain();
    await heal(portsOf(store));
    expect((await store.unsent()).events).toBe(0);
    expect(await drain()).toEqual({ kind: 'empty', confirmed: 0 });
  });

  test('the answer to the declaration is lost: the same again, and each is kept once', async () => {
    await lose();
    await heal(portsOf(store));
    line.push('open', 'open', 'open', 'answer_lost');
    expect(await drain()).toMatchObject({ kind: 'later', because: 'no_line' });
    expect(await entries('after_loss')).toHaveLength(2);
    expect(await drain()).toMatchObject({ kind: 'empty' });
    expect(await entries('after_loss')).toHaveLength(2);
    expect(await entries('numbers_lost')).toHaveLength(1);
  });
});

describe('a cloned disk', () => {
  let other: TestDevice;
  async function clone(): Promise<DrainableTillStore> {
    other = new TestDevice();
    other.folder = device.folder.snapshot();
    other.localStorage = device.localStorage;
    other.clock = { now: device.clock.now + 1 };
    return other.open();
  }

  /** One event is gone from the clone's database, and its file is rubbish. */
  async function loseOfClone(eventId: string): Promise<void> {
    const tables = new JournalTables(other.database);
    await tables.journal.filter(({ id }) => id === eventId).delete();
    tables.close();
    other.folder.files.get('journal')?.write(0, new Uint8Array(64 * SLOT_BYTES));
  }

  test('the first one keeps its numbers, the clone gets an epoch, and no sale is posted twice', async () => {
    await sell(2);
    await drain();
    const twin = await clone();
    await sell(3, 'first');
    await sell(2, 'twin', twin);
    await drain();
    expect(await drain(twin)).toMatchObject({ kind: 'empty' });
    await sell(1, 'twin-later', twin);
    expect(await drain(twin)).toEqual({ kind: 'empty', confirmed: 1 });
    expect(await posted()).toEqual([...salesOf(3, 'first'), ...salesOf(2), ...salesOf(1, 'twin-later')].sort());
    expect((await twin.unsent()).events).toBe(0);
  });

  test('a stream that is longer than the other one is kept to its end', async () => {
    await sell(1);
    await drain();
    const twin = await clone();
    await sell(1, 'first');
    await drain();
    await sell(5, 'twin', twin);
    expect(await drain(twin)).toMatchObject({ kind: 'empty' });
    expect((await twin.unsent()).events).toBe(0);
    expect(await posted()).toEqual([...salesOf(1, 'first'), ...salesOf(1)]);
  });

  test('a server that has forgotten what it kept beside the chain is given it again', async () => {
    await sell(1);
    await drain();
    const twin = await clone();
    await sell(3, 'first');
    await drain();
    await sell(2, 'twin', twin);
    await drain(twin);
    const kept = () =>
      server.deps.database.db.selectFrom('journal_copies').select(['seq', 'hash']).orderBy('seq').execute();
    const before = await kept();
    expect(before).not.toEqual([]);
    await heal(portsOf(twin));
    expect((await twin.unsent()).events).toBe(0);
    await server.deps.database.db.deleteFrom('journal_copies').execute();
    await heal(portsOf(twin));
    expect(await drain(twin)).toMatchObject({ kind: 'empty' });
    expect(await kept()).toEqual(before);
  });

  test('a hole in a stream beside the other one, beyond its end: what comes after it is handed over all the same', async () => {
    await sell(2);
    await drain();
    const twin = await clone();
    await sell(1, 'first');
    await drain();
    await sell(7, 'twin', twin);
    await loseOfClone('twin-4');
    const outcome = await drain(twin);
    expect(outcome).toMatchObject({ kind: 'empty' });
    expect((await twin.unsent()).events).toBe(0);
    const held = await filed();
    expect((await twin.recentEvents(99)).filter(({ hash }) => !held.includes(hash))).toEqual([]);
    expect(await entries('numbers_lost')).toMatchObject([{ details: { lost_from: 8, lost_through: 8 } }]);
  });

  test('a fork that a lost row hides is not sent again every time the server is asked', async () => {
    await sell(2);
    await drain();
    const twin = await clone();
    await sell(1, 'first');
    await drain();
    await sell(4, 'twin', twin);
    await drain(twin);
    const head = await portsOf(twin).server.head(enrolment.epoch, null);
    const tables = new JournalTables(other.database);
    await tables.journal.delete([enrolment.register.register_id, enrolment.epoch, head?.seq ?? 0]);
    tables.close();
    const sentAgain: SentAgain = new Map();
    const confirmed = [];
    for (let time = 0; time < 4; time += 1) {
      await heal(portsOf(twin), sentAgain);
      confirmed.push((await drain(twin)).confirmed);
    }
    expect(confirmed.slice(1)).toEqual([0, 0, 0]);
  });

  test('what follows an event that is nowhere any more is sent again now and then, not all the time', async () => {
    await sell(2);
    const tables = new JournalTables(device.database);
    await tables.journal
      .filter(({ id }) => id === 'sale-2')
      .modify((row) => {
        const { epoch, seq, register_id: registerId } = row.event;
        row.event = sealEvent(row.event, { registerId, epoch, seq, prevHash: 'a'.repeat(64) });
      });
    tables.close();
    device.crash();
    device.folder.wipe();
    store = await device.open();
    expect(await drain()).toMatchObject({ kind: 'empty' });
    const sentAgain: SentAgain = new Map();
    let pushes = 0;
    for (let seconds = 0; seconds < 60 * 60; seconds += 30) {
      await heal(portsOf(store), sentAgain);
      pushes += (await drain()).confirmed;
      device.clock.now += 30_000;
    }
    expect(pushes).toBe(6);
  });

  test('a confirmed event that has lost its hash does not keep the others from being asked for', async () => {
    await sell(3);
    await drain();
    const tables = new JournalTables(device.database);
    await tables.journal
      .filter(({ id }) => id === 'sale-3')
      .modify((row) => {
        Reflect.deleteProperty(row.event, 'hash');
      });
    tables.close();
    await restoreEmpty();
    expect(await heal(portsOf(store))).toBe(HEAL_EVERY_MS);
    expect((await store.unsent()).events).toBe(4);
  });

  describe('whose server was restored and then filled by the other device', () => {
    /** The twin was first with what it sold; of all that the server then knows what both share and what `store` sold. */
    async function filledByTheOther(): Promise<DrainableTillStore> {
      await sell(2);
      await drain();
      const twin = await clone();
      await sell(2, 'twin', twin);
      await drain(twin);
      await restoreEmpty();
      await sell(4, 'first');
      await heal(portsOf(store));
      await drain();
      return twin;
    }

    const written = async (...tills: DrainableTillStore[]) => {
      const events = await Promise.all(tills.map((till) => till.recentEvents(99)));
      return [...new Set(events.flat().map(({ hash }) => hash))].sort();
    };

    test('is given all of it again, though only what came last was in conflict', async () => {
      const twin = await filledByTheOther();
      await sell(1, 'twin-last', twin);
      await drain(twin);
      expect(await filed()).not.toEqual(await written(store, twin));
      await heal(portsOf(twin));
      expect(await drain(twin)).toMatchObject({ kind: 'empty' });
      expect(await filed()).toEqual(await written(store, twin));
      expect([(await store.unsent()).events, (await twin.unsent()).events]).toEqual([0, 0]);
    });

    test('is given all of it again by an app that asks by itself, at once', async () => {
      const twin = await filledByTheOther();
      await sell(1, 'twin-last', twin);
      let ring: (() => void) | null = null;
      const drainer = new Drainer(portsOf(twin), {
        alone: async (work) => work(),
        after: (_ms, callback) => {
          ring = callback;
          return () => undefined;
        },
        random: () => 0.5,
      });
      await drainer.sendNow();
      (ring as (() => void) | null)?.();
      await drainer.sendNow();
      expect(await filed()).toEqual(await written(store, twin));
    });

    test('the last of it comes late and doubled, and does not hide that what was before it is missing', async () => {
      const twin = await filledByTheOther();
      const [last] = await twin.recentEvents(1);
      const { epoch, register } = enrolment;
      const push = { v: 1 as const, register_id: register.register_id, epoch, nonce: 'late', items: [last] };
      const answer = await portsOf(twin).server.push({ ...push, client_now: '2026-03-14T15:00:00Z' });
      expect(answer).toMatchObject({ kind: 'answered', answer: { results: [{ status: 'conflict' }] } });
      await heal(portsOf(twin));
      expect(await drain(twin)).toMatchObject({ kind: 'empty' });
      expect(await filed()).toEqual(await written(store, twin));
    });

    test('what the device has no more does not hold up what it has, and all is sent again once a day at most', async () => {
      const twin = await filledByTheOther();
      await sell(3, 'twin-last', twin);
      const [newest] = await twin.recentEvents(1);
      await loseOfClone('twin-1');
      expect(await drain(twin)).toMatchObject({ kind: 'empty' });
      expect(await filed()).toEqual(expect.arrayContaining([newest?.hash]));
      const sentAgain: SentAgain = new Map();
      const pushes = [];
      for (let hour = 0; hour < 26; hour += 1) {
        await heal(portsOf(twin), sentAgain);
        pushes.push((await drain(twin)).confirmed);
        device.clock.now += 60 * 60_000;
      }
      expect(pushes.filter((confirmed) => confirmed > 0)).toHaveLength(2);
      expect((await twin.unsent()).events).toBe(0);
    });
  });

  test("when the server is asked first, the clone never writes into the other one's epoch", async () => {
    await sell(1);
    const twin = await clone();
    await sell(1, 'first');
    await drain();
    await heal(portsOf(twin));
    await sell(2, 'twin', twin);
    await drain(twin);
    expect(await posted()).toEqual(expect.arrayContaining(salesOf(2, 'twin')));
  });

  async function filed(): Promise<string[]> {
    const { db } = server.deps.database;
    const [events, copies] = [
      await db.selectFrom('journal_events').select('hash').execute(),
      await db.selectFrom('journal_copies').select('hash').execute(),
    ];
    return [...events, ...copies].map(({ hash }) => hash ?? '').sort();
  }

  test('an epoch that a restored server gives out a second time: both devices keep all, and nothing is lost', async () => {
    await sell(1);
    const twin = await clone();
    await sell(1, 'first');
    await drain();
    await sell(2, 'twin', twin);
    await drain(twin);
    await sell(2, 'twin-later', twin);
    await drain(twin);
    const events = [...(await store.recentEvents(99)), ...(await twin.recentEvents(99))];
    expect(events.some(({ epoch }) => epoch === 2)).toBe(true);
    await restoreEmpty();
    expect(await portsOf(store).server.newEpoch()).toBe(2);
    await store.outbox.startEpoch(2);
    await sell(3, 'again');
    await heal(portsOf(store));
    expect(await drain()).toMatchObject({ kind: 'empty' });
    await heal(portsOf(twin));
    await sell(1, 'twin-last', twin);
    expect(await drain(twin)).toMatchObject({ kind: 'empty' });
    const written = [...events, ...(await store.recentEvents(99)), ...(await twin.recentEvents(99))];
    expect(await filed()).toEqual([...new Set(written.map(({ hash }) => hash))].sort());
    // No customer's number is printed twice from here on: the twin sells in an epoch of its own.
    expect((await twin.recentEvents(1))[0]).toMatchObject({ epoch: 3 });
    expect((await store.recentEvents(1))[0]).toMatchObject({ epoch: 2 });
    expect([(await store.unsent()).events, (await twin.unsent()).events]).toEqual([0, 0]);
  });

  test('an epoch that is older than the one a till writes in is not gone back to', async () => {
    await store.outbox.startEpoch(4);
    await sell(1);
    await drain();
    const twin = await clone();
    await sell(1, 'first');
    await drain();
    await server.deps.database.db.updateTable('registers').set({ epoch: 1 }).execute();
    // Each time it asks it is given the next one: 2, 3 and 4 have been used.
    const answers = [];
    for (let tries = 0; tries < 4; tries += 1) {
      answers.push(await heal(portsOf(twin)));
    }
    expect(answers).toEqual([0, 0, 0, HEAL_EVERY_MS]);
    await sell(1, 'twin', twin);
    expect((await twin.recentEvents(1))[0]).toMatchObject({ epoch: 5 });
    expect(await drain(twin)).toMatchObject({ kind: 'empty' });
    expect(await posted()).toEqual(expect.arrayContaining([...salesOf(1, 'twin'), ...salesOf(1, 'first')]));
  });
});
