import type { BlockFile } from './block-file.ts';
import { SLOT_BYTES, type Slot, type SlotKey, decodeSlot, encodeSlots, mayBeSlot } from './slot-format.ts';

/** What is really written at set-up, and again whenever room gets short: 4,096 slots. */
export const GROWTH_SLOTS = 4096;
const READ_SLOTS = 512;
const GROW_CHUNK_SLOTS = 512;
const BLANK_HEADER = new Uint8Array(64);

/** Up to where the server has confirmed one epoch of one register: those records' slots may be used again. */
export interface SlotWatermark {
  register: number;
  epoch: number;
  seq: number;
}

/** How many slots there are, and how many of them could take something new. */
export interface SlotRoom {
  slots: number;
  free: number;
}

/** The file has no free slot left and could not be made larger. */
export class JournalFileFull extends Error {
  override readonly name = 'JournalFileFull';
}

interface StoredRecord {
  key: SlotKey;
  stamp: number;
  /** Where each part lies, by part. */
  slots: number[];
}

/** A record as far as its slots were found; it may lack some. */
interface FoundRecord extends StoredRecord {
  parts: number;
}

/**
 * The journal file as a set of records in fixed slots. Slots are written in full at set-up, so that a sale can
 * still be stored when the disk is full; a record's parts may lie in any of them. A slot is used again only after
 * the server has confirmed its event, blank ones first, so that confirmed records stay readable as long as may be.
 * Slots that were torn by a power cut fail their checksum and count as blank.
 */
export class SlotFile {
  readonly #file: BlockFile;
  readonly #records = new Map<string, StoredRecord>();
  readonly #confirmed = new Map<string, number>();
  #blank: number[] = [];
  /** What must not come back and may still be legible; its slots count as blank. */
  #undead: StoredRecord[] = [];
  #slotCount = 0;
  #nextStamp = 1;
  /** Slots of confirmed records; counted at each confirmation, so that a sale does not count the whole file. */
  #reusable = 0;
  /** Growing is tried again only when fewer slots than this are free. */
  #growBelow = Number.POSITIVE_INFINITY;

  constructor(file: BlockFile) {
    this.#file = file;
    this.#scan();
  }

  get room(): SlotRoom {
    return { slots: this.#slotCount, free: this.#blank.length + this.#reusable };
  }

  /** Every whole record of the file, confirmed ones that have not been overwritten included. */
  keys(): SlotKey[] {
    return [...this.#records.values()].map((record) => record.key);
  }

  /** Really writes the first 8 MiB, where that has not been done. Throws when the disk has no room for it. */
  prepare(): void {
    while (this.#slotCount < GROWTH_SLOTS) {
      this.#grow(GROWTH_SLOTS - this.#slotCount);
    }
  }

  /**
   * Writes all parts of all records, then flushes once; when this returns they survive a power cut. When it throws,
   * none of them counts, but some may still be legible: only `discard` says that they are not.
   */
  append(records: readonly { key: SlotKey; bytes: Uint8Array }[]): void {
    const encoded = records.map((record) => ({
      key: record.key,
      parts: encodeSlots(record.key, this.#nextStamp, record.bytes),
    }));
    const needed = encoded.reduce((count, record) => count + record.parts.length, 0);
    const free = this.#takeFree(needed);
    const stored = encoded.map((record): StoredRecord => ({
      key: record.key,
      stamp: this.#nextStamp,
      slots: free.splice(0, record.parts.length),
    }));
    this.#nextStamp += 1;
    try {
      encoded.forEach((record, at) => this.#writeParts(record.parts, stored[at]?.slots ?? []));
      this.#file.flush();
    } catch (error) {
      this.#takeOut(stored);
      throw error;
    }
    const used = new Set(stored.flatMap((record) => record.slots));
    this.#undead = this.#undead.filter((record) => !record.slots.some((at) => used.has(at)));
    stored.forEach((record) => this.#remember(record));
  }

  /** The bytes of a record, read from the file; null when it is not there any more. */
  read(key: SlotKey): Uint8Array | null {
    const record = this.#records.get(key.hash);
    if (record === undefined) {
      return null;
    }
    const parts = record.slots.map((at) => decodeSlot(this.#file.read(at * SLOT_BYTES, SLOT_BYTES)));
    return parts.every((part) => part?.key.hash === key.hash) ? joined(parts.map((part) => part?.payload)) : null;
  }

  /**
   * Takes back a record that nobody was told about, also one whose `append` threw. When this throws, it may still come up the
   * next time that the file is opened.
   */
  discard(key: SlotKey): void {
    const record = this.#records.get(key.hash);
    if (record !== undefined) {
      this.#forget(record);
      this.#takeOut([record]);
    }
    this.#wipe();
  }

  /**
   * Says up to where the server has confirmed. A mark may also go down: a server that was restored from a backup
   * has to be sent those events again, and what still lies here is protected again.
   */
  confirm(marks: readonly SlotWatermark[]): void {
    for (const mark of marks) {
      this.#confirmed.set(chainOf(mark), mark.seq);
    }
    this.#reusable = [...this.#records.values()]
      .filter((record) => this.#isConfirmed(record.key))
      .reduce((count, record) => count + record.slots.length, 0);
  }

  /**
   * Grows the file when less than a quarter is free. Failing to is no fault as long as there are free slots;
   * it is tried again when half of those are gone.
   */
  growWhenShort(): void {
    const { slots, free } = this.room;
    if (slots === 0 || free * 4 >= slots || free >= this.#growBelow) {
      return;
    }
    try {
      this.#grow(GROWTH_SLOTS);
      this.#growBelow = Number.POSITIVE_INFINITY;
    } catch {
      this.#growBelow = Math.ceil(free / 2);
    }
  }

  close(): void {
    this.#file.close();
  }

  #scan(): void {
    this.#slotCount = Math.floor(this.#file.size() / SLOT_BYTES);
    const found = new Map<string, FoundRecord[]>();
    for (let at = 0; at < this.#slotCount; at += READ_SLOTS) {
      const count = Math.min(READ_SLOTS, this.#slotCount - at);
      slotsIn(this.#file.read(at * SLOT_BYTES, count * SLOT_BYTES), (slot, index) => {
        this.#nextStamp = Math.max(this.#nextStamp, slot.stamp + 1);
        noteSlot(found, slot, at + index);
      });
    }
    this.#keepWholeRecords([...found.values()].flat());
  }

  #keepWholeRecords(found: readonly FoundRecord[]): void {
    const whole = found.filter(isWhole).sort((a, b) => a.stamp - b.stamp);
    const latest = new Map(whole.map((record) => [placeOf(record.key), record]));
    const used = new Set<number>();
    for (const { key, stamp, slots } of latest.values()) {
      this.#records.set(key.hash, { key, stamp, slots });
      slots.forEach((at) => used.add(at));
    }
    // Taken from the end, so the first slots of the file are used first.
    for (let at = this.#slotCount - 1; at >= 0; at -= 1) {
      if (!used.has(at)) {
        this.#blank.push(at);
      }
    }
  }

  #isConfirmed(key: SlotKey): boolean {
    return key.seq <= (this.#confirmed.get(chainOf(key)) ?? 0);
  }

  #remember(record: StoredRecord): void {
    const before = this.#records.get(record.key.hash);
    if (before !== undefined) {
      this.#forget(before);
      this.#blank.unshift(...before.slots);
    }
    this.#records.set(record.key.hash, record);
    this.#reusable += this.#isConfirmed(record.key) ? record.slots.length : 0;
  }

  #forget(record: StoredRecord): void {
    this.#records.delete(record.key.hash);
    this.#reusable -= this.#isConfirmed(record.key) ? record.slots.length : 0;
  }

  #takeFree(needed: number): number[] {
    if (this.#blank.length < needed) {
      this.#forgetOldestConfirmed(needed - this.#blank.length);
    }
    if (this.#blank.length < needed) {
      this.#growFor(needed);
    }
    return this.#blank.splice(this.#blank.length - needed, needed).reverse();
  }

  #growFor(needed: number): void {
    try {
      this.#grow(Math.max(GROWTH_SLOTS, needed));
    } catch (error) {
      if (this.#blank.length < needed) {
        throw new JournalFileFull('the journal file is full and cannot grow', { cause: error });
      }
    }
  }

  #forgetOldestConfirmed(needed: number): void {
    const oldestFirst = [...this.#records.values()]
      .filter((record) => this.#isConfirmed(record.key))
      .sort((a, b) => a.stamp - b.stamp);
    let found = 0;
    for (const record of oldestFirst) {
      if (found >= needed) {
        return;
      }
      this.#forget(record);
      this.#blank.unshift(...record.slots);
      found += record.slots.length;
    }
  }

  #grow(slots: number): void {
    const target = this.#slotCount + slots;
    while (this.#slotCount < target) {
      const count = Math.min(GROW_CHUNK_SLOTS, target - this.#slotCount);
      this.#file.write(this.#slotCount * SLOT_BYTES, new Uint8Array(count * SLOT_BYTES));
      this.#file.flush();
      const first = this.#slotCount;
      this.#slotCount += count;
      this.#blank.unshift(...Array.from({ length: count }, (_, index) => first + count - 1 - index));
    }
  }

  #writeParts(parts: readonly Uint8Array[], slots: readonly number[]): void {
    parts.forEach((part, index) => this.#file.write((slots[index] ?? 0) * SLOT_BYTES, part));
  }

  /** Their slots are the next ones to be written over; should blanking them fail now, later stamps overrule them. */
  #takeOut(records: readonly StoredRecord[]): void {
    this.#blank.push(...records.flatMap(({ slots }) => slots).toReversed());
    this.#undead.push(...records.filter((record) => this.#mayBeLegible(record)));
    try {
      this.#wipe();
    } catch {
      // Tried again by `discard`.
    }
  }

  /** Whether every part was written: a write that failed may have been done. */
  #mayBeLegible({ slots, stamp }: StoredRecord): boolean {
    try {
      return slots.every((at) => decodeSlot(this.#file.read(at * SLOT_BYTES, SLOT_BYTES))?.stamp === stamp);
    } catch {
      return true;
    }
  }

  /** Throws as long as the disk does not let it. */
  #wipe(): void {
    if (this.#undead.length > 0) {
      for (const at of this.#undead.flatMap(({ slots }) => slots)) {
        this.#file.write(at * SLOT_BYTES, BLANK_HEADER);
      }
      this.#file.flush();
      this.#undead = [];
    }
  }
}

function slotsIn(bytes: Uint8Array, found: (slot: Slot, index: number) => void): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let from = 0; from + SLOT_BYTES <= bytes.length; from += SLOT_BYTES) {
    const slot = mayBeSlot(view, from) ? decodeSlot(bytes.subarray(from, from + SLOT_BYTES)) : null;
    if (slot !== null) {
      found(slot, from / SLOT_BYTES);
    }
  }
}

/** By hash: a text put together for each slot would take as long as reading the whole file. */
function noteSlot(found: Map<string, FoundRecord[]>, { key, stamp, part, parts }: Slot, at: number): void {
  const records = found.get(key.hash) ?? [];
  let record = records.find((one) => one.stamp === stamp && one.parts === parts);
  if (record === undefined) {
    record = { key, stamp, parts, slots: [] };
    records.push(record);
    found.set(key.hash, records);
  }
  record.slots[part] = at;
}

/** A part that was not found is a hole in the list, and not counted here. */
function isWhole({ slots, parts }: FoundRecord): boolean {
  return slots.reduce((count) => count + 1, 0) === parts;
}

/** One register's epoch as text. */
export function chainOf(place: { register: number; epoch: number }): string {
  return `${String(place.register)}:${String(place.epoch)}`;
}

function placeOf(key: SlotKey): string {
  return `${chainOf(key)}:${String(key.seq)}`;
}

function joined(parts: readonly (Uint8Array | undefined)[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + (part?.length ?? 0), 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part ?? [], at);
    at += part?.length ?? 0;
  }
  return whole;
}
