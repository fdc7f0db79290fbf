import type { PriceBook } from '#core/pricing/price-book.ts';
import { type Checked, refused } from '#core/problem.ts';
import { documentOf } from './complete-sale.ts';
import type { Sale } from './sale.ts';

/** Most tenders of one sale, as the wire has room for. */
export const MAX_TENDERS = 50;

/**
 * Most characters of JSON that the goods of a sale may take. A character is up to three bytes on the wire, and a server
 * takes 16 MiB: a till that sealed more could never send it, nor anything after it in the same epoch.
 */
const MAX_CHARACTERS = 5 * 1024 * 1024;

/** Whether the sale could be sent once it is paid. To be called before money is taken. */
export function checkSize(sale: Sale, book: PriceBook, most: number = MAX_CHARACTERS): Checked<object> {
  const nowhere = { localId: '', catalogueVersion: '', now: sale.openedAt, transactionNumber: '' };
  const { length } = JSON.stringify(documentOf({ ...sale, tenders: [] }, { book, ...nowhere }));
  return length > most ? refused('POS-1110') : { ok: true };
}

/** Whether the sale has room for one more tender. */
export function checkTenderRoom(sale: Sale): Checked<object> {
  return sale.tenders.length < MAX_TENDERS ? { ok: true } : refused('POS-2106', { most: String(MAX_TENDERS) });
}
