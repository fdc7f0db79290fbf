import { mkdtemp, rm } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { DatabasePort } from '#server/db/port.ts';
import { fetchHttp } from '#store/browser-host.ts';
import { auditServer } from '#testkit/audit-server.ts';
import { badWeather, type Fate, type FaultyLine, openFaultyLine } from '#testkit/faulty-line.ts';
import { type FieldTill, openFieldTill } from '#testkit/field-till.ts';
import { startPostgres, type ThrowAwayPostgres } from '#testkit/postgres.ts';
import { openDataOf, type ServerData, serverProcess } from '#testkit/server-process.ts';
import { SeededRandom } from '#testkit/sim/seeded-random.ts';
import { TEST_DATABASES } from '#testkit/test-server.ts';
import { drainOnce } from './drain.ts';
import { heal } from './heal.ts';
import type { DrainOutcome } from './ports.ts';
import { createServerPort } from './push-client.ts';

const SALES = 4;
const PUSH = '/api/v1/pos/sync';
/** What the till waits for an answer that is never to come. */
const IMPATIENCE_MS = 300;
/** Longer than any test takes. */
const PATIENCE_MS = 60_000;

/** Through the mixed weather: sales, and how much is lost each way. `LINE_SALES=10000` makes a long one. */
const MIXED = { sales: Number(process.env['LINE_SALES'] ?? 60), loss: 0.4, seed: 20_261_121 };

const HTML = '<!doctype html><title>Welcome</title><form action="/sign-in">Room number</form>';
const json = { 'content-type': 'application/json' };
const refusal = (code: string) =>
  JSON.stringify({ status: 'error', error: { code, type: 'x', message: 'x', details: {} } });

describe.each(TEST_DATABASES)('a bad line to a server on %s', (kind) => {
  let folder: string;
  let postgres: ThrowAwayPostgres | null = null;
  let data: ServerData;
  let server: ReturnType<typeof serverProcess>;
  let database: DatabasePort;
  let line: FaultyLine;
  let till: FieldTill;
  /** Events that were there before the test. */
  let before: number;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mostrador-line-'));
    postgres = kind === 'postgres' ? await startPostgres() : null;
    data = postgres === null ? { dataDir: folder } : { databaseUrl: await postgres.createDatabase() };
    server = serverProcess(() => data);
    await server.start();
    database = openDataOf(data);
    line = await openFaultyLine(() => server.url);
    till = await openFieldTill(() => line.url);
    // Each push is made by the test, so that it knows what befell which.
    till.drainer.stop();
  }, PATIENCE_MS);

  afterAll(async () => {
    await till.close();
    await line.close();
    await server.stop();
    await database.close();
    await postgres?.stop();
    await rm(folder, { recursive: true, force: true });
  }, PATIENCE_MS);

  beforeEach(async () => {
    line.chance = () => ({ kind: 'through' });
    line.fates.length = 0;
    await drain();
    before = await storedEvents();
    line.log.length = 0;
    await sell(SALES);
  }, PATIENCE_MS);

  async function sell(count: number): Promise<void> {
    for (let sale = 0; sale < count; sale += 1) {
      await till.sell();
    }
  }

  function ports(timeoutMs: number) {
    const token = () => till.store.registration?.deviceToken ?? null;
    const now = () => Date.now();
    return {
      outbox: till.store.outbox,
      server: createServerPort(fetchHttp(line.url, token, timeoutMs), now),
      now,
      nonce: () => randomUUID(),
    };
  }

  async function drain(timeoutMs = PATIENCE_MS): Promise<DrainOutcome> {
    const outcome = await drainOnce(ports(timeoutMs));
    expect(await confirmedButNotStored()).toBe(0);
    return outcome;
  }

  async function storedEvents(): Promise<number> {
    const { count } = await database.db
      .selectFrom('journal_events')
      .select((row) => row.fn.countAll<number>().as('count'))
      .where('register_id', '=', till.registerId)
      .executeTakeFirstOrThrow();
    return Number(count);
  }

  async function newEvents(): Promise<number> {
    return (await storedEvents()) - before;
  }

  /** The promise that everything hangs on, looked at after every attempt. */
  async function confirmedButNotStored(): Promise<number> {
    const epochs = (await till.store.outbox.position())?.epochs ?? [];
    const confirmed = epochs.reduce((sum, { sentThrough }) => sum + sentThrough, 0);
    return Math.max(0, confirmed - (await storedEvents()));
  }

  async function expectAllThereOnce(): Promise<void> {
    expect(await drain()).toMatchObject({ kind: 'empty' });
    const [newest] = await till.store.recentEvents(1);
    expect(await till.store.unsent()).toMatchObject({ events: 0, quarantined: 0 });
    expect(await storedEvents()).toBe(newest?.seq);
  }

  describe.each<[string, Fate, 'arrived' | 'not arrived']>([
    ['the request is lost', { kind: 'request_lost' }, 'not arrived'],
    ['the request is cut in its first byte', { kind: 'request_cut', bytes: 0 }, 'not arrived'],
    ['the request is cut in the middle', { kind: 'request_cut', bytes: 700 }, 'not arrived'],
    ['the request lacks its last byte', { kind: 'request_cut', bytes: 1e9 }, 'not arrived'],
    ['the answer is lost', { kind: 'answer_lost' }, 'arrived'],
    ['the answer is cut before its body', { kind: 'answer_cut', bytes: 0 }, 'arrived'],
    ['the answer is cut in the middle', { kind: 'answer_cut', bytes: 150 }, 'arrived'],
    ['the answer lacks its last byte', { kind: 'answer_cut', bytes: 1e9 }, 'arrived'],
  ])('%s', (_, fate, arrival) => {
    test('nothing is confirmed, the same goes again, and all is there once', async () => {
      line.fates.push(fate, fate);
      expect(await drain()).toMatchObject({ kind: 'later', because: 'no_line', confirmed: 0 });
      expect(await newEvents()).toBe(arrival === 'arrived' ? SALES : 0);
      expect(await drain()).toMatchObject({ kind: 'later', because: 'no_line', confirmed: 0 });
      expect((await till.store.unsent()).sales).toBe(SALES);
      await expectAllThereOnce();
    });
  });

  describe.each<[string, Fate, 'arrived' | 'not arrived']>([
    ['nothing comes back', { kind: 'silent' }, 'not arrived'],
    ['the answer does not come in time', { kind: 'withheld' }, 'arrived'],
    ['the answer drips and does not end', { kind: 'dripping' }, 'arrived'],
  ])('%s', (_, fate, arrival) => {
    test('the till gives up by itself, and all is there once', async () => {
      line.fates.push(fate);
      expect(await drain(IMPATIENCE_MS)).toMatchObject({ kind: 'later', because: 'no_line', confirmed: 0 });
      await expect.poll(newEvents, { timeout: PATIENCE_MS }).toBe(arrival === 'arrived' ? SALES : 0);
      await expectAllThereOnce();
    });
  });

  test.each<Fate['kind'] & ('doubled' | 'echoed')>(['doubled', 'echoed'])(
    'a request that is %s counts once',
    async (fate) => {
      line.fates.push({ kind: fate });
      expect(await drain()).toMatchObject({ kind: 'empty', confirmed: SALES });
      await sell(1);
      await expectAllThereOnce();
    },
  );

  describe.each<[string, Omit<Fate & { kind: 'instead' }, 'kind'>]>([
    ['a page to sign in at, with 200', { status: 200, headers: { 'content-type': 'text/html' }, body: HTML }],
    ['a way to such a page', { status: 302, headers: { location: 'http://127.0.0.1:1/sign-in' } }],
    ['a way to such a page that keeps the method', { status: 307, headers: { location: '/sign-in' } }],
    ['204 and nothing', { status: 204 }],
    ['200 and nothing', { status: 200 }],
    ["somebody else's JSON", { status: 200, headers: json, body: '{"ok":true,"results":[]}' }],
    [
      'our JSON with the nonce of another push',
      {
        status: 200,
        headers: json,
        body: JSON.stringify({
          nonce: 'another',
          server_now: '2026-03-14T15:00:00.000Z',
          results: [],
          high_water: { epoch: 1, seq: 9, hash: 'a'.repeat(64) },
        }),
      },
    ],
    ['401 of a proxy', { status: 401, headers: { 'content-type': 'text/html' }, body: HTML }],
    ['403 of a proxy', { status: 403, headers: { 'content-type': 'text/html' }, body: HTML }],
    ['407', { status: 407, headers: { 'proxy-authenticate': 'Basic' } }],
    ['404', { status: 404, headers: json, body: refusal('POS-4004') }],
  ])('somebody else answers: %s', (_, answer) => {
    test('nothing is confirmed or given up, and all is there once when the line is ours again', async () => {
      line.fates.push({ kind: 'instead', ...answer });
      expect(await drain()).toMatchObject({ kind: 'later', because: 'no_line', confirmed: 0 });
      expect(await newEvents()).toBe(0);
      await expectAllThereOnce();
    });
  });

  test.each([401, 403, 426])('%i in our own words pauses the sending, and all is there once later', async (status) => {
    line.fates.push({ kind: 'instead', status, headers: json, body: refusal('POS-4001') });
    expect(await drain()).toEqual({ kind: 'paused', confirmed: 0, status });
    await expectAllThereOnce();
  });

  test.each([
    { status: 429, told: '120', seconds: 120 },
    { status: 503, told: ' 7 ', seconds: 7 },
    { status: 429, told: '86400', seconds: 900 },
    { status: 429, told: 'Wed, 21 Oct 2099 07:28:00 GMT', seconds: 900 },
    { status: 429, told: null, seconds: null },
    { status: 429, told: '0', seconds: null },
    { status: 429, told: '-5', seconds: null },
    { status: 429, told: '1.5', seconds: null },
    { status: 429, told: 'Wed, 21 Oct 2015 07:28:00 GMT', seconds: null },
    { status: 429, told: '2036-10-21T07:28:00Z', seconds: null },
    { status: 429, told: 'soon', seconds: null },
    { status: 429, told: '99999999999999999999', seconds: null },
    { status: 500, told: null, seconds: null },
    { status: 502, told: null, seconds: null },
  ])('$status with a Retry-After of $told: the till waits $seconds, and all is there once', async (answer) => {
    const { status, told, seconds } = answer;
    line.fates.push({ kind: 'instead', status, ...(told === null ? {} : { headers: { 'retry-after': told } }) });
    const outcome = await drain();
    expect(outcome).toMatchObject({ kind: 'later', because: 'busy', confirmed: 0, retryAfterSeconds: seconds });
    await expectAllThereOnce();
  });

  test('413 of somebody who takes nothing at all: everything stays, and is there once when he is gone', async () => {
    line.chance = () => ({ kind: 'instead', status: 413, body: HTML });
    expect(await drain()).toMatchObject({ kind: 'later', because: 'stuck', confirmed: 0 });
    line.chance = () => ({ kind: 'through' });
    await expectAllThereOnce();
  });

  test('413 twice: the same goes in quarters', async () => {
    line.fates.push({ kind: 'instead', status: 413 }, { kind: 'instead', status: 413 });
    await expectAllThereOnce();
    expect(line.log.filter(({ path }) => path === PUSH).length).toBe(2 + SALES);
  });

  test('all of it mixed, while sales go on; and after all that was before, the server holds just what the till has', async () => {
    const random = new SeededRandom(MIXED.seed);
    line.chance = badWeather(random, MIXED.loss);
    for (let sold = 0; sold < MIXED.sales; sold += 1) {
      await sell(1);
      if (random.chance(0.5)) {
        await heal(ports(PATIENCE_MS));
      }
      await drain();
    }
    line.chance = () => ({ kind: 'through' });
    await expectAllThereOnce();
    expect(await auditServer(database.db, [till])).toEqual([]);
    expect(new Set(line.log.map(({ fate }) => fate)).size).toBeGreaterThan(5);
  });
});
