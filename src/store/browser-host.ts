import type { DrainerHost } from '#sync/drainer.ts';
import type { HttpAnswer, HttpPort, HttpRequest } from '#sync/ports.ts';

const DRAIN_LOCK = 'mostrador:drain';
/** The tag of the Background Sync event that lets the service worker send after the last page is closed. */
export const BACKGROUND_SYNC_TAG = 'drain';
const TIMEOUT_MS = 30_000;
/** What a slow line still carries in a millisecond: a large request is given the time that it takes there. */
const SLOW_BYTES_PER_MS = 8;
/** Below this, zipping costs more than it saves. */
const ZIP_FROM_CHARACTERS = 1024;

/** One drainer at a time among all tabs and the service worker of this device; timers and chance of the browser. */
export function browserDrainerHost(locks: Pick<LockManager, 'request'>): DrainerHost {
  return {
    alone: (work) => locks.request(DRAIN_LOCK, { ifAvailable: true }, (lock) => (lock === null ? null : work())),
    after: (ms, callback) => {
      const timer = setTimeout(callback, ms);
      return () => {
        clearTimeout(timer);
      };
    },
    random: () => Math.random(),
  };
}

/**
 * The server over fetch: zips what it sends, waits half a minute, or as long as a slow line needs, and follows no
 * redirect (a captive portal's first word). `origin` is "" in the browser; `token` is asked for each request, for it
 * changes with an enrolment.
 */
export function fetchHttp(origin: string, token: () => string | null, timeoutMs = TIMEOUT_MS): HttpPort {
  return {
    send: async (request) => {
      const sent = await bodyOf(request, token());
      const response = await fetch(`${origin}${request.path}`, {
        method: request.method,
        ...sent,
        cache: 'no-store',
        credentials: 'omit',
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs + Math.ceil(sizeOf(sent.body) / SLOW_BYTES_PER_MS)),
      });
      return answerOf(response);
    },
  };
}

interface Sent {
  headers: Record<string, string>;
  body?: string | ArrayBuffer;
}

function sizeOf(body: Sent['body']): number {
  return typeof body === 'string' ? body.length : (body?.byteLength ?? 0);
}

async function bodyOf({ body }: HttpRequest, token: string | null): Promise<Sent> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (token !== null) {
    headers['authorization'] = `Bearer ${token}`;
  }
  if (body === null) {
    return { headers };
  }
  headers['content-type'] = 'application/json';
  if (body.length < ZIP_FROM_CHARACTERS) {
    return { headers, body };
  }
  const zipped = new Blob([body]).stream().pipeThrough(new CompressionStream('gzip'));
  return { headers: { ...headers, 'content-encoding': 'gzip' }, body: await new Response(zipped).arrayBuffer() };
}

async function answerOf(response: Response): Promise<HttpAnswer> {
  return { status: response.status, retryAfter: response.headers.get('retry-after'), text: await response.text() };
}

/** What Chromium adds to a service worker's registration. */
interface SyncManager {
  register(tag: string): Promise<void>;
}

/**
 * Asks the browser to wake the service worker when the line is back, also with no page open. A bonus that only some
 * browsers have, and that gives up after a while: to be asked for anew at each chance. Resolves to whether it was had.
 */
export async function requestBackgroundSync(registration: object): Promise<boolean> {
  const sync = 'sync' in registration ? registration.sync : null;
  if (!isSyncManager(sync)) {
    return false;
  }
  try {
    await sync.register(BACKGROUND_SYNC_TAG);
    return true;
  } catch {
    return false;
  }
}

function isSyncManager(value: unknown): value is SyncManager {
  return typeof value === 'object' && value !== null && 'register' in value && typeof value.register === 'function';
}
