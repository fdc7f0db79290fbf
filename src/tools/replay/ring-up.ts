import type { Catalogue } from '#core/catalogue/catalogue.ts';
import type { Article } from '#core/catalogue/resolve-scan.ts';
import type { PriceBook } from '#core/pricing/price-book.ts';
import { priceOpenSale } from '#core/pricing/price-open-sale.ts';
import { applySaleEvent } from '#core/sale/apply-sale-event.ts';
import { addArticle, type CommandContext } from '#core/sale/sale-commands.ts';
import type { Sale, SaleEvent } from '#core/sale/sale.ts';
import { checkCashTender } from '#core/tender/check-tender.ts';
import type { Invoice, InvoiceLine } from './read-invoices.ts';

/** Longest invoice the engine is promised to be at ease with, with room to spare. */
const MOST_LINES = 2000;

/** The rules a replay sells under: the local's without its promotions, long invoices allowed. Lines carry no tax. */
export function replayBook(catalogue: Catalogue): PriceBook {
  return { policy: { ...catalogue.policy, max_lines: MOST_LINES }, promotions: [] };
}

/**
 * Rings an invoice up as a cashier would, one event after the other: each row becomes a line at its own price, and
 * the whole is paid in cash to the cent. Throws when the till would have refused a row.
 */
export function ringUp(
  invoice: Invoice,
  opening: { now: string; cashierId: string },
  context: CommandContext,
): SaleEvent[] {
  const { currency } = context.book.policy;
  const events: SaleEvent[] = [
    { type: 'sale.opened', saleId: context.newId(), currency, cashierId: opening.cashierId, at: opening.now },
  ];
  let sale = events.reduce<Sale | null>(applySaleEvent, null);
  for (const line of invoice.lines) {
    if (sale === null) {
      throw new Error('a sale is opened before its lines');
    }
    const planned = addArticle(sale, articleOf(line), context);
    if (!planned.ok) {
      throw new Error(`invoice ${invoice.number}: ${planned.problem.type} ${JSON.stringify(planned.problem.details)}`);
    }
    events.push(planned.event);
    sale = applySaleEvent(sale, planned.event);
  }
  if (sale !== null) {
    events.push(...payment(sale, context));
  }
  return events;
}

function payment(sale: Sale, context: CommandContext): SaleEvent[] {
  const { total } = priceOpenSale(sale, context.book, null).figures;
  const tender = checkCashTender(total, { left: total, currency: sale.currency, newId: context.newId });
  if (!tender.ok) {
    throw new Error(`sale ${sale.saleId}: ${tender.problem.type}`);
  }
  return [
    { type: 'tender.started', completionId: context.newId() },
    { type: 'tender.added', tender: tender.tender },
  ];
}

/** Goods that are in nobody's catalogue: they are known by their row alone. */
function articleOf(line: InvoiceLine): Article & { quantity: string } {
  const name = (line.description.trim() === '' ? line.sku : line.description.trim()).slice(0, 200);
  return {
    product: {
      variantId: null,
      sku: (line.sku.trim() === '' ? name : line.sku.trim()).slice(0, 100),
      name: { es: name, en: name },
      barcode: null,
      category: null,
      brand: null,
      itemType: 'GOODS',
      unit: line.quantity.includes('.') ? 'kg' : 'unit',
      taxes: [],
    },
    unitPrice: line.unitPrice,
    quantity: line.quantity,
  };
}
