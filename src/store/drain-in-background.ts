import type { HttpPort, DrainOutcome } from '#sync/ports.ts';
import { drainOnce } from '#sync/drain.ts';
import type { DrainerHost } from '#sync/drainer.ts';
import { heal } from '#sync/heal.ts';
import { createServerPort } from '#sync/push-client.ts';
import type { JournalChannel } from './journal-channel.ts';
import { JournalDatabase } from './journal-database.ts';
import type { JournalRows } from './journal-rows.ts';
import { DatabaseOutbox } from './outbox.ts';

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
      await heal({ outbox, server });
      return drainOnce({ outbox, server, now: ports.now, nonce: ports.nonce });
    });
  } finally {
    database.close();
  }
}
