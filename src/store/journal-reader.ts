import { Decimal, sumAmounts } from '#core/money/money.ts';
import type { ChainHead, JournalEvent } from '#core/journal/journal-event.ts';
import type { UnsentReport } from '#protocol/sync.ts';
import type { Batch } from '#sync/ports.ts';
import { type JournalRecord, type RegisterPlace, isWholeAt } from './journal-record.ts';
import type { UnsentSummary } from './till-store.ts';

/** The numbers an epoch holds on this device, and up to where they are confirmed. */
export interface EpochExtent {
  epoch: number;
  lastSeq: number;
  sentThrough: number;
}

/** One register's journal as it can be read now: from the database, or from the file while the database is down. */
export interface JournalReader {
  readonly registerId: string;
  /** Oldest first. */
  extents(): Promise<EpochExtent[]>;
  /** Up to `limit` records of one epoch from `seq` on, in order. */
  slice(from: { epoch: number; seq: number }, limit: number): Promise<JournalRecord[]>;
  /** The numbers alone, which is quicker. */
  seqsFrom(from: { epoch: number; seq: number }): Promise<number[]>;
  newest(limit: number): Promise<JournalRecord[]>;
  /** A record by its journal id or its transaction's id. */
  find(id: string): Promise<JournalRecord | null>;
}

export interface BatchLimits {
  events: number;
  /** Of the events' JSON in UTF-8. */
  bytes: number;
}

/** Numbers of one epoch at which a copy has no event, or none that is whole. */
export interface Flaws {
  epoch: number;
  seqs: number[];
}

/** A batch as its copy has it. */
export interface FoundBatch {
  batch: Batch;
  /** In the batch, or right beside it. */
  flaws: Flaws;
}

/** The oldest unconfirmed events of the first epoch that has any and is not in `except`, damaged ones as they stand. */
export async function readBatch(
  reader: JournalReader,
  limits: BatchLimits,
  except: readonly number[],
): Promise<FoundBatch | null> {
  const extents = await reader.extents();
  const extent = extents.find((one) => isUnsent(one) && !except.includes(one.epoch));
  if (extent === undefined) {
    return null;
  }
  const { events, flawed } = await readRun(reader, extent, limits);
  return events.length === 0
    ? null
    : { batch: await batchOf(reader, extents, { extent, events }), flaws: { epoch: extent.epoch, seqs: flawed } };
}

/** As `readBatch`, but only up to the first number without a whole event; an epoch that begins with one is passed over. */
export async function readWholeBatch(
  reader: JournalReader,
  limits: BatchLimits,
  except: readonly number[],
): Promise<Batch | null> {
  const extents = await reader.extents();
  for (const extent of extents.filter((one) => isUnsent(one) && !except.includes(one.epoch))) {
    const { events, flawed } = await readRun(reader, extent, limits);
    const [firstFlaw = Infinity] = flawed;
    const whole = events.slice(0, firstFlaw - extent.sentThrough - 1);
    if (whole.length > 0) {
      return batchOf(reader, extents, { extent, events: whole });
    }
  }
  return null;
}

function isUnsent({ sentThrough, lastSeq }: EpochExtent): boolean {
  return sentThrough < lastSeq;
}

async function readRun(
  reader: JournalReader,
  { epoch, sentThrough }: EpochExtent,
  limits: BatchLimits,
): Promise<{ events: JournalEvent[]; flawed: number[] }> {
  const place = { registerId: reader.registerId, epoch, seq: sentThrough + 1 };
  const records = await reader.slice(place, limits.events);
  const [first, ...others] = runOf(records, limits.bytes);
  if (first === undefined) {
    return { events: [], flawed: [] };
  }
  // One more than the run has: it may have stopped at a flaw.
  const flawed = flawsOf(records.slice(0, others.length + 2), place);
  const isAstray = first.seq !== place.seq && !isWholeAt(records[0], { ...place, seq: first.seq });
  return { events: [isAstray ? withoutSeq(first) : first, ...others], flawed };
}

/** The numbers from `first` to the last of these records at which there is no record, or none that is whole. */
function flawsOf(records: readonly JournalRecord[], first: RegisterPlace): number[] {
  const flawed: number[] = [];
  let { seq } = first;
  for (const record of records) {
    const says = record.event.seq;
    const isWhole = says >= seq && isWholeAt(record, { ...first, seq: says });
    // A whole one of a later number shows that some are missing; a damaged one is taken for the next.
    for (const end = isWhole ? says : seq + 1; seq < end; seq += 1) {
      flawed.push(seq);
    }
    seq += isWhole ? 1 : 0;
  }
  return flawed;
}

/**
 * A damaged event that says a later number than its place's would be kept waiting for those before it, and all others
 * with it; one without a number is given the next place by the server, and quarantined there.
 */
function withoutSeq(event: JournalEvent): JournalEvent {
  return { ...event, seq: undefined } as unknown as JournalEvent;
}

async function batchOf(
  reader: JournalReader,
  extents: readonly EpochExtent[],
  { extent: { epoch, sentThrough }, events }: { extent: EpochExtent; events: JournalEvent[] },
): Promise<Batch> {
  const last = { epoch, seq: events.at(-1)?.seq ?? sentThrough + events.length };
  return {
    registerId: reader.registerId,
    epoch,
    after: sentThrough,
    events,
    beside: await readBeside(reader, extents, last),
  };
}

/** All that is unsent. */
export async function readUnsentReport(reader: JournalReader): Promise<UnsentReport> {
  return readBeside(reader, await reader.extents(), null);
}

/** What is unsent beside a batch that ends with `last`. */
async function readBeside(
  reader: JournalReader,
  extents: readonly EpochExtent[],
  last: Pick<JournalEvent, 'epoch' | 'seq'> | null,
): Promise<UnsentReport> {
  const after = ({ epoch, sentThrough }: EpochExtent) => (epoch === last?.epoch ? last.seq : sentThrough);
  const waiting = extents.filter((extent) => after(extent) < extent.lastSeq);
  const oldest: string[] = [];
  for (const extent of waiting) {
    const [first] = await reader.slice({ epoch: extent.epoch, seq: after(extent) + 1 }, 1);
    oldest.push(...(first === undefined ? [] : [first.event.sold_at]));
  }
  return {
    events: waiting.reduce((sum, extent) => sum + extent.lastSeq - after(extent), 0),
    oldest_sold_at: oldest.toSorted()[0] ?? null,
  };
}

export async function readHash(reader: JournalReader, epoch: number, seq: number): Promise<string | null> {
  const [record] = await reader.slice({ epoch, seq }, 1);
  return record?.event.seq === seq ? record.event.hash : null;
}

/** What only this device holds, from the first and the last record of each epoch alone, however many lie between. */
export async function readUnsent(reader: JournalReader, currency: string): Promise<Omit<UnsentSummary, 'quarantined'>> {
  const extents = await reader.extents();
  const [newest] = await reader.newest(1);
  let summary = { events: 0, sales: 0, amount: sumAmounts([], currency), since: null as string | null };
  for (const extent of extents.filter(({ sentThrough, lastSeq }) => sentThrough < lastSeq)) {
    const [first] = await reader.slice({ epoch: extent.epoch, seq: extent.sentThrough + 1 }, 1);
    const [last] = await reader.slice({ epoch: extent.epoch, seq: extent.lastSeq }, 1);
    if (first !== undefined && last !== undefined) {
      const span = spanOf(first, last, currency);
      summary = {
        events: summary.events + span.events,
        sales: summary.sales + span.sales,
        amount: sumAmounts([summary.amount, span.amount], currency),
        since: summary.since ?? first.event.sold_at,
      };
    }
  }
  return { ...summary, head: newest === undefined ? null : headOf(newest) };
}

export function headOf({ event }: JournalRecord): ChainHead {
  return { epoch: event.epoch, seq: event.seq, hash: event.hash };
}

/** What was sold from one record to a later one of the same epoch, both included. */
function spanOf(
  first: JournalRecord,
  last: JournalRecord,
  currency: string,
): { events: number; sales: number; amount: string } {
  const own = first.event.type === 'sale.completed' ? first.event.body.totals.total_amount : null;
  const difference = new Decimal(last.after.salesAmount).minus(first.after.salesAmount);
  return {
    events: last.event.seq - first.event.seq + 1,
    sales: last.after.saleNumber - first.after.saleNumber + (own === null ? 0 : 1),
    amount: sumAmounts([difference.toFixed(), own ?? '0'], currency),
  };
}

/** The longest run of these records without a hole that is no larger than `bytes`; at least one when there are any. */
function runOf(records: readonly JournalRecord[], bytes: number): JournalEvent[] {
  const first = records[0]?.event;
  if (first === undefined) {
    return [];
  }
  const events = [first];
  let size = jsonBytes(first);
  for (const { event } of records.slice(1)) {
    size += jsonBytes(event) + 1;
    if (size > bytes || event.seq !== first.seq + events.length) {
      break;
    }
    events.push(event);
  }
  return events;
}

function jsonBytes(event: JournalRecord['event']): number {
  return new TextEncoder().encode(JSON.stringify(event)).length;
}
