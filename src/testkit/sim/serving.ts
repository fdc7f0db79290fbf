import { priceOpenSale } from '#core/pricing/price-open-sale.ts';
import { applySaleEvent } from '#core/sale/apply-sale-event.ts';
import type { Sale, SaleEvent } from '#core/sale/sale.ts';
import { type Customer, payment, type Shelf } from './sim-customer.ts';

/** What a cashier has in hand and head; a crash of the app does not take it away. */
export interface Serving {
  customer: Customer;
  /** All that is typed, or still to be typed, up to the last key before "Complete". */
  events: SaleEvent[];
  /** Whether each key is kept as it is typed, so that the open sale survives. */
  isTyped: boolean;
  /** Whether the sale became another one after it was refused. */
  isChanged: boolean;
  /** Whether the last key was pressed: the customer has paid, whatever became of that. */
  isPressed: boolean;
  /** Whether the till could not say if it is written down: then it lets nobody do anything but press the last key again. */
  isUnclear: boolean;
}

export function saleOf(events: readonly SaleEvent[]): Sale | null {
  return events.reduce<Sale | null>(applySaleEvent, null);
}

/**
 * Going on after a restart with what the till still shows of the sale: paying that it had not begun begins anew. Null where
 * it may be paid already and not all of it is there: a person completes such a sale no second time.
 */
export function goingOn(serving: Serving, open: readonly SaleEvent[], newId: () => string): Serving | null {
  const shown = saleOf(open);
  const isTyped = (event: SaleEvent) => !('again' in event);
  const rest = serving.events.filter(isTyped).slice(open.filter(isTyped).length);
  const isWhole = rest.every(({ type }) => type.startsWith('tender.'));
  if (shown?.mayBePaid === true && !isWhole) {
    return null;
  }
  const restAnew = rest.map((event): SaleEvent => {
    return event.type === 'tender.started' ? { ...event, completionId: newId() } : event;
  });
  return { ...serving, isUnclear: false, events: [...open, ...restAnew] };
}

/** The sale was refused, and the customer uses the time: one more of the first article, or one less of it. */
export function changedAfterRefusal(serving: Serving, shelf: Shelf, newId: () => string): Serving {
  const sale = saleOf(serving.events);
  const line = sale?.lines.find(({ quantity }) => /^\d+$/.test(quantity));
  if (sale === null || line === undefined) {
    return serving;
  }
  const quantity = String(Number(line.quantity) === 1 ? 2 : Number(line.quantity) - 1);
  const changes: SaleEvent[] = [
    ...sale.tenders.map(({ tenderId }): SaleEvent => ({ type: 'tender.removed', tenderId })),
    { type: 'line.quantity_set', lineId: line.lineId, quantity },
  ];
  const changed = changes.reduce<Sale>(applySaleEvent, sale);
  const { customer } = serving;
  const paid = payment(changed, shelf, { customer, newId });
  return { ...serving, isChanged: true, events: [...serving.events, ...changes, ...paid] };
}

/** What the sale at hand comes to, in the currency's own decimals. */
export function totalOf({ events }: Serving, { book }: Shelf): string | null {
  const sale = saleOf(events);
  return sale === null ? null : priceOpenSale(sale, book, null).figures.total;
}
