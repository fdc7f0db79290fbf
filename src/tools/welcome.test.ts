import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig, type ServerConfig } from '#server/config.ts';
import { type RunningServer, startServer } from '#server/serve.ts';
import { welcome } from './welcome.ts';

let config: ServerConfig;
let server: RunningServer;

beforeAll(async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'mostrador-welcome-'));
  config = readConfig({ PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'silent' });
  server = await startServer({ ...config, staticRoot: null, demo: true });
});

afterAll(async () => {
  await server.close();
  rmSync(config.dataDir, { recursive: true, force: true });
});

async function connect(code: string): Promise<Response> {
  return fetch(`${server.url}/api/v1/pos/enrolments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code }),
  });
}

test('says where to go, who may sign in and where the data are', async () => {
  const text = await welcome(server.url, config);
  expect(text).toContain(server.url);
  expect(text).toMatch(/PIN 4827 {2}María García, cashier/);
  expect(text).toContain('ana@demo.example');
  expect(text).toContain(config.dataDir);
});

test('the code it shows connects a till, until every register has one', async () => {
  for (const till of ['first', 'second', 'third']) {
    const code = /code (\S{4}-\S{4}) /.exec(await welcome(server.url, config))?.[1];
    expect((await connect(code ?? '')).status, till).toBe(201);
  }
  expect(await welcome(server.url, config)).not.toContain('Connect a till');
});

test('a PostgreSQL is named without its password', async () => {
  const text = await welcome(server.url, { ...config, databaseUrl: 'postgres://shop:hush@db.example:5433/till' });
  expect(text).toContain('PostgreSQL db.example:5433/till');
  expect(text).not.toContain('hush');
});
