import { z } from 'zod';
import { verifyEvent } from '#core/journal/chain.ts';
import type { ChainHead, JournalEvent } from '#core/journal/journal-event.ts';
import { type DrawerTotals, drawerAfter } from '#core/drawer/drawer-fold.ts';
import { type Amount, sumAmounts } from '#core/money/money.ts';
import { eventPlace } from '#protocol/event.ts';
import { crc32 } from './crc32.ts';
import type { SlotKey } from './slot-format.ts';

/**
 * What follows from all events of an epoch up to one of them. Each record carries it, so that the newest record
 * alone is enough to go on from, even when the older ones have been pruned or their slots used again.
 */
export interface TillState {
  /** Completed sales of this epoch so far; the next one takes the number after it. */
  saleNumber: number;
  /** What those sales came to: the difference between two records is the money in between. */
  salesAmount: Amount;
  drawer: DrawerTotals | null;
}

/** A place in one register's journal. */
export interface RegisterPlace {
  registerId: string;
  epoch: number;
  seq: number;
}

/** One event as both copies keep it. */
export interface JournalRecord {
  event: JournalEvent;
  after: TillState;
}

const sumOfMoney = z.string().regex(/^-?\d+(\.\d{1,4})?$/);

const drawerTotals: z.ZodType<DrawerTotals> = z.object({
  drawerSessionId: z.string(),
  openedAt: z.string(),
  openedBy: z.string(),
  openingFloat: sumOfMoney,
  cashSales: sumOfMoney,
  expectedCash: sumOfMoney,
  salesCount: z.int(),
});

const storedRecord = z.object({
  event: eventPlace,
  after: z.object({ saleNumber: z.int(), salesAmount: sumOfMoney, drawer: drawerTotals.nullable() }),
});

/** The state before the first event of a register. */
export function stateAtStart(currency: string): TillState {
  return { saleNumber: 0, salesAmount: sumAmounts([], currency), drawer: null };
}

/** The state before the first event of a new epoch: sales are numbered anew, the open drawer stays open. */
export function stateInNewEpoch(before: TillState, currency: string): TillState {
  return { ...stateAtStart(currency), drawer: before.drawer };
}

/** The state after one more event. */
export function stateAfter(before: TillState, event: JournalEvent, currency: string): TillState {
  const drawer = drawerAfter(before.drawer, event, currency);
  if (event.type !== 'sale.completed') {
    return { ...before, drawer };
  }
  return {
    saleNumber: before.saleNumber + 1,
    salesAmount: sumAmounts([before.salesAmount, event.body.totals.total_amount], currency),
    drawer,
  };
}

export function encodeRecord(record: JournalRecord): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(record));
}

/**
 * The record that these bytes hold; null when they are none or the event no longer is what was sealed. Events of
 * a kind this version does not know are kept: a newer version wrote them.
 */
export function decodeRecord(bytes: Uint8Array): JournalRecord | null {
  try {
    const record = wholeRecord(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
    if (record !== null) {
      foundWhole.add(record);
    }
    return record;
  } catch {
    return null;
  }
}

/** Records that were just read from bytes and found whole: to hash them once more would show nothing. */
const foundWhole = new WeakSet();

/** Whether this, as a copy has it at one place, still is the record that was sealed for that place. */
export function isWholeAt(kept: unknown, { registerId, epoch, seq }: RegisterPlace): boolean {
  const event = wholeRecord(kept)?.event;
  return event !== undefined && event.register_id === registerId && event.epoch === epoch && event.seq === seq;
}

/** Whether this still is the record of this register that was sealed, for whatever place. */
export function isWhole(registerId: string, kept: JournalRecord): boolean {
  return isWholeAt(kept, { registerId, epoch: kept.event.epoch, seq: kept.event.seq });
}

function wholeRecord(kept: unknown): JournalRecord | null {
  if (isFoundWhole(kept)) {
    return kept;
  }
  const record = storedRecord.safeParse(kept);
  return record.success && verifyEvent(record.data.event) ? (record.data as unknown as JournalRecord) : null;
}

function isFoundWhole(kept: unknown): kept is JournalRecord {
  return typeof kept === 'object' && kept !== null && foundWhole.has(kept);
}

/** Where an event says that it stands. */
export function placeOf({ register_id: registerId, epoch, seq }: JournalEvent): RegisterPlace {
  return { registerId, epoch, seq };
}

/** The short name of a register inside the file. */
export function registerTag(registerId: string): number {
  return crc32(new TextEncoder().encode(registerId));
}

/** Where in the file a record lies. */
export function slotKeyOf(event: JournalEvent): SlotKey {
  return { register: registerTag(event.register_id), epoch: event.epoch, seq: event.seq, hash: event.hash };
}

/** Order of a register's journal: by epoch, then by number; clocks do not matter. */
export function inJournalOrder(a: JournalRecord, b: JournalRecord): number {
  return inOrder(a.event, b.event);
}

/** The same for two places of one register. */
export function inOrder(a: Pick<RegisterPlace, 'epoch' | 'seq'>, b: Pick<RegisterPlace, 'epoch' | 'seq'>): number {
  return a.epoch - b.epoch || a.seq - b.seq;
}

export function laterHead(a: ChainHead | null, b: ChainHead | null): ChainHead | null {
  return a === null || (b !== null && inOrder(a, b) < 0) ? b : a;
}

/** Those of these records that are not among the others. */
export function notAmong(others: readonly JournalRecord[], records: readonly JournalRecord[]): JournalRecord[] {
  const known = new Set(others.map(({ event }) => event.hash));
  return records.filter(({ event }) => !known.has(event.hash));
}
