import type { HistoryReader } from './history-shelf.ts';
import type { HighWaterPort } from './high-water-mark.ts';
import type { JournalChannel } from './journal-channel.ts';
import type { JournalFile } from './journal-file.ts';
import type { JournalRows } from './journal-rows.ts';

/** What the till's storage is made of on one device. */
export interface TillStorePorts {
  /** Opens the journal database anew: a connection that has failed is dead for good. */
  connectDatabase: () => JournalRows;
  journalFile: JournalFile;
  /** Whether this browser has such files at all: where it has none, none can hold what nobody sees. */
  hasFiles: boolean;
  highWater: HighWaterPort;
  channel: JournalChannel;
  /** Whether this tab still has the till: one that another has replaced, be it over its start, writes nothing any more. */
  isHeld: () => boolean;
  /** Milliseconds since the Unix epoch. */
  now: () => number;
  /** So many unguessable bytes. */
  random: (length: number) => Uint8Array;
  /** What the server gave back of the register's past, for look-ups; nothing goes from it into the journal. */
  history?: HistoryReader;
}
