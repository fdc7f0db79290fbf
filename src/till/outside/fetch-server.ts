import { MAX_COPY_BYTES } from '#protocol/copy-limits.ts';
import { ServerProblem, type TillServer } from '../ports.ts';

/** A till whose server hangs must be able to say so. */
const PATIENCE_MS = 20_000;
/** A large file over a slow line takes its time. */
const FILE_PATIENCE_MS = 5 * 60_000;

/**
 * The server over fetch, for what a till asks beside sending. The schemas are loaded with the first question: a till
 * that only sells never needs them.
 */
export function createFetchServer(): TillServer {
  return {
    enrol: async (request) => {
      const { readEnrolment } = await loadReaders();
      return ask(readEnrolment, '/api/v1/pos/enrolments', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(request),
      });
    },
    fetchShelf: async (deviceToken) => {
      const { readCatalogue, readStaff } = await loadReaders();
      const asDevice = { headers: { authorization: `Bearer ${deviceToken}` } };
      const [catalogue, staff] = await Promise.all([
        ask(readCatalogue, '/api/v1/pos/catalogue/snapshot', asDevice),
        ask(readStaff, '/api/v1/pos/staff', asDevice),
      ]);
      return { catalogue, staff };
    },
    fetchPastEvents: async (deviceToken, before) => {
      const { readPastEvents } = await loadReaders();
      const headers = { authorization: `Bearer ${deviceToken}` };
      const from = before === null ? '' : `?before=${before}`;
      return ask(readPastEvents, `/api/v1/pos/registers/self/events${from}`, { headers });
    },
    fetchCopyKey: async (deviceToken) => {
      const { readCopyKey } = await loadReaders();
      const headers = { authorization: `Bearer ${deviceToken}` };
      const { key_id: keyId, public_key: publicKey } = await ask(readCopyKey, '/api/v1/pos/copy-key', { headers });
      return { keyId, publicKey };
    },
    takeInCopy: async (deviceToken, file) => {
      if (file.size > MAX_COPY_BYTES) {
        throw new ServerProblem('refused', 'COPY_TOO_LARGE');
      }
      const { readTakenCopy } = await loadReaders();
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${deviceToken}` };
      const signal = AbortSignal.timeout(FILE_PATIENCE_MS);
      return ask(readTakenCopy, '/api/v1/pos/copies', { method: 'POST', headers, body: file, signal });
    },
  };
}

/** Without a line not even the code that reads an answer may be had. */
async function loadReaders() {
  try {
    return await import('./read-answers.ts');
  } catch {
    throw new ServerProblem('no_line', '');
  }
}

/** Asks, and believes only an answer of the very shape that our server gives. */
async function ask<Data>(
  read: (status: number, text: string) => Data,
  path: string,
  request: RequestInit,
): Promise<Data> {
  let status: number;
  let text: string;
  try {
    const answer = await fetch(path, { signal: AbortSignal.timeout(PATIENCE_MS), ...request });
    status = answer.status;
    text = await answer.text();
  } catch {
    throw new ServerProblem('no_line', '');
  }
  return read(status, text);
}
