import type { FileFolder } from './block-file.ts';
import { type JournalBytes, LocalJournalBytes } from './journal-bytes.ts';
import { type JournalRecord, decodeRecord, encodeRecord, slotKeyOf } from './journal-record.ts';
import type { SlotKey } from './slot-format.ts';
import type { SlotRoom } from './slots.ts';

/** The first of the journal's two copies: what the file holds, as records. */
export interface JournalFile extends Omit<JournalBytes, 'read' | 'append'> {
  /** The records under these keys; those that are gone or are not what was sealed are left out. */
  read(keys: readonly SlotKey[]): Promise<JournalRecord[]>;
  /** Resolves once all records would survive a power cut: one flush. Rejects as that of the bytes does. */
  append(records: readonly JournalRecord[]): Promise<SlotRoom>;
}

/** Records over bytes. It runs in the page, so that the worker has nothing to load but the file. */
export function journalFileOf(bytes: JournalBytes): JournalFile {
  return {
    open: () => bytes.open(),
    prepare: () => bytes.prepare(),
    keys: () => bytes.keys(),
    read: async (keys) => (await bytes.read(keys)).map(decodeRecord).filter((record) => record !== null),
    append: (records) =>
      bytes.append(records.map((record) => ({ key: slotKeyOf(record.event), bytes: encodeRecord(record) }))),
    discard: (key) => bytes.discard(key),
    confirm: (marks) => bytes.confirm(marks),
    growWhenShort: () => bytes.growWhenShort(),
    probe: () => bytes.probe(),
    readCopy: (name) => bytes.readCopy(name),
    writeCopy: (name, text) => bytes.writeCopy(name, text),
    close: () => bytes.close(),
  };
}

/** The journal file in a folder that can be reached from where this runs: outside a browser, no worker is needed. */
export function localJournalFile(folder: FileFolder): JournalFile {
  return journalFileOf(new LocalJournalBytes(folder));
}
