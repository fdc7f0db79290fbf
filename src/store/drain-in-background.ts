import { type DrainOutcome, type HttpPort, ServerRefused } from '#sync/ports.ts';
import { drainOnce } from '#sync/drain.ts';
import type { DrainerHost } from '#sync/drainer.ts';
import { heal } from '#sync/heal.ts';
import { createServerPort } from '#sync/push-client.ts';
import type { JournalChannel } from './journal-channel.ts';
import { JournalDatabase } from './journal-database.ts';
import type { JournalRows } from './journal-rows.ts';
import { DatabaseOutbox } from './outbox.ts';

/**
 * Between the tries of one wake-up: a line that has just come back often does not carry the first request, and a browser
 * that is told so wakes nobody for the next five minutes.
 */
const TRY_AGAIN_MS = [2_000, 8_000];

export interface BackgroundPorts {
  connectDatabase: () => JournalRows;
  /** The server, asked in the name of this device token. */
  http: (deviceToken: string) => HttpPort;
  channel: JournalChannel;
  alone: DrainerHost['alone'];
  now: () => number;
  nonce: () => string;
}

/**
 * Sends what the journal database holds, without any page. Resolves to null when there was nothing to do here: this
 * device is no register, or someone else is sending. The database is let go of afterwards, so that a worker that the
 * browser keeps for a while stands in no page's way.
 */
export async function drainInBackground(ports: BackgroundPorts): Promise<DrainOutcome | null> {
  const database = new JournalDatabase(ports.connectDatabase);
  try {
    const identity = await database.readIdentity();
    if (identity === null) {
      return null;
    }
    const outbox = new DatabaseOutbox(database, () => {
      ports.channel.post({ type: 'journal_changed' });
    });
    const server = createServerPort(ports.http(identity.registration.deviceToken), ports.now);
    return await ports.alone(async () => {
      // Whether all of an epoch has to go again is for the page, which knows when it last did.
      await heal({ outbox, server, now: ports.now }, null);
      return drainOnce({ outbox, server, now: ports.now, nonce: ports.nonce });
    });
  } catch (error) {
    if (error instanceof ServerRefused) {
      return { kind: 'paused', confirmed: 0, status: error.status };
    }
    throw error;
  } finally {
    database.close();
  }
}

/** The same when the browser says that there is a line: `wait` resolves after so many milliseconds. */
export async function drainWhenWoken(
  ports: BackgroundPorts,
  wait: (ms: number) => Promise<void>,
): Promise<DrainOutcome | null> {
  let outcome = await drainInBackground(ports);
  for (const ms of TRY_AGAIN_MS) {
    if (outcome?.kind === 'later' && outcome.because === 'no_line') {
      await wait(ms);
      outcome = await drainInBackground(ports);
    }
  }
  return outcome;
}
