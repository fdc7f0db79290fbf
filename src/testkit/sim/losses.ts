import { registerTag, slotKeyOf } from '#store/journal-record.ts';
import type { SlotKey } from '#store/slot-format.ts';
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
      (hasTwin && device.folder.durable('registration.a').length === 0);
    if (!isSpared) {
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
      !isElsewhere(exposed, places, [held, inDatabase]) || (hasTwin && device.journal.contents.identity === null);
    if (!isSpared) {
      if (places.some(({ hash }) => !inDatabase.has(hash))) {
        server.forgetBackup();
      }
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

function isElsewhere(
  { device, claim }: Exposed,
  places: readonly SlotKey[],
  elsewhere: readonly ReadonlySet<string | null>[],
): boolean {
  const { sent } = device.journal.contents;
  const marks = new Map(sent.map((row) => [chainOf({ ...row, register: registerTag(row.registerId) }), row.seq]));
  const isPromised = (place: SlotKey) => claim === 'both' && place.seq > (marks.get(chainOf(place)) ?? 0);
  return places.every((place) => isPromised(place) || elsewhere.some((held) => held.has(place.hash)));
}

function placesInDatabase(device: SimDevice): SlotKey[] {
  return device.journal.contents.records.map(({ event }) => slotKeyOf(event));
}

function hashesOf(places: readonly SlotKey[]): Set<string> {
  return new Set(places.map(({ hash }) => hash));
}
