import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { crc32 } from './crc32.ts';

/** Every slot of the journal file is this many bytes; a disk writes it as four or eight whole sectors. */
export const SLOT_BYTES = 2048;
const HEADER_BYTES = 64;
/** What one slot holds of a record. */
export const SLOT_PAYLOAD_BYTES: number = SLOT_BYTES - HEADER_BYTES;

const MAGIC = 0x52_54_53_4d;
const FORMAT_VERSION = 1;
const CHECKED_FROM = 8;
const HASH_AT = 32;

/** Which event a slot belongs to. */
export interface SlotKey {
  /** CRC-32 of the register's id: enough to tell apart the few registers one device ever was. */
  register: number;
  epoch: number;
  seq: number;
  /** The event's SHA-256 in lower-case hex. */
  hash: string;
}

/** One slot as read back: a piece of a record. */
export interface Slot {
  key: SlotKey;
  /** Counts the appends to this file: of two records for one place the later one is right. */
  stamp: number;
  part: number;
  parts: number;
  payload: Uint8Array;
}

/** Cuts a record into slots of exactly SLOT_BYTES each. */
export function encodeSlots(key: SlotKey, stamp: number, record: Uint8Array): Uint8Array[] {
  const parts = Math.max(1, Math.ceil(record.length / SLOT_PAYLOAD_BYTES));
  return Array.from({ length: parts }, (_, part) => {
    const start = part * SLOT_PAYLOAD_BYTES;
    return encodeSlot({ key, stamp, part, parts, payload: record.subarray(start, start + SLOT_PAYLOAD_BYTES) });
  });
}

function encodeSlot(slot: Slot): Uint8Array {
  const bytes = new Uint8Array(SLOT_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint16(8, FORMAT_VERSION, true);
  view.setUint16(10, slot.payload.length, true);
  view.setUint32(12, slot.key.register, true);
  view.setUint32(16, slot.key.epoch, true);
  view.setUint32(20, slot.key.seq, true);
  view.setUint32(24, slot.stamp, true);
  view.setUint16(28, slot.part, true);
  view.setUint16(30, slot.parts, true);
  bytes.set(hexToBytes(slot.key.hash), HASH_AT);
  bytes.set(slot.payload, HEADER_BYTES);
  view.setUint32(4, crc32(bytes.subarray(CHECKED_FROM, HEADER_BYTES + slot.payload.length)), true);
  return bytes;
}

/** Whether what begins here in these bytes could be a slot: most of a till's file is blank, and this says so at once. */
export function mayBeSlot(bytes: DataView, at: number): boolean {
  return bytes.getUint32(at, true) === MAGIC;
}

/** The slot that these bytes hold; null when they are blank, torn or foreign. */
export function decodeSlot(bytes: Uint8Array): Slot | null {
  if (bytes.length < SLOT_BYTES) {
    return null;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, SLOT_BYTES);
  const length = view.getUint16(10, true);
  if (
    view.getUint32(0, true) !== MAGIC ||
    view.getUint16(8, true) !== FORMAT_VERSION ||
    length > SLOT_PAYLOAD_BYTES ||
    view.getUint32(4, true) !== crc32(bytes.subarray(CHECKED_FROM, HEADER_BYTES + length))
  ) {
    return null;
  }
  return {
    key: {
      register: view.getUint32(12, true),
      epoch: view.getUint32(16, true),
      seq: view.getUint32(20, true),
      hash: bytesToHex(bytes.subarray(HASH_AT, HEADER_BYTES)),
    },
    stamp: view.getUint32(24, true),
    part: view.getUint16(28, true),
    parts: view.getUint16(30, true),
    payload: bytes.subarray(HEADER_BYTES, HEADER_BYTES + length),
  };
}
