import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../app.ts';
import { openTestServer, TEST_DATABASES, type TestServer } from '#testkit/test-server.ts';
import { connectTill, type TestTill } from '#testkit/test-till.ts';

const HERE = '127.0.0.1';
const GARLIC = 'demo-ag-010';

describe.each(TEST_DATABASES)('what is measured: %s', (kind) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await openTestServer(kind);
  }, 120_000);
  afterAll(() => server.close());

  /** By name, of one register. */
  async function figuresOf(till: TestTill): Promise<Record<string, number>> {
    const text = await (await server.request('/metrics', { address: HERE })).text();
    const { code } = till.registration.register;
    const lines = text.split('\n').filter((line) => line.includes(`code="${code}"`));
    return Object.fromEntries(
      lines.map((line) => [/^mostrador_register_(\w+)/.exec(line)?.[1] ?? '', Number(line.split(' ').at(-1))]),
    );
  }

  test('a register before its first contact has no age', async () => {
    const till = await connectTill(server);
    expect(await figuresOf(till)).toEqual({ missing_events: 0, events: 0, quarantined_events: 0, attention_open: 0 });
  });

  test('contact, unsent, gaps that open and close, events, quarantine and attention of each register', async () => {
    const till = await connectTill(server);
    const events = [till.openDrawer('10.00'), ...[1, 2, 3].map(() => till.sell({ quantities: { [GARLIC]: '1' } }))];
    const [drawer, first, second, third] = events;
    const beside = { unsent: { events: 5, oldest_sold_at: '2026-03-14T14:00:00.000Z' } };
    await till.push([drawer, { ...first, sold_at: 'never' }], beside);
    await till.push([third], beside);
    server.clock.now += 30_000;
    const open = await figuresOf(till);
    expect(open).toMatchObject({
      last_contact_age_seconds: 30,
      unsent_events: 6,
      unsent_oldest_age_seconds: 3630,
      unsent_told_age_seconds: 30,
      missing_events: 1,
      events: 2,
      quarantined_events: 1,
    });
    expect(open['attention_open']).toBeGreaterThan(0);
    await till.push([second, third], { unsent: { events: 0, oldest_sold_at: null } });
    server.clock.now -= 30_000;
    expect(await figuresOf(till)).toMatchObject({
      last_contact_age_seconds: 0,
      unsent_events: 0,
      unsent_oldest_age_seconds: 0,
      missing_events: 0,
    });
  });

  test('it is the text that Prometheus reads', async () => {
    const response = await server.request('/metrics', { address: HERE });
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    for (const line of (await response.text()).trimEnd().split('\n')) {
      expect(line).toMatch(
        /^# (HELP|TYPE) mostrador_\w+ \S|^mostrador_\w+(\{(\w+="[^"\n]*",?)+\})? (\+Inf|[\d.e+-]+)$/,
      );
    }
  });
});

describe('who may read it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mostrador-metrics-'));
  let server: TestServer;
  beforeAll(async () => {
    server = await openTestServer('sqlite', { demo: false });
  });
  afterAll(async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  });

  const app = (metricsToken: string | null) =>
    createApp({ ...server.deps, watching: { metricsToken, dataDir: folder } });
  const statusOf = async (token: string | null, address: string, headers: Record<string, string> = {}) =>
    (await app(token).request('/metrics', { headers }, { address })).status;
  const TOKEN = 'a-token-that-is-long';

  test.each(['127.0.0.1', '127.3.2.1', '::1', '::ffff:127.0.0.1'])('this machine may: %s', async (address) => {
    expect(await statusOf(null, address)).toBe(200);
  });

  test.each(['192.168.1.7', '::ffff:10.0.0.1', '', '127.0.0.1.evil.example'])(
    'others may not: "%s"',
    async (address) => {
      expect(await statusOf(null, address)).toBe(403);
      expect(await statusOf(null, address, { authorization: 'Bearer null' })).toBe(403);
      expect(await statusOf(TOKEN, address, { authorization: `Bearer ${TOKEN}x` })).toBe(403);
    },
  );

  test('nor somebody for whom a proxy on this machine asks', async () => {
    expect(await statusOf(null, HERE, { 'x-forwarded-for': '203.0.113.9' })).toBe(403);
    expect(await statusOf(null, HERE, { forwarded: 'for=203.0.113.9' })).toBe(403);
  });

  test('with the token anyone may', async () => {
    const headers = { authorization: `Bearer ${TOKEN}` };
    expect(await statusOf(TOKEN, '192.168.1.7', headers)).toBe(200);
    expect(await statusOf(TOKEN, HERE, { ...headers, 'x-forwarded-for': '203.0.113.9' })).toBe(200);
  });

  test('the age of the newest backup is there, endless before the first', async () => {
    const ageOf = async () =>
      /^mostrador_backup_age_seconds (.+)$/m.exec(
        await (await app(null).request('/metrics', {}, { address: HERE })).text(),
      )?.[1];
    expect(await ageOf()).toBe('+Inf');
    mkdirSync(join(folder, 'backups'));
    const file = join(folder, 'backups', 'nightly-20260314-030000.sqlite');
    writeFileSync(file, 'x');
    utimesSync(file, server.clock.now / 1000 - 90, server.clock.now / 1000 - 90);
    expect(await ageOf()).toBe('90');
  });
});
