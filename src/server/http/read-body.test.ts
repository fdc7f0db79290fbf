import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { ApiProblem } from './api-problem.ts';
import { readBody } from './read-body.ts';

function request(body: BodyInit, encoding?: string): Request {
  const headers = encoding === undefined ? {} : { 'content-encoding': encoding };
  return new Request('http://till.example/', { method: 'POST', body, headers });
}

async function refusalOf(promise: Promise<string>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    return error instanceof ApiProblem ? error.kind : String(error);
  }
  return 'none';
}

test('plain and packed bodies read the same', async () => {
  const text = '{"name":"Café"}';
  expect(await readBody(request(text), 100)).toBe(text);
  expect(await readBody(request(gzipSync(text), 'gzip'), 100)).toBe(text);
});

test('a body up to the limit is read, one byte more is refused', async () => {
  expect(await readBody(request('x'.repeat(100)), 100)).toHaveLength(100);
  expect(await refusalOf(readBody(request('x'.repeat(101)), 100))).toBe('TOO_LARGE');
});

test('a small packet that unpacks to more than the limit is refused', async () => {
  const bomb = gzipSync('0'.repeat(5_000_000));
  expect(bomb.length).toBeLessThan(10_000);
  expect(await refusalOf(readBody(request(bomb, 'gzip'), 10_000))).toBe('TOO_LARGE');
});

test('a body that breaks off is the sender’s fault, not the server’s', async () => {
  const broken = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('{"half":'));
      controller.error(new Error('aborted'));
    },
  });
  const sent = new Request('http://till.example/', { method: 'POST', body: broken, duplex: 'half' } as RequestInit);
  expect(await refusalOf(readBody(sent, 100))).toBe('INVALID_REQUEST');
});

test('an endless body is not read beyond the limit', async () => {
  let sent = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 1000;
      controller.enqueue(new Uint8Array(1000));
    },
  });
  const init: RequestInit & { duplex: 'half' } = { method: 'POST', body: endless, duplex: 'half' };
  expect(await refusalOf(readBody(new Request('http://till.example/', init), 10_000))).toBe('TOO_LARGE');
  expect(sent).toBeLessThan(20_000);
});

test('what is not gzip, not UTF-8 or otherwise packed is refused with its reason', async () => {
  expect(await refusalOf(readBody(request('plain', 'gzip'), 100))).toBe('INVALID_REQUEST');
  expect(await refusalOf(readBody(request(new Uint8Array([0xff, 0xfe])), 100))).toBe('INVALID_REQUEST');
  expect(await refusalOf(readBody(request('x', 'br'), 100))).toBe('UNSUPPORTED_MEDIA_TYPE');
});
