import { randomUUID } from 'node:crypto';
import type { DrainableTillStore } from '#store/till-store.ts';
import { drainOnce } from '#sync/drain.ts';
import type { HttpPort } from '#sync/ports.ts';
import { createServerPort } from '#sync/push-client.ts';
import type { ServerAccess } from './count-server.ts';

/** Sends all that is unsent with the browser's own drainer; throws when the server does not take it. */
export async function sendEverything(store: DrainableTillStore, access: ServerAccess): Promise<void> {
  const now = () => Date.now();
  const outcome = await drainOnce({
    outbox: store.outbox,
    server: createServerPort(httpTo(access), now),
    now,
    nonce: () => randomUUID(),
  });
  if (outcome.kind !== 'empty') {
    throw new Error(`The server did not take everything: ${JSON.stringify(outcome)}`);
  }
}

function httpTo(access: ServerAccess): HttpPort {
  return {
    send: async ({ method, path, body }) => {
      const response = await fetch(new URL(path, access.url), {
        method,
        headers: {
          authorization: `Bearer ${access.token}`,
          ...(body === null ? {} : { 'content-type': 'application/json' }),
        },
        body,
      });
      return {
        status: response.status,
        retryAfter: response.headers.get('retry-after'),
        text: await response.text(),
      };
    },
  };
}
