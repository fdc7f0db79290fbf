import { createServer, type IncomingMessage, request as ask, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SeededRandom } from './sim/seeded-random.ts';

/**
 * What befalls one request. `request_lost`, `request_cut`: the server never has the whole of it. `answer_lost`,
 * `answer_cut`: it has done its work, and the till does not learn of it. `doubled`: it gets the request twice at once.
 * `echoed`: and a second time later, when something else has gone through. `withheld`: the answer waits until the till
 * has given up, and `silent`: so does the request. `dripping`: the answer comes letter by letter, and never ends.
 * `instead`: somebody else answers, and the server hears nothing.
 */
export type Fate =
  | { kind: 'through' | 'request_lost' | 'answer_lost' | 'doubled' | 'echoed' | 'withheld' | 'silent' | 'dripping' }
  | { kind: 'request_cut' | 'answer_cut'; bytes: number }
  | { kind: 'instead'; status: number; headers?: Record<string, string>; body?: string };

/** A line of real connections between tills and a server, which loses, cuts, doubles and forges. */
export interface FaultyLine {
  /** What tills take for the server. */
  readonly url: string;
  /** What befalls the next requests, in order. */
  readonly fates: Fate[];
  /** What befalls a request once there are no `fates`. */
  chance: () => Fate;
  /** Every request that came, when (milliseconds of the clock), and what was answered; null where nothing was. */
  readonly log: { at: number; path: string; fate: Fate['kind']; status: number | null }[];
  /** Breaks every connection there is. */
  cut(): void;
  close(): Promise<void>;
}

const THROUGH: Fate = { kind: 'through' };
/** Between two letters of an answer that drips. */
const DRIP_MS = 5;

interface Asked {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

/** Opens a line that is good until it is told otherwise; `server` is asked at each request. */
export async function openFaultyLine(server: () => string): Promise<FaultyLine> {
  const line: Omit<FaultyLine, 'url' | 'cut' | 'close'> = { fates: [], chance: () => THROUGH, log: [] };
  let echoes: Asked[] = [];

  async function meet(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const asked = await readAll(incoming);
    const fate = line.fates.shift() ?? line.chance();
    const entry = { at: Date.now(), path: asked.path, fate: fate.kind, status: null as number | null };
    line.log.push(entry);
    const answer = await suffer(fate, asked, server());
    entry.status = answer?.status ?? null;
    await giveBack(fate, answer, outgoing);
    const late = echoes;
    echoes = fate.kind === 'echoed' ? [asked] : [];
    await Promise.all(late.map((echo) => passOn(echo, server())));
  }

  const proxy = createServer((incoming, outgoing) => {
    meet(incoming, outgoing).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return Object.assign(line, {
    url: `http://127.0.0.1:${String((proxy.address() as AddressInfo).port)}`,
    cut() {
      proxy.closeAllConnections();
    },
    async close() {
      proxy.closeAllConnections();
      await new Promise((resolve) => proxy.close(resolve));
    },
  });
}

/** Any of the faults that leave the till in doubt, `loss` of all requests each way, and now and then one of the others. */
export function badWeather(random: SeededRandom, loss: number): () => Fate {
  return () => {
    if (random.chance(loss / 2)) {
      return random.chance(0.5) ? { kind: 'request_lost' } : { kind: 'request_cut', bytes: random.below(2_000) };
    }
    if (random.chance(loss / 2)) {
      return random.chance(0.5) ? { kind: 'answer_lost' } : { kind: 'answer_cut', bytes: random.below(400) };
    }
    return random.chance(0.1) ? { kind: random.pick(['doubled', 'echoed'] as const) } : THROUGH;
  };
}

/** What reaches the server of a request, and what it says; null where that is not known. */
async function suffer(fate: Fate, asked: Asked, server: string): Promise<Answer | null> {
  switch (fate.kind) {
    case 'request_lost':
    case 'silent':
      return null;
    case 'request_cut':
      await passPart(asked, server, Math.min(fate.bytes, asked.body.length - 1));
      return null;
    case 'instead':
      return { status: fate.status, headers: fate.headers ?? {}, body: Buffer.from(fate.body ?? '') };
    case 'doubled':
      return Promise.any([passOn(asked, server), passOn(asked, server)]);
    case 'through':
    case 'echoed':
    case 'answer_lost':
    case 'answer_cut':
    case 'withheld':
    case 'dripping':
      return passOn(asked, server);
  }
}

async function giveBack(fate: Fate, answer: Answer | null, outgoing: ServerResponse): Promise<void> {
  if (fate.kind === 'silent' || fate.kind === 'withheld') {
    await new Promise((resolve) => outgoing.once('close', resolve));
    return;
  }
  if (answer === null || fate.kind === 'answer_lost') {
    outgoing.destroy();
    return;
  }
  outgoing.writeHead(answer.status, answer.headers);
  if (fate.kind === 'answer_cut') {
    outgoing.flushHeaders();
    outgoing.write(answer.body.subarray(0, Math.min(fate.bytes, answer.body.length - 1)), () => outgoing.destroy());
  } else if (fate.kind === 'dripping') {
    await drip(answer.body, outgoing);
  } else {
    outgoing.end(answer.body);
  }
}

/** All but the last letter. */
async function drip(body: Buffer, outgoing: ServerResponse): Promise<void> {
  for (let at = 0; at < body.length - 1 && !outgoing.destroyed; at += 1) {
    outgoing.write(body.subarray(at, at + 1));
    await new Promise((resolve) => setTimeout(resolve, DRIP_MS));
  }
}

async function readAll(incoming: IncomingMessage): Promise<Asked> {
  const { method = 'GET', url: path = '/', headers } = incoming;
  return { method, path, headers, body: await bytesOf(incoming) };
}

async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of message) {
    pieces.push(Buffer.from(piece));
  }
  return Buffer.concat(pieces);
}

function passOn({ method, path, headers, body }: Asked, server: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const onward = ask(new URL(path, server), { method, headers, agent: false }, (answer) => {
      // Whole again, it needs no transfer encoding of its own.
      const { 'transfer-encoding': _encoding, ...others } = answer.headers;
      bytesOf(answer).then((content) => {
        const told = { ...others, connection: 'close', 'content-length': String(content.length) };
        resolve({ status: answer.statusCode ?? 502, headers: told, body: content });
      }, reject);
    });
    onward.once('error', reject);
    onward.end(body);
  });
}

/** The server gets the first so many bytes, and then the connection is gone. */
function passPart({ method, path, headers, body }: Asked, server: string, bytes: number): Promise<void> {
  return new Promise((resolve) => {
    const onward = ask(new URL(path, server), { method, headers, agent: false });
    onward.once('error', () => {
      resolve();
    });
    onward.once('close', () => {
      resolve();
    });
    onward.flushHeaders();
    onward.write(body.subarray(0, Math.max(0, bytes)), () => onward.destroy());
  });
}
