import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createRest } from './rest.ts';

let server: Server | null = null;

/** A real server on a free port that gives one answer to everything. */
async function serving(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const started = createServer(answer);
  server = started;
  await new Promise<void>((resolve) => {
    started.listen(0, '127.0.0.1', resolve);
  });
  // A server that listens on a port has an address of this form; Node's type also covers pipes.
  return `http://127.0.0.1:${(started.address() as AddressInfo).port}`;
}

async function stopServer(): Promise<void> {
  const running = server;
  server = null;
  await new Promise<void>((resolve) => {
    if (running === null) {
      resolve();
    } else {
      running.close(() => {
        resolve();
      });
      running.closeAllConnections();
    }
  });
}

function json(status: number, body: unknown) {
  return (_request: IncomingMessage, response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
}

const shape = z.object({ name: z.string() });
const refusal = { error: { code: 'X', type: 'T', message: 'No such register.', details: {} } };

function ask(origin: string) {
  return createRest({ origin, language: 'es' })({ method: 'GET', path: '/api/v1/session' }, shape);
}

describe('asking the server', () => {
  afterEach(stopServer);

  it('takes the data out of the envelope', async () => {
    const origin = await serving(json(200, { status: 'success', data: { name: 'Ana' } }));
    expect(await ask(origin)).toEqual({ ok: true, data: { name: 'Ana' } });
  });

  it('sends the language, the token and the body of a change', async () => {
    const seen: string[] = [];
    const origin = await serving((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on('end', () => {
        const { 'x-csrf-token': token, 'accept-language': language } = request.headers;
        seen.push(`${request.method ?? ''} ${String(token)} ${String(language)} ${body}`);
        json(200, { status: 'success', data: { name: 'Ana' } })(request, response);
      });
    });
    const call = { method: 'POST', path: '/x', body: { a: 1 }, csrfToken: 'abc' } as const;
    await createRest({ origin, language: 'es' })(call, shape);
    expect(seen).toEqual(['POST abc es {"a":1}']);
  });

  it('passes on what the server says when it refuses', async () => {
    const origin = await serving(json(404, refusal));
    const problem = { kind: 'refused', status: 404, message: 'No such register.' };
    expect(await ask(origin)).toEqual({ ok: false, problem });
  });

  it('knows an ended session', async () => {
    const origin = await serving(json(401, refusal));
    expect(await ask(origin)).toEqual({ ok: false, problem: { kind: 'signed_out' } });
  });

  it.each([200, 401, 502])('does not take a foreign page with status %i for an answer', async (status) => {
    const origin = await serving((_request, response) => {
      response.writeHead(status, { 'content-type': 'text/html' }).end('<h1>Wi-Fi</h1>');
    });
    expect(await ask(origin)).toEqual({ ok: false, problem: { kind: 'not_understood' } });
  });

  it('does not take another shape for an answer', async () => {
    const origin = await serving(json(200, { status: 'success', data: { name: 7 } }));
    expect(await ask(origin)).toEqual({ ok: false, problem: { kind: 'not_understood' } });
  });

  it('says so when nobody is there', async () => {
    const origin = await serving(json(200, {}));
    await stopServer();
    expect(await ask(origin)).toEqual({ ok: false, problem: { kind: 'unreachable' } });
  });

  it('says so when the line is cut in the middle of the answer', async () => {
    const origin = await serving((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' });
      response.write('{"status":"succ');
      response.destroy();
    });
    expect(await ask(origin)).toEqual({ ok: false, problem: { kind: 'unreachable' } });
  });
});
