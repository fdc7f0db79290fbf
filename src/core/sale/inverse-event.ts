import type { Sale, SaleEvent } from './sale.ts';

/**
 * The event that takes `event` back, given the sale as it was before it; null for what is not undone with a
 * button (opening the sale, and money that has changed hands).
 */
export function inverseOf(sale: Sale, event: SaleEvent): SaleEvent | null {
  switch (event.type) {
    case 'sale.customer_set':
      return { ...event, customer: sale.customer };
    case 'sale.noted':
      return { ...event, note: sale.note };
    case 'sale.discounted':
      return { ...event, discount: sale.discount };
    case 'line.added':
      return { type: 'line.removed', lineId: event.line.lineId };
    case 'line.quantity_set':
    case 'line.discounted':
    case 'line.removed':
      return inverseOfLineEvent(sale, event);
    case 'miss.cleared': {
      const index = sale.misses.findIndex((known) => known.missId === event.missId);
      const miss = sale.misses[index];
      return miss === undefined ? null : { type: 'miss.added', miss, index };
    }
    case 'miss.added':
      return { type: 'miss.cleared', missId: event.miss.missId };
    case 'sale.opened':
    case 'tender.started':
    case 'tender.added':
    case 'tender.removed':
      return null;
  }
}

type LineEvent = Extract<SaleEvent, { type: 'line.quantity_set' | 'line.discounted' | 'line.removed' }>;

function inverseOfLineEvent(sale: Sale, event: LineEvent): SaleEvent | null {
  const index = sale.lines.findIndex((line) => line.lineId === event.lineId);
  const line = sale.lines[index];
  if (line === undefined) {
    return null;
  }
  switch (event.type) {
    case 'line.quantity_set':
      return { ...event, quantity: line.quantity };
    case 'line.discounted':
      return { ...event, discount: line.discount };
    case 'line.removed':
      return { type: 'line.added', line, index };
  }
}
