import type { Sale, SaleEvent, SaleLine } from './sale.ts';

/**
 * What the sale is after the event. Pure, and unchanged lines keep their identity so that a screen repaints only
 * what changed. Throws when the event cannot have happened to this sale: that is a bug, not a person's mistake.
 */
export function applySaleEvent(sale: Sale | null, event: SaleEvent): Sale {
  if (event.type === 'sale.opened') {
    if (sale !== null) {
      throw new Error(`sale ${sale.saleId} is open already`);
    }
    return newSale(event);
  }
  if (sale === null) {
    throw new Error(`${event.type} needs an open sale`);
  }
  return changeSale(sale, event);
}

/** The sale that these events, in order, made; null when there are none. */
export function saleFromEvents(events: readonly SaleEvent[]): Sale | null {
  return events.reduce<Sale | null>(applySaleEvent, null);
}

function newSale(event: Extract<SaleEvent, { type: 'sale.opened' }>): Sale {
  return {
    saleId: event.saleId,
    currency: event.currency,
    cashierId: event.cashierId,
    openedAt: event.at,
    customer: null,
    note: null,
    lines: [],
    misses: [],
    discount: null,
    tenders: [],
    completionId: null,
    mayBePaid: false,
  };
}

function changeSale(sale: Sale, event: Exclude<SaleEvent, { type: 'sale.opened' }>): Sale {
  switch (event.type) {
    case 'sale.customer_set':
      return { ...sale, customer: event.customer };
    case 'sale.noted':
      return { ...sale, note: event.note };
    case 'sale.discounted':
      return { ...sale, discount: event.discount };
    case 'line.added':
      return { ...sale, lines: sale.lines.toSpliced(event.index, 0, event.line) };
    case 'line.quantity_set':
      return changeLine(sale, event.lineId, { quantity: event.quantity });
    case 'line.discounted':
      return changeLine(sale, event.lineId, { discount: event.discount });
    case 'line.removed':
      return { ...sale, lines: without(sale.lines, (line) => line.lineId === event.lineId) };
    case 'miss.added':
      return { ...sale, misses: sale.misses.toSpliced(event.index ?? sale.misses.length, 0, event.miss) };
    case 'miss.cleared':
      return { ...sale, misses: without(sale.misses, (miss) => miss.missId === event.missId) };
    case 'tender.started':
      return event.again === true
        ? { ...sale, completionId: event.completionId, mayBePaid: true }
        : { ...sale, completionId: sale.completionId ?? event.completionId };
    case 'tender.added':
      return { ...sale, tenders: [...sale.tenders, event.tender] };
    case 'tender.removed':
      return { ...sale, tenders: without(sale.tenders, (tender) => tender.tenderId === event.tenderId) };
    default:
      return refuseUnknown(event);
  }
}

/** What a newer version of the app wrote, or what a damaged disk made of an event. */
function refuseUnknown(event: never): never {
  throw new Error(`nobody knows what ${JSON.stringify(event)} did to a sale`);
}

function changeLine(sale: Sale, lineId: string, change: Partial<Pick<SaleLine, 'quantity' | 'discount'>>): Sale {
  if (!sale.lines.some((line) => line.lineId === lineId)) {
    throw new Error(`line ${lineId} is not in sale ${sale.saleId}`);
  }
  return { ...sale, lines: sale.lines.map((line) => (line.lineId === lineId ? { ...line, ...change } : line)) };
}

function without<Item>(items: readonly Item[], leaves: (item: Item) => boolean): Item[] {
  const kept = items.filter((item) => !leaves(item));
  if (kept.length === items.length) {
    throw new Error('what is taken away must be there');
  }
  return kept;
}
