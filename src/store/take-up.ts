import { verifyEvent } from '#core/journal/chain.ts';
import type { JournalEvent } from '#core/journal/journal-event.ts';
import { saleFromEvents } from '#core/sale/apply-sale-event.ts';
import type { Sale, SaleEvent } from '#core/sale/sale.ts';
import type { TransactionDocument } from '#core/sale/transaction.ts';
import { lastWritten, MOST_NOTES } from './last-written.ts';
import type { TillStore } from './till-store.ts';

export const START_TROUBLES = ['last_hidden', 'open_unreadable', 'open_unsure'] as const;

/** What a till that starts goes on with. */
export interface TakenUp {
  /** What was done to the sale that is open; empty when none is. */
  open: SaleEvent[];
  /** The sale that was written down when the till stopped, and whose change nobody can have read. */
  unseen: TransactionDocument | null;
  /**
   * `last_hidden`: the till cannot show what it wrote last. `open_unreadable`: nor the sale that was open, which was not
   * completed. `open_unsure`: nor that, and a copy that does not answer may say that it was completed. Each beside an open
   * sale: that is an older one, and the till cannot show the one that was on the screen after it.
   */
  trouble: (typeof START_TROUBLES)[number] | null;
}

export interface TakeUpPorts {
  store: Pick<
    TillStore,
    | 'registration'
    | 'silentCopy'
    | 'unsent'
    | 'recentEvents'
    | 'bootReport'
    | 'loadOpenSale'
    | 'appendSaleEvent'
    | 'discardOpenSale'
  >;
  newId: () => string;
  /** Whether somebody has seen the change of the sale with this number. */
  isSeen: (transactionNumber: string) => boolean;
  /** The id of the sale that was on the screen when the till stopped, as a note beside the store says; null for none. */
  openBefore: string | null;
}

/** The sale that was open when the till stopped, or the change of the last one where nobody can have read it. */
export async function takeUp(ports: TakeUpPorts): Promise<TakenUp> {
  const { store } = ports;
  // Where no copy answers the till starts all the same, to say so.
  const newest = store.registration === null ? [] : await store.recentEvents(MOST_NOTES).catch(() => null);
  const kept = await store.loadOpenSale(newest?.filter(verifyEvent));
  const last = newest === null ? 'hidden' : await lastWritten(store, newest).catch(() => 'hidden' as const);
  const isHidden = last === 'hidden' || store.bootReport.cause === 'not_provable';
  const sale = madeBy(kept);
  if (sale !== null) {
    return withSale(ports, { sale, kept, newest: newest ?? [], isHidden });
  }
  if (isHidden) {
    return LAST_HIDDEN;
  }
  return kept.length > 0 ? openMissing(ports) : withoutSale(ports, last, newest ?? []);
}

interface Kept {
  sale: Sale;
  kept: SaleEvent[];
  newest: readonly JournalEvent[];
  /** Whether the till cannot show what it wrote last. */
  isHidden: boolean;
}

async function withSale(ports: TakeUpPorts, { sale, kept, newest, isHidden }: Kept): Promise<TakenUp> {
  const isOlder = isOlderThanLast(sale, ports, newest);
  const missing = isOlder ? openMissing(ports).trouble : null;
  if (isHidden) {
    const open = await underDoubt(ports, sale, kept);
    return { open, unseen: null, trouble: isOlder || open.length === 0 ? 'last_hidden' : null };
  }
  // The silent copy may have it as a completed one, where the mark beside the copies did not get onto the disk in time.
  const mayBePaid = ports.store.silentCopy !== null && sale.lines.length > 0;
  return { open: mayBePaid ? await underDoubt(ports, sale, kept) : kept, unseen: null, trouble: missing };
}

function withoutSale(ports: TakeUpPorts, last: JournalEvent | null, newest: readonly JournalEvent[]): TakenUp {
  const { isSeen, openBefore } = ports;
  if (last?.type === 'sale.completed' && !isSeen(last.body.transaction_number)) {
    return { open: [], unseen: last.body, trouble: null };
  }
  // The database may have it and not answer now, or have been lost: a card that was charged for it would be charged again.
  return isMissing(openBefore, newest) ? openMissing(ports) : NOTHING;
}

const NOTHING: TakenUp = { open: [], unseen: null, trouble: null };
const LAST_HIDDEN: TakenUp = { open: [], unseen: null, trouble: 'last_hidden' };

/** A sale that was completed is in one copy at least: only who sees both can say that it was not. */
function openMissing({ store }: TakeUpPorts): TakenUp {
  return { open: [], unseen: null, trouble: store.silentCopy === null ? 'open_unreadable' : 'open_unsure' };
}

/** Whether a sale that was open is neither there nor written down. */
function isMissing(saleId: string | null, newest: readonly JournalEvent[]): boolean {
  const isDone = newest.some((event) => event.type === 'sale.completed' && event.body.transaction_id === saleId);
  return saleId !== null && !isDone;
}

/** Whether another sale was on the screen after this one, and is neither there nor written down. */
function isOlderThanLast({ saleId }: Sale, { openBefore }: TakeUpPorts, newest: readonly JournalEvent[]): boolean {
  return openBefore !== saleId && isMissing(openBefore, newest);
}

/** Null where some of the events are lost, so that the rest make no sale. Whatever comes next takes its place. */
function madeBy(events: readonly SaleEvent[]): Sale | null {
  try {
    return saleFromEvents(events);
  } catch {
    return null;
  }
}

/**
 * An open sale may be among what the till once wrote and cannot show now: see `Sale.mayBePaid`. It is shown all the same,
 * for the cashier and the customer know. Its second event gets an id of its own, so that the first one can still be taken
 * into the journal when it is found. An empty one is given up: what is sold next must not be named as what may have been.
 */
async function underDoubt({ store, newId }: TakeUpPorts, sale: Sale, kept: SaleEvent[]): Promise<SaleEvent[]> {
  // Another tab may have the till by now; then this one is told so when it is to write something.
  if (sale.lines.length === 0) {
    await store.discardOpenSale(sale.saleId).catch(() => null);
    return [];
  }
  if (sale.mayBePaid) {
    return kept;
  }
  const again: SaleEvent = { type: 'tender.started', completionId: newId(), again: true };
  await store.appendSaleEvent(sale.saleId, again).catch(() => null);
  return [...kept, again];
}
