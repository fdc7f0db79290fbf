import { uuidV7 } from '#core/id/uuid-v7.ts';
import { JournalDatabase } from './journal-database.ts';
import { WriterReplaced } from './journal-tables.ts';
import { JournalTillStore } from './journal-till-store.ts';
import { openBoth } from './start-up.ts';
import { TillStorage } from './till-storage.ts';
import type { DrainableTillStore } from './till-store.ts';
import type { TillStorePorts } from './till-store-ports.ts';

/**
 * Opens the till's storage for the one tab that sells: compares both copies, mends what is missing and makes this
 * tab the only writer. Throws FileBusy when another tab has the file, and StorageRefused where this device is a till and
 * nothing answers which one: it is not to be set up anew for that. Whatever else is wrong, the till opens and says by
 * `mode` and `assertRoomToSell` what it cannot do.
 */
export async function openTillStore(ports: TillStorePorts): Promise<DrainableTillStore> {
  const database = new JournalDatabase(ports.connectDatabase);
  const { journalFile: file, highWater, hasFiles, isHeld, now } = ports;
  const opened = await openBoth({ file, database, highWater }).catch((error: unknown) => {
    database.close();
    throw error;
  });
  const writer = uuidV7(now(), ports.random(10));
  const claim = () =>
    isHeld() ? database.claim(writer, opened.identity) : Promise.reject(new WriterReplaced('another tab has the till'));
  const claiming = opened.databaseIsUp ? claim() : Promise.resolve();
  const refusal = await claiming.then(
    () => null,
    (error: unknown) => ({ error }),
  );
  const databaseIsUp = opened.databaseIsUp && refusal === null;
  const storage = new TillStorage({ file, database, highWater, opened, databaseIsUp, writer, hasFiles, isHeld, now });
  if (refusal !== null) {
    storage.databaseCopy.fail(refusal.error);
  }
  const store = new JournalTillStore(ports, storage);
  await store.start();
  return store;
}
