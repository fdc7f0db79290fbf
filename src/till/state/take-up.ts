import type { PriceBook } from '#core/pricing/price-book.ts';
import type { ProblemCode } from '#core/problem.ts';
import { saleFromEvents } from '#core/sale/apply-sale-event.ts';
import type { Sale, SaleEvent } from '#core/sale/sale.ts';
import { lastWritten } from '#store/last-written.ts';
import type { TillPorts } from '../ports.ts';
import { type SaleState, stateFromEvents } from './desk-core.ts';

/** The device's setting that names the sale whose change was seen last. */
export const SEEN_SALE = 'seen_sale';

/** What a till that starts goes on with, and what the cashier has to know of it first. */
export interface TakenUp {
  state: Partial<SaleState>;
  warning: ProblemCode | null;
}

/** The sale that was open when the till stopped, or the change of the last one where nobody can have read it. */
export async function takeUp(ports: TillPorts, book: PriceBook): Promise<TakenUp> {
  const kept = await ports.store.loadOpenSale();
  const sale = madeBy(kept);
  if (sale === null) {
    const unseen = await unseenSale(ports);
    return kept.length === 0 ? unseen : { ...unseen, warning: 'POS-4008' };
  }
  const renewal = renewalOf(sale, ports);
  if (renewal === null) {
    return { state: stateFromEvents(kept, book), warning: null };
  }
  await ports.store.appendSaleEvent(sale.saleId, renewal);
  return { state: stateFromEvents([...kept, renewal], book), warning: 'POS-4006' };
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
 * A sale that paying had begun for may be among what the till once wrote and cannot show now. It is shown all the same,
 * for the cashier and the customer know. Completed once more it is another event, so that the one before can still be
 * taken into the journal when it is found; both name the same sale, and the server counts it once.
 */
function renewalOf(sale: Sale, { store, newId }: TillPorts): SaleEvent | null {
  const mayBePaid = store.bootReport.cause === 'not_provable' && sale.completionId !== null;
  return mayBePaid ? { type: 'completion.renewed', completionId: newId() } : null;
}

/**
 * The change of a sale that was written down when the till stopped, before anyone could have read it: without it the
 * cashier would not know that the sale is done, and ring it up again.
 */
async function unseenSale({ store, settings }: TillPorts): Promise<TakenUp> {
  const newest = await lastWritten(store);
  if (newest === 'unreadable') {
    return { state: {}, warning: 'POS-4007' };
  }
  if (newest?.type !== 'sale.completed' || newest.body.transaction_id === settings.get(SEEN_SALE)) {
    return { state: {}, warning: null };
  }
  return { state: { stage: 'done', completed: newest.body }, warning: null };
}
