import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestServer, type TestServer } from '#testkit/test-server.ts';
import { jsonOf } from '#testkit/test-till.ts';

const PAGE = { accept: 'text/html,application/xhtml+xml' };

describe('the server around its routes', () => {
  let server: TestServer;
  const root = mkdtempSync(join(tmpdir(), 'mostrador-dist-'));
  beforeAll(async () => {
    mkdirSync(join(root, 'assets'));
    writeFileSync(join(root, 'index.html'), '<!doctype html><title>till</title>');
    writeFileSync(join(root, 'sw.js'), 'self.addEventListener("install", () => {});');
    writeFileSync(join(root, 'assets', 'main-Ab12Cd34.js'), `console.log(${JSON.stringify('x'.repeat(5000))});`);
    writeFileSync(join(root, '..', 'outside.txt'), 'secret');
    server = await openTestServer('sqlite', { staticRoot: root });
  });
  afterAll(async () => {
    await server.close();
    rmSync(root, { recursive: true });
    rmSync(join(root, '..', 'outside.txt'));
  });

  test('files whose name carries a hash may be kept for ever, the page and the worker are asked for each time', async () => {
    const cacheOf = async (path: string) => (await server.request(path)).headers.get('cache-control');
    expect(await cacheOf('/assets/main-Ab12Cd34.js')).toBe('public, max-age=31536000, immutable');
    expect(await cacheOf('/')).toBe('no-cache');
    expect(await cacheOf('/index.html')).toBe('no-cache');
    expect(await cacheOf('/sw.js')).toBe('no-cache');
  });

  test('scripts come packed and with their type', async () => {
    const response = await server.request('/assets/main-Ab12Cd34.js', { headers: { 'accept-encoding': 'gzip' } });
    expect(response.headers.get('content-type')).toContain('text/javascript');
    expect(response.headers.get('content-encoding')).toBe('gzip');
    const { length } = new Uint8Array(await response.arrayBuffer());
    expect(length).toBeLessThan(500);
  });

  test('a route of the app is its page, for a browser that goes there and for nobody else', async () => {
    const page = await server.request('/office/sales/123', { headers: PAGE });
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<title>till</title>');
    expect(page.headers.get('cache-control')).toBe('no-cache');
    expect((await server.request('/office/sales/123', { headers: { accept: '*/*' } })).status).toBe(404);
    expect((await server.request('/office', { method: 'POST', headers: PAGE })).status).toBe(404);
  });

  test('an API route that does not exist is a JSON 404 even for a browser', async () => {
    for (const path of ['/api/v1/nothing', '/api/', '/api/v1/pos/sync']) {
      const response = await server.request(path, { headers: { ...PAGE, 'accept-language': 'en' } });
      expect(response.status).toBe(404);
      expect((await jsonOf(response)).error).toEqual({
        code: 'POS-9201',
        type: 'NOT_FOUND',
        message: 'There is no such thing here.',
        details: { path },
      });
    }
  });

  test.each(['/../outside.txt', '/..%2foutside.txt', '/%2e%2e/outside.txt', '/assets/..%5c..%5coutside.txt'])(
    'nothing outside the folder is served: %s',
    async (path) => {
      const response = await server.request(path);
      expect(response.status).toBe(404);
      expect(await response.text()).not.toContain('secret');
    },
  );

  test('every answer says what may run and be embedded', async () => {
    for (const path of ['/', '/health', '/api/v1/nothing', '/assets/main-Ab12Cd34.js']) {
      const { headers } = await server.request(path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval';");
      expect(policy).not.toContain('unsafe-inline');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    }
  });

  test('answers of the API are kept by no cache', async () => {
    expect((await server.request('/api/v1/session')).headers.get('cache-control')).toBe('no-store');
  });

  test('a body larger than any of ours is refused', async () => {
    const response = await server.post('/api/v1/session', { email: 'a@b.c', password: 'x'.repeat(100_000) });
    expect(response.status).toBe(413);
  });

  test('health and readiness', async () => {
    expect(await (await server.request('/health')).json()).toEqual({ status: 'ok' });
    expect(await (await server.request('/ready')).json()).toEqual({ status: 'ok' });
  });

  test('a database that is gone makes the server unready, not unhealthy', async () => {
    const gone = await openTestServer('sqlite', { demo: false });
    await gone.deps.database.db.schema.dropTable('kysely_migration').execute();
    expect((await gone.request('/ready')).status).toBe(503);
    expect((await gone.request('/health')).status).toBe(200);
    await gone.close();
    const closed = await gone.request('/ready');
    expect(closed.status).toBe(503);
    expect((await jsonOf(closed)).error.type).toBe('DATABASE_UNAVAILABLE');
  });

  test('an error of our own is logged and tells the caller nothing of its inside', async () => {
    const broken = await openTestServer('sqlite', { demo: false });
    await broken.deps.database.db.schema.dropTable('office_sessions').execute();
    const response = await broken.request('/api/v1/session', { headers: { cookie: 'mostrador_session=abc' } });
    expect(response.status).toBe(500);
    const text = await response.text();
    expect(text).toContain('INTERNAL');
    expect(text).not.toContain('office_sessions');
    expect(broken.logged.find((entry) => entry.level === 'error')?.message).toBe('a request failed');
    await broken.close();
  });
});

interface OpenApi {
  openapi: string;
  components: { securitySchemes: object };
  paths: Record<string, Record<string, { summary?: string; security?: object[]; responses: object }>>;
}

describe('the OpenAPI document', () => {
  test('names every route of the API with its answers, made from the schemas themselves', async () => {
    const server = await openTestServer('sqlite', { demo: false });
    const document = (await (await server.request('/openapi.json')).json()) as OpenApi;
    await server.close();
    expect(document.openapi).toBe('3.1.0');
    const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(routes.sort()).toEqual([
      'DELETE /api/v1/session',
      'GET /api/v1/attention',
      'GET /api/v1/attention/counts',
      'GET /api/v1/attention/{id}',
      'GET /api/v1/pos/catalogue/snapshot',
      'GET /api/v1/pos/copy-key',
      'GET /api/v1/pos/registers/self/events',
      'GET /api/v1/pos/staff',
      'GET /api/v1/pos/sync/head',
      'GET /api/v1/pos/transactions',
      'GET /api/v1/pos/transactions/{id}',
      'GET /api/v1/pos/transactions/{id}/ledger',
      'GET /api/v1/pos/transactions/{id}/pricing',
      'GET /api/v1/registers',
      'GET /api/v1/session',
      'GET /health',
      'GET /metrics',
      'GET /ready',
      'POST /api/v1/attention/repost_all',
      'POST /api/v1/attention/{id}/copy',
      'POST /api/v1/attention/{id}/repost',
      'POST /api/v1/attention/{id}/steps',
      'POST /api/v1/copies',
      'POST /api/v1/pos/copies',
      'POST /api/v1/pos/enrolments',
      'POST /api/v1/pos/sync',
      'POST /api/v1/pos/sync/epoch',
      'POST /api/v1/registers/{id}/enrolment_codes',
      'POST /api/v1/session',
    ]);
    expect(document.paths['/api/v1/pos/sync']?.['post']?.security).toEqual([{ device: [] }]);
    expect(Object.keys(document.components.securitySchemes).sort()).toEqual(['device', 'office']);
    const text = JSON.stringify(document.paths['/api/v1/pos/sync']);
    expect(text).toContain('"high_water"');
    expect(text).toContain('"quarantined"');
    expect(JSON.stringify(document.paths['/api/v1/pos/transactions/{id}'])).toContain('"loyalty_tier"');
    for (const methods of Object.values(document.paths)) {
      for (const operation of Object.values(methods)) {
        expect(operation.summary).toBeTruthy();
        expect(Object.keys(operation.responses).some((status) => status.startsWith('2'))).toBe(true);
      }
    }
  });
});
