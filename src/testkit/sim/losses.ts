import { type JournalRecord, placeOf, registerTag, slotKeyOf } from '#store/journal-record.ts';
import type { SlotKey } from '#store/slot-format.ts';
import { readHighWater } from '#store/high-water-mark.ts';
import { chainOf } from '#store/slots.ts';
import type { StoreMode } from '#store/till-store.ts';
import type { SimDevice } from './sim-device.ts';
import type { SimFolder } from './sim-folder.ts';
import type { SimServer } from './sim-server.ts';

/**
 * A till that may lose something. One place may be lost while another one is whole: that is what there are several of
 * them for. What is nowhere else cannot come back, so that a loss of it would show nothing; each loss here strikes only
 * where all that would be lost is elsewhere too. But a till that claims to hold twice whatever it has not sent yet is
 * taken at its word.
 */
export interface Exposed {
  device: SimDevice;
  server: SimServer;
  /** Where the till says that it keeps its journal; null while the app is off. */
  claim: StoreMode | null;
  /** Another machine is the same register: one of them set up anew would shut the other one out, as it must. */
  hasTwin: boolean;
}

/** The database goes, with everything in it; resolves to whether it did. */
export function loseDatabase(exposed: Exposed): Promise<boolean> {
  const { device, server, hasTwin } = exposed;
  return server.meanwhile((held) => {
    const file = device.placesInFile();
    const isSpared =
      !isElsewhere(exposed, placesInDatabase(device), [held, hashesOf(file)]) ||
      !knowsItsEnd(device) ||
      (hasTwin && device.folder.durable('registration.a').length === 0);
    if (!isSpared) {
      device.settleMark();
      device.journal.wipe();
      // From here on only the server has what it confirmed: this device can fill up no older one any more.
      server.forgetBackup();
    }
    return !isSpared;
  });
}

/** The file goes, or some of it; resolves to whether it did. */
export function loseFile(exposed: Exposed, lose: (folder: SimFolder) => void): Promise<boolean> {
  const { device, server, hasTwin } = exposed;
  return server.meanwhile((held) => {
    const [places, inDatabase] = [device.placesInFile(), hashesOf(placesInDatabase(device))];
    const isSpared =
      !isElsewhere(exposed, places, [held, inDatabase]) ||
      (hasTwin && device.journal.contents.identity === null) ||
      !knowsItsEnd(device);
    if (!isSpared) {
      if (places.some(({ hash }) => !inDatabase.has(hash))) {
        server.forgetBackup();
      }
      device.settleMark();
      lose(device.folder);
    }
    return !isSpared;
  });
}

/** The whole device goes; resolves to whether it did. */
export function loseDevice({ device, server, hasTwin }: Exposed, then: () => void): Promise<boolean> {
  const exposed = { device, server, hasTwin, claim: null };
  return server.meanwhile((held) => {
    const isSpared = !isElsewhere(exposed, [...placesInDatabase(device), ...device.placesInFile()], [held]);
    if (!isSpared) {
      device.crash();
      device.journal.wipe();
      device.folder.wipe();
      server.forgetBackup();
      then();
    }
    return !isSpared;
  });
}

/**
 * A row of the journal database turns to rubbish, or goes; resolves to whether it did. `pick` chooses among so many,
 * `spoil` says what is there afterwards.
 */
export function damageRow(
  exposed: Exposed,
  { pick, spoil }: { pick: (records: JournalRecord[]) => JournalRecord; spoil: Spoil },
): Promise<boolean> {
  const { device, server } = exposed;
  return server.meanwhile((held) => {
    const whole = wholeRecords(device);
    if (whole.length === 0) {
      return false;
    }
    const record = pick(whole);
    const place = slotKeyOf(record.event);
    if (!isElsewhere(exposed, [place], [held, hashesOf(device.placesInFile())]) || !knowsItsEnd(device)) {
      return false;
    }
    device.settleMark();
    const spoilt = spoil(record);
    device.spoilt.add(place.hash);
    if (spoilt !== null) {
      damaged.add(spoilt);
    }
    device.journal.damage(placeOf(record.event), spoilt);
    if (held.has(place.hash)) {
      // What was confirmed is not looked at again before it has to be sent again, and its place in the file may go.
      server.forgetBackup();
    }
    return true;
  });
}

/** Whether the mark beside both copies names an event that neither has: the next start goes on without it. */
export function lacksItsNewest(device: SimDevice, registerId: string | null): boolean {
  const mark = readHighWater({ read: () => device.mark, write: () => undefined }, registerId ?? '');
  const held = hashesOf([...placesInDatabase(device), ...device.placesInFile()]);
  return mark !== null && !held.has(mark.hash);
}

/**
 * Whether the mark beside both copies says how far the journal came. It is the third place that does: where it was late on
 * the disk no copy is lost before a start has raised it, for the other one may not answer then.
 */
function knowsItsEnd(device: SimDevice): boolean {
  const tip = tipOf(device);
  return tip === null || device.mark?.includes(tip) === true;
}

/** The hash of the newest event that a device has whole, in either copy; null when it has none. */
export function tipOf(device: SimDevice): string | null {
  return newestOf(device)?.hash ?? null;
}

/** The place of that event. */
export function newestOf(device: SimDevice): SlotKey | null {
  let tip: SlotKey | null = null;
  for (const place of [...placesInDatabase(device), ...device.placesInFile()]) {
    if (tip === null || place.epoch > tip.epoch || (place.epoch === tip.epoch && place.seq >= tip.seq)) {
      tip = place;
    }
  }
  return tip;
}

/** Rows that are not what was written, on whichever disk: a copy of a disk has them too. */
const damaged = new WeakSet<JournalRecord>();

/** What becomes of a row: null where nothing is left of it. */
export type Spoil = (record: JournalRecord) => JournalRecord | null;

/** The same record with other figures, or another person: nothing in its shape shows it. */
export function anotherAmount({ event, after }: JournalRecord): JournalRecord {
  if (event.type !== 'sale.completed') {
    return { event: { ...event, actor: 'somebody else' }, after };
  }
  const totals = { ...event.body.totals, total_amount: '0.01' };
  return { event: { ...event, body: { ...event.body, totals } }, after };
}

/** The same record under another hash. */
export function anotherHash({ event, after }: JournalRecord): JournalRecord {
  return { event: { ...event, hash: '0'.repeat(64) }, after };
}

function isElsewhere(
  { device, claim }: Exposed,
  places: readonly SlotKey[],
  elsewhere: readonly ReadonlySet<string | null>[],
): boolean {
  // What was confirmed once, and has to be sent again because a server was put back, is in the database alone till then.
  const { everSent } = device.journal.contents;
  const marks = new Map(everSent.map((row) => [chainOf({ ...row, register: registerTag(row.registerId) }), row.seq]));
  const isPromised = (place: SlotKey) =>
    claim === 'both' && place.seq > (marks.get(chainOf(place)) ?? 0) && !device.spoilt.has(place.hash);
  return places.every((place) => isPromised(place) || elsewhere.some((held) => held.has(place.hash)));
}

function placesInDatabase(device: SimDevice): SlotKey[] {
  return wholeRecords(device).map(placeInFileOf);
}

/** Where these records lie in a file, worked out once. */
const placesInFiles = new WeakMap<JournalRecord, SlotKey>();

function placeInFileOf(record: JournalRecord): SlotKey {
  const place = placesInFiles.get(record) ?? slotKeyOf(record.event);
  placesInFiles.set(record, place);
  return place;
}

/** A damaged row is none; all others are taken for whole without looking, for looking takes its time. */
function wholeRecords({ journal }: SimDevice): JournalRecord[] {
  return journal.contents.records.filter((record) => !damaged.has(record));
}

function hashesOf(places: readonly SlotKey[]): Set<string> {
  return new Set(places.map(({ hash }) => hash));
}
