import type { CatalogueIndex } from '#core/catalogue/catalogue-index.ts';
import { articleOf } from '#core/catalogue/resolve-scan.ts';
import type { PriceBook } from '#core/pricing/price-book.ts';
import { priceOpenSale } from '#core/pricing/price-open-sale.ts';
import { applySaleEvent } from '#core/sale/apply-sale-event.ts';
import { addArticle, type CommandContext, discountLine, type Planned } from '#core/sale/sale-commands.ts';
import type { Sale, SaleEvent } from '#core/sale/sale.ts';
import { checkCardTender, checkCashTender } from '#core/tender/check-tender.ts';
import type { SeededRandom } from './seeded-random.ts';

/** The shelf that a simulated shop sells from, and the rules it prices by. */
export interface Shelf {
  index: CatalogueIndex;
  book: PriceBook;
}

/** One person in the queue. What they buy, they buy once, however often the till dies over it. */
export interface Customer {
  /** Written into the sale's note, so that what the server holds can be held against who stood at the counter. */
  name: string;
  basket: { variantId: string; quantity: string }[];
  wantsDiscount: boolean;
  paysByCard: boolean;
}

export function anyCustomer(name: string, shelf: Shelf, random: SeededRandom): Customer {
  const { products } = shelf.index.catalogue;
  const basket = Array.from({ length: random.between(1, 4) }, () => {
    const product = random.pick(products);
    const quantity = product.unit === 'unit' ? String(random.between(1, 3)) : `0.${String(random.between(100, 999))}`;
    return { variantId: product.variant_id, quantity };
  });
  return { name, basket, wantsDiscount: random.chance(0.05), paysByCard: random.chance(0.3) };
}

/** Everything up to the last key before "Complete", as the cashier does it. */
export function ringUp(customer: Customer, shelf: Shelf, at: { now: string; newId: () => string }): SaleEvent[] {
  const context: CommandContext = { book: shelf.book, role: 'cashier', newId: at.newId };
  const { currency } = shelf.book.policy;
  const opened = { saleId: at.newId(), currency, cashierId: 'demo-maria', at: at.now };
  const events: SaleEvent[] = [
    { type: 'sale.opened', ...opened },
    { type: 'sale.noted', note: customer.name },
  ];
  let sale = events.reduce<Sale | null>(applySaleEvent, null);
  const happen = (planned: Planned) => {
    if (planned.ok && sale !== null) {
      events.push(planned.event);
      sale = applySaleEvent(sale, planned.event);
    }
  };
  for (const { variantId, quantity } of customer.basket) {
    const product = shelf.index.productsById.get(variantId);
    const article = product === undefined ? null : articleOf(shelf.index, product, null);
    if (sale !== null && article !== null) {
      happen(addArticle(sale, { ...article, quantity }, context));
    }
  }
  const line = sale?.lines[0];
  if (customer.wantsDiscount && sale !== null && line !== undefined) {
    const discount = { type: 'percentage' as const, value: '5', reason: 'regular customer' };
    happen(discountLine(sale, { lineId: line.lineId, discount }, context));
  }
  const started: SaleEvent = { type: 'tender.started', completionId: at.newId() };
  return sale === null ? events : [...events, started, ...payment(sale, shelf, { customer, newId: at.newId })];
}

/** The whole sum in one tender, as the customer likes to pay. */
export function payment(
  sale: Sale,
  { book }: Shelf,
  { customer, newId }: { customer: Customer; newId: () => string },
): SaleEvent[] {
  const { total } = priceOpenSale(sale, book, null).figures;
  const asked = { left: total, currency: sale.currency, newId };
  const tender = customer.paysByCard
    ? checkCardTender({ amount: total, brand: 'VISA', last4: '4242', authorizationCode: 'A-771' }, asked)
    : checkCashTender(total, asked);
  return tender.ok ? [{ type: 'tender.added', tender: tender.tender }] : [];
}
