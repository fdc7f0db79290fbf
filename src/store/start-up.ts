import type { DataRestoredBody } from '#core/journal/journal-event.ts';
import { FileBusy } from './block-file.ts';
import { hasHighWater, type HighWater, type HighWaterPort, readHighWater } from './high-water-mark.ts';
import type { JournalDatabase } from './journal-database.ts';
import type { JournalFile } from './journal-file.ts';
import type { EpochExtent, JournalReader } from './journal-reader.ts';
import { type JournalRecord, inJournalOrder, inOrder, isWholeAt, placeOf, registerTag } from './journal-record.ts';
import { within } from './patience.ts';
import { type Identity, newestOf, parseIdentity } from './registration.ts';
import type { SentMarks } from './sent-marks.ts';
import type { SlotKey } from './slot-format.ts';
import { type BootReport, type SilentCopy, StorageRefused } from './till-store.ts';

const PATIENCE_MS = 15_000;
/** Damaged rows at the end that are looked behind; before more of them, the journal is taken for lost. */
const MOST_DAMAGED = 20;

/** The file knew of records and then did not give them. */
export class FileUnread extends Error {
  override readonly name = 'FileUnread';
}

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
  /** What each copy says of it: null where that is nothing, undefined where it did not answer. */
  copies: IdentityInCopies;
}

export type IdentityInCopies = Record<SilentCopy, Identity | null | undefined>;

/** What the comparison of both copies came to, before anything is put back. */
export interface Comparison {
  /** The newest record that either copy holds. */
  last: JournalRecord | null;
  missingInDatabase: JournalRecord[];
  missingInFile: JournalRecord[];
  /** As far as the journal is known to have come, shown or not; zeros when nothing is known. */
  highest: { epoch: number; seq: number };
  /** The epoch to begin, because the journal once came further than both copies can show; null otherwise. */
  newEpoch: number | null;
  cause: BootReport['cause'];
}

/**
 * Opens both copies at once. Throws FileBusy when another tab holds the file, for then that tab sells; StorageRefused where
 * this device is a register, and nothing answers which one.
 */
export async function openBoth({ file, database, highWater }: Storages): Promise<Opened> {
  const [inFile, inDatabase] = await Promise.all([openFile(file), openDatabase(database)]);
  const noted = inFile.identity ?? inDatabase.identity ?? null;
  const identity = noted === null ? null : newestOf(noted, inDatabase.identity ?? null);
  if (identity === null && !inDatabase.isUp && hasHighWater(highWater)) {
    throw new StorageRefused('unreachable');
  }
  return {
    fileKeys: inFile.keys,
    databaseIsUp: inDatabase.isUp,
    identity,
    copies: { file: inFile.identity, database: inDatabase.identity },
  };
}

async function openFile(file: JournalFile): Promise<{ keys: SlotKey[] | null; identity: Identity | null | undefined }> {
  const keys = await orNull(within(PATIENCE_MS, file.open()));
  if (keys === null) {
    return { keys, identity: undefined };
  }
  const noted = await orNull(
    within(
      PATIENCE_MS,
      file.readCopy('registration').then((text) => ({ text })),
    ),
  );
  return { keys, identity: noted === null ? undefined : parseIdentity(noted.text) };
}

async function openDatabase(
  database: JournalDatabase,
): Promise<{ isUp: boolean; identity: Identity | null | undefined }> {
  try {
    return { isUp: true, identity: await database.readIdentity() };
  } catch {
    return { isUp: false, identity: undefined };
  }
}

/**
 * Compares what file, database and high-water mark say of one register. Rejects when a copy cannot be read after all, with
 * FileUnread where it is the file.
 */
export async function compareCopies(
  storages: Storages,
  opened: Pick<Opened, 'fileKeys' | 'databaseIsUp'> & Pick<SentMarks, 'sentThrough'>,
  identity: Identity,
): Promise<Comparison> {
  const { registerId } = identity.registration;
  const reader = opened.databaseIsUp ? storages.database.readerFor(registerId) : null;
  const extents = (await reader?.extents()) ?? [];
  const register = registerTag(registerId);
  const ofRegister = (opened.fileKeys ?? []).filter((key) => key.register === register);
  const inFile = ofRegister.filter(
    (key) => key.seq > opened.sentThrough(registerId, key.epoch) || isBeyond(key, reader === null ? null : extents),
  );
  const missingInDatabase = await readMissing(storages.file, inFile, await readPlaces(reader, extents));
  const missingInFile = await missingFrom(opened.fileKeys === null ? null : inFile, reader, extents);
  const newest = await newestStored(reader, extents.at(-1));
  const mended = await readAt(storages.file, ofRegister, newest.damaged);
  const ours = [...missingInDatabase, ...mended]
    .filter(({ event }) => event.register_id === registerId)
    .sort(inJournalOrder);
  const last = [...newest.whole, ...ours].sort(inJournalOrder).at(-1) ?? null;
  const mark = readHighWater(storages.highWater, registerId);
  const lostTip = isBefore(last, newest.damaged) ? newest.damaged : null;
  const given = laterOf(laterOf(mark, lostTip), confirmedBeyond(last, identity, opened));
  const known = { last, missingInDatabase: ours, missingInFile };
  return isHidden(given, last)
    ? { ...known, newEpoch: epochBehind(given, identity), highest: given, cause: 'not_provable' }
    : {
        ...known,
        newEpoch: null,
        highest: last?.event ?? { epoch: 0, seq: 0 },
        cause: causeOf(opened.databaseIsUp ? ours.length : 0, missingInFile.length),
      };
}

/** What the journal is told of the mending; null where there was none. */
export function mendedBy(comparison: Comparison): DataRestoredBody | null {
  const { missingInDatabase, missingInFile, highest, cause } = comparison;
  return cause === 'clean'
    ? null
    : {
        cause,
        events_restored: missingInDatabase.length + missingInFile.length,
        previous_epoch: highest.epoch,
        previous_seq: highest.seq,
      };
}

/**
 * Behind the newest row of the database: confirmed or not, the journal goes on from there. One that was emptied may have been
 * told again what is confirmed, and have no row. `extents` is null where the database does not answer.
 */
function isBeyond(key: SlotKey, extents: readonly EpochExtent[] | null): boolean {
  const newest = extents?.at(-1);
  return extents !== null && (newest === undefined || inOrder(key, { epoch: newest.epoch, seq: newest.lastSeq }) > 0);
}

/** A place that is known to have been given out, of which nothing else is known. */
type GivenOut = Pick<HighWater, 'epoch' | 'seq'> & { hash: null };

/**
 * The newest row that is what was sealed, and the place of the newest of all where that one no longer is: nothing may be
 * chained to it, and its number is given out.
 */
async function newestStored(
  reader: JournalReader | null,
  newest: EpochExtent | undefined,
): Promise<{ whole: JournalRecord[]; damaged: GivenOut | null }> {
  if (reader === null || newest === undefined) {
    return { whole: [], damaged: null };
  }
  const place = { registerId: reader.registerId, epoch: newest.epoch, seq: newest.lastSeq };
  const [tip] = await reader.slice(place, 1);
  if (tip !== undefined && isWholeAt(tip, place)) {
    return { whole: [tip], damaged: null };
  }
  const before = (await reader.newest(MOST_DAMAGED)).filter((record) => isWholeAt(record, placeOf(record.event)));
  return { whole: before, damaged: { epoch: place.epoch, seq: place.seq, hash: null } };
}

async function readAt(file: JournalFile, keys: readonly SlotKey[], place: GivenOut | null): Promise<JournalRecord[]> {
  const there = keys.filter(({ epoch, seq }) => epoch === place?.epoch && seq === place.seq);
  return there.length === 0 ? [] : readFrom(file, there);
}

async function readFrom(file: JournalFile, keys: readonly SlotKey[]): Promise<JournalRecord[]> {
  try {
    return await file.read(keys);
  } catch (error) {
    throw new FileUnread('the file does not give its records', { cause: error });
  }
}

/** What the server has had, though no copy shows it: the database was told so again when it had lost everything. */
function confirmedBeyond(
  last: JournalRecord | null,
  { epoch, registration: { registerId } }: Identity,
  { sentThrough }: Pick<SentMarks, 'sentThrough'>,
): GivenOut | null {
  const seq = sentThrough(registerId, epoch);
  return seq > 0 && isBefore(last, { epoch, seq, hash: null }) ? { epoch, seq, hash: null } : null;
}

function laterOf(mark: HighWater | GivenOut | null, tip: GivenOut | null): HighWater | GivenOut | null {
  const isMark = tip === null || (mark !== null && inOrder(mark, tip) >= 0);
  return isMark ? mark : tip;
}

function isBefore(last: JournalRecord | null, place: GivenOut | null): boolean {
  const { epoch, seq } = last?.event ?? { epoch: 0, seq: 0 };
  return place !== null && inOrder({ epoch, seq }, place) < 0;
}

/** The places of everything unconfirmed in the database. */
async function readPlaces(reader: JournalReader | null, extents: readonly EpochExtent[]): Promise<Set<string>> {
  const places = new Set<string>();
  for (const { epoch, sentThrough } of extents) {
    const seqs = (await reader?.seqsFrom({ epoch, seq: sentThrough + 1 })) ?? [];
    seqs.forEach((seq) => places.add(nameOf({ epoch, seq })));
  }
  return places;
}

/** The file's records at places where the database has none. */
async function readMissing(
  file: JournalFile,
  inFile: readonly SlotKey[],
  places: ReadonlySet<string>,
): Promise<JournalRecord[]> {
  const lacking = inFile.filter((key) => !places.has(nameOf(key)));
  return lacking.length === 0 ? [] : readFrom(file, lacking);
}

/**
 * The database's unconfirmed records that the file lacks. Where the file has as many of an epoch, and the same last one,
 * it has the same chain: then, as on nearly every start, no record has to be read.
 */
async function missingFrom(
  inFile: readonly SlotKey[] | null,
  reader: JournalReader | null,
  extents: readonly EpochExtent[],
): Promise<JournalRecord[]> {
  const missing: JournalRecord[] = [];
  if (inFile === null || reader === null) {
    return missing;
  }
  const hashes = new Set(inFile.map(({ hash }) => hash));
  for (const { epoch, sentThrough, lastSeq } of extents) {
    const [last] = await reader.slice({ epoch, seq: lastSeq }, 1);
    const count = inFile.filter((key) => key.epoch === epoch && key.seq <= lastSeq).length;
    if (last === undefined || count < lastSeq - sentThrough || !hashes.has(last.event.hash)) {
      const unsent = await reader.slice({ epoch, seq: sentThrough + 1 }, lastSeq);
      // A damaged row is none for the file: it could not even be put in order there.
      const whole = unsent.filter((record) => isWholeAt(record, placeOf(record.event)));
      missing.push(...whole.filter(({ event }) => !hashes.has(event.hash)));
    }
  }
  return missing;
}

/** Whether the journal once came further than both copies can show. */
function isHidden(given: HighWater | GivenOut | null, last: JournalRecord | null): given is HighWater | GivenOut {
  const { epoch, seq, hash } = last?.event ?? { epoch: 0, seq: 0, hash: '' };
  const order = given === null ? -1 : inOrder(given, { epoch, seq });
  return order > 0 || (order === 0 && given?.hash !== hash);
}

/**
 * Numbers that were once given out but cannot be shown any more must not be given again: an epoch of its own. Null where an
 * earlier start, which could write nothing, or the server has given one already.
 */
function epochBehind({ epoch }: HighWater | GivenOut, identity: Identity): number | null {
  return epoch < identity.epoch ? null : epoch + 1;
}

function causeOf(missingInDatabase: number, missingInFile: number): BootReport['cause'] {
  if (missingInDatabase > 0) {
    return 'database_short';
  }
  return missingInFile > 0 ? 'file_short' : 'clean';
}

function nameOf({ epoch, seq }: { epoch: number; seq: number }): string {
  return `${String(epoch)}:${String(seq)}`;
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
