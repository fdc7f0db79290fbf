import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readConfig } from './config.ts';
import { type RunningServer, startServer } from './serve.ts';

const folder = mkdtempSync(join(tmpdir(), 'mostrador-serve-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function start(): Promise<RunningServer> {
  const config = readConfig({ PORT: '0', DATA_DIR: join(folder, 'new', 'data'), LOG_LEVEL: 'silent' });
  return startServer({ ...config, staticRoot: null, demo: true });
}

async function enrol({ url }: RunningServer): Promise<string> {
  const response = await fetch(`${url}/api/v1/pos/enrolments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ demo: true }),
  });
  expect(response.status).toBe(201);
  return response.text();
}

test('a server on an empty folder makes its database and shop; started again it goes on with them', async () => {
  const first = await start();
  expect(await enrol(first)).toContain('"T01"');
  await first.close();
  await expect(fetch(`${first.url}/health`)).rejects.toThrow('fetch failed');
  const second = await start();
  expect(await enrol(second)).toContain('"T02"');
  await second.close();
}, 60_000);

test('a PostgreSQL that does not answer is named in the error', async () => {
  const config = readConfig({ PORT: '0', DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing', LOG_LEVEL: 'silent' });
  await expect(startServer({ ...config, staticRoot: null, demo: false })).rejects.toThrow(
    /database could not be brought up to date.*ECONNREFUSED/,
  );
});

test('a port that is taken is said in the error, and the database is closed again', async () => {
  const server = await start();
  const port = Number(new URL(server.url).port);
  const config = readConfig({ PORT: String(port), DATA_DIR: join(folder, 'other'), LOG_LEVEL: 'silent' });
  await expect(startServer({ ...config, staticRoot: null, demo: false })).rejects.toThrow(/EADDRINUSE/);
  await server.close();
}, 60_000);
