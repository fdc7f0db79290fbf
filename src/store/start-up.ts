import { FileBusy } from './block-file.ts';
import { type HighWater, type HighWaterPort, readHighWater } from './high-water-mark.ts';
import type { JournalDatabase } from './journal-database.ts';
import type { JournalFile } from './journal-file.ts';
import type { JournalReader } from './journal-reader.ts';
import { type JournalRecord, inJournalOrder, registerTag } from './journal-record.ts';
import { within } from './patience.ts';
import { type Identity, parseIdentity } from './registration.ts';
import type { SlotKey } from './slot-format.ts';
import type { BootReport } from './till-store.ts';

const PAGE = 500;
const PATIENCE_MS = 15_000;

export interface Storages {
  file: JournalFile;
  database: JournalDatabase;
  highWater: HighWaterPort;
}

/** What each storage answered when it was opened: null where it did not. */
export interface Opened {
  /** Every record's key in the file. */
  fileKeys: SlotKey[] | null;
  databaseIsUp: boolean;
  identity: Identity | null;
  /** The same identity as each copy holds it, so that the other one can be given it. */
  copies: { file: Identity | null; database: Identity | null };
}

/** What the comparison of both copies came to, before anything is put back. */
export interface Comparison {
  /** The newest record that either copy holds. */
  last: JournalRecord | null;
  sentThrough: Map<number, number>;
  missingInDatabase: JournalRecord[];
  missingInFile: JournalRecord[];
  /** As far as the journal is known to have come, shown or not; zeros when nothing is known. */
  highest: { epoch: number; seq: number };
  /** The epoch to go on in, because the journal once came further than both copies can show; null otherwise. */
  newEpoch: number | null;
  cause: BootReport['cause'];
}

/** Opens both copies. Throws FileBusy when another tab holds the file, for then that tab sells. */
export async function openBoth({ file, database }: Storages): Promise<Opened> {
  const fileKeys = await orNull(within(PATIENCE_MS, file.open()));
  const inFile = fileKeys === null ? null : parseIdentity(await orNull(file.readCopy('registration')));
  const answer = await orNull(database.readIdentity().then((identity) => ({ identity })));
  const inDatabase = answer?.identity ?? null;
  return {
    fileKeys,
    databaseIsUp: answer !== null,
    identity: newer(inFile, inDatabase),
    copies: { file: inFile, database: inDatabase },
  };
}

/** Compares what file, database and high-water mark say of one register. */
export async function compareCopies(
  storages: Storages,
  opened: Pick<Opened, 'fileKeys' | 'databaseIsUp'>,
  identity: Identity,
): Promise<Comparison> {
  const { registerId } = identity.registration;
  const register = registerTag(registerId);
  const fileKeys = (opened.fileKeys ?? []).filter((key) => key.register === register);
  const reader = opened.databaseIsUp ? storages.database.readerFor(registerId) : null;
  const { sentThrough, unsent } = await readDatabase(reader);
  const inDatabase = new Set(unsent.map(placeOf));
  const lacking = fileKeys.filter(
    (key) => key.seq > (sentThrough.get(key.epoch) ?? 0) && !inDatabase.has(placeOfKey(key)),
  );
  const inFile = new Set(fileKeys.map(({ hash }) => hash));
  const missingInDatabase = lacking.length === 0 ? [] : await storages.file.read(lacking);
  const ours = missingInDatabase.filter(({ event }) => event.register_id === registerId).sort(inJournalOrder);
  const [newest] = (await reader?.newest(1)) ?? [];
  const last =
    [newest, ...ours]
      .filter((record) => record !== undefined)
      .sort(inJournalOrder)
      .at(-1) ?? null;
  const missingInFile = opened.fileKeys === null ? [] : unsent.filter(({ event }) => !inFile.has(event.hash));
  const mark = readHighWater(storages.highWater, registerId);
  const newEpoch = unprovable(mark, identity, last);
  return {
    last,
    sentThrough,
    missingInDatabase: ours,
    missingInFile,
    newEpoch,
    highest: (newEpoch === null ? last?.event : mark) ?? { epoch: 0, seq: 0 },
    cause: causeOf(newEpoch, reader === null ? 0 : ours.length, missingInFile.length),
  };
}

/** Confirmed marks and every unconfirmed record of the database; nothing when it cannot be read. */
async function readDatabase(
  reader: JournalReader | null,
): Promise<{ sentThrough: Map<number, number>; unsent: JournalRecord[] }> {
  const sentThrough = new Map<number, number>();
  const unsent: JournalRecord[] = [];
  for (const extent of (await reader?.extents()) ?? []) {
    sentThrough.set(extent.epoch, extent.sentThrough);
    let seq = extent.sentThrough + 1;
    while (reader !== null && seq <= extent.lastSeq) {
      const page = await reader.slice({ epoch: extent.epoch, seq }, PAGE);
      unsent.push(...page);
      seq = (page.at(-1)?.event.seq ?? extent.lastSeq) + 1;
    }
  }
  return { sentThrough, unsent };
}

/** Numbers that were once given out but cannot be shown any more must not be given again: an epoch of its own. */
function unprovable(mark: HighWater | null, identity: Identity, last: JournalRecord | null): number | null {
  const epoch = Math.max(identity.epoch, last?.event.epoch ?? 0);
  if (mark === null || mark.epoch < epoch) {
    return null;
  }
  const tip = last?.event.epoch === mark.epoch ? last.event : { seq: 0, hash: '' };
  const isShown = tip.seq > mark.seq || (tip.seq === mark.seq && tip.hash === mark.hash);
  return isShown ? null : Math.max(epoch, mark.epoch) + 1;
}

function causeOf(newEpoch: number | null, missingInDatabase: number, missingInFile: number): BootReport['cause'] {
  if (newEpoch !== null) {
    return 'not_provable';
  }
  if (missingInDatabase > 0) {
    return 'database_short';
  }
  return missingInFile > 0 ? 'file_short' : 'clean';
}

function newer(a: Identity | null, b: Identity | null): Identity | null {
  if (a === null || b === null) {
    return a ?? b;
  }
  return a.revision > b.revision ? a : b;
}

function placeOf({ event }: JournalRecord): string {
  return `${String(event.epoch)}:${String(event.seq)}`;
}

function placeOfKey(key: SlotKey): string {
  return `${String(key.epoch)}:${String(key.seq)}`;
}

/** Null in place of an error, except that someone else holds the file. */
async function orNull<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof FileBusy) {
      throw error;
    }
    return null;
  }
}
