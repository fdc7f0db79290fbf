import type { z } from 'zod';
import { failure, success } from '#protocol/answer.ts';

/** Why an answer could not be had. Only "refused" was said by the server itself. */
export type RestProblem =
  | { kind: 'unreachable' }
  | { kind: 'signed_out' }
  | { kind: 'refused'; status: number; message: string }
  | { kind: 'not_understood' };

export type Answer<Data> = { ok: true; data: Data } | { ok: false; problem: RestProblem };

/** Something asked of the server. `csrfToken` goes with every change. */
export interface Call {
  method: 'GET' | 'POST' | 'DELETE';
  path: string;
  body?: unknown;
  /** A file to be sent as it is, in place of a body; it is given more time. */
  file?: Blob;
  csrfToken?: string;
  signal?: AbortSignal | undefined;
}

/** Where the server is ("" for the page's own origin) and in which language it should answer. */
export interface RestOptions {
  origin: string;
  language: string;
}

/** Asks the server. `shape` describes the data inside the envelope; never throws. */
export type Rest = <Data>(call: Call, shape: z.ZodType<Data>) => Promise<Answer<Data>>;

/** Longer than any page needs; a line that hangs must not leave a person waiting without a word. */
const PATIENCE_MS = 20_000;
const FILE_PATIENCE_MS = 5 * 60_000;

/** The office's way to the server: the session travels in a cookie that this code never sees. */
export function createRest({ origin, language }: RestOptions): Rest {
  return async (call, shape) => {
    const heard = await send(origin + call.path, call, language);
    if (heard === null) {
      return { ok: false, problem: { kind: 'unreachable' } };
    }
    if (!heard.ok) {
      return { ok: false, problem: problemOf(heard.status, heard.body) };
    }
    const answer = success(shape).safeParse(heard.body);
    return answer.success ? { ok: true, data: answer.data.data } : { ok: false, problem: { kind: 'not_understood' } };
  };
}

interface Heard {
  ok: boolean;
  status: number;
  /** Undefined when it was no JSON. */
  body: unknown;
}

/** Null when nobody answered, or not to the end. */
async function send(url: string, call: Call, language: string): Promise<Heard | null> {
  const patience = AbortSignal.timeout(call.file === undefined ? PATIENCE_MS : FILE_PATIENCE_MS);
  try {
    const response = await fetch(url, {
      method: call.method,
      headers: headersOf(call, language),
      credentials: 'same-origin',
      body: call.file ?? (call.body === undefined ? null : JSON.stringify(call.body)),
      signal: call.signal === undefined ? patience : AbortSignal.any([call.signal, patience]),
    });
    return { ok: response.ok, status: response.status, body: jsonOf(await response.text()) };
  } catch {
    return null;
  }
}

function headersOf(call: Call, language: string): Headers {
  const headers = new Headers({ accept: 'application/json', 'accept-language': language });
  if (call.body !== undefined || call.file !== undefined) {
    headers.set('content-type', 'application/json');
  }
  if (call.csrfToken !== undefined) {
    headers.set('x-csrf-token', call.csrfToken);
  }
  return headers;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function problemOf(status: number, body: unknown): RestProblem {
  const refusal = failure.safeParse(body);
  if (!refusal.success) {
    return { kind: 'not_understood' };
  }
  return status === 401 ? { kind: 'signed_out' } : { kind: 'refused', status, message: refusal.data.error.message };
}
