import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MemoryLocks } from '#testkit/memory-locks.ts';
import type { HttpPort } from '#sync/ports.ts';
import { browserDrainerHost, fetchHttp, requestBackgroundSync } from './browser-host.ts';

let server: Server;
let http: HttpPort;
let received: { method: string | undefined; url: string | undefined; headers: IncomingHttpHeaders; body: Buffer }[];
let answer: (response: ServerResponse) => void;

beforeEach(async () => {
  received = [];
  answer = (response) => {
    response.end('{"good":true}');
  };
  server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const { method, url, headers } = request;
      received.push({ method, url, headers, body: Buffer.concat(pieces) });
      answer(response);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  http = fetchHttp(`http://127.0.0.1:${String(port)}`, () => 'a-token');
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

describe('the server over fetch', () => {
  test('says who is asking', async () => {
    expect(await http.send({ method: 'GET', path: '/a?b=1', body: null })).toEqual({
      status: 200,
      retryAfter: null,
      text: '{"good":true}',
    });
    expect(received[0]).toMatchObject({ method: 'GET', url: '/a?b=1', headers: { authorization: 'Bearer a-token' } });
  });

  test('zips what is worth it', async () => {
    const long = JSON.stringify({ text: 'ñandú '.repeat(1000) });
    await http.send({ method: 'POST', path: '/', body: long });
    await http.send({ method: 'POST', path: '/', body: '{}' });
    expect(received[0]?.headers['content-encoding']).toBe('gzip');
    expect(received[0]?.body.length).toBeLessThan(long.length / 10);
    expect(gunzipSync(received[0]?.body ?? Buffer.alloc(0)).toString()).toBe(long);
    expect(received[1]?.headers['content-encoding']).toBeUndefined();
    expect(received[1]?.body.toString()).toBe('{}');
  });

  test('hands on status and Retry-After', async () => {
    answer = (response) => {
      response.writeHead(503, { 'retry-after': '7' }).end('busy');
    };
    expect(await http.send({ method: 'POST', path: '/', body: '{}' })).toEqual({
      status: 503,
      retryAfter: '7',
      text: 'busy',
    });
  });

  test.each<[string, (response: ServerResponse) => void]>([
    ['a redirect', (response) => response.writeHead(302, { location: '/sign-in' }).end()],
    [
      'a cut answer',
      (response) => response.writeHead(200, { 'content-length': '999' }).write('{"go') && response.destroy(),
    ],
    ['no answer', (response) => response.destroy()],
  ])('%s is no answer', async (_, how) => {
    answer = how;
    await expect(http.send({ method: 'POST', path: '/', body: '{}' })).rejects.toThrow(TypeError);
  });
});

describe('one drainer at a time', () => {
  test('while one is at it, another one is turned away without running', async () => {
    const locks = new MemoryLocks();
    const [page, worker] = [browserDrainerHost(locks), browserDrainerHost(locks)];
    let end: (value: string) => void = () => null;
    const first = page.alone(() => new Promise<string>((resolve) => (end = resolve)));
    expect(await worker.alone(() => Promise.resolve('ran'))).toBeNull();
    end('done');
    expect(await first).toBe('done');
    expect(await worker.alone(() => Promise.resolve('ran'))).toBe('ran');
  });
});

describe('Background Sync', () => {
  test('is asked for where there is such a thing', async () => {
    const tags: string[] = [];
    const sync = { register: (tag: string) => Promise.resolve(void tags.push(tag)) };
    expect(await requestBackgroundSync({ sync })).toBe(true);
    expect(tags).toEqual(['drain']);
  });

  test('its absence or refusal is no error', async () => {
    expect(await requestBackgroundSync({})).toBe(false);
    expect(await requestBackgroundSync({ sync: { register: () => Promise.reject(new Error('denied')) } })).toBe(false);
  });
});
