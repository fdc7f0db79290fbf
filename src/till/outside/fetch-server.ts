import { ServerProblem, type TillServer } from '../ports.ts';

/** A till whose server hangs must be able to say so. */
const PATIENCE_MS = 20_000;

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
    const answer = await fetch(path, { ...request, signal: AbortSignal.timeout(PATIENCE_MS) });
    status = answer.status;
    text = await answer.text();
  } catch {
    throw new ServerProblem('no_line', '');
  }
  return read(status, text);
}
