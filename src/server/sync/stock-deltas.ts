import type { TransactionDocument } from '#core/sale/transaction.ts';
import { storedQuantity } from '../db/scaled.ts';

/** What a sale takes from the stock (negative, × 10^3), by variant. */
export function stockDeltas(sale: TransactionDocument): Map<string, number> {
  const deltas = new Map<string, number>();
  for (const item of sale.items) {
    if (item.variant_id !== null) {
      deltas.set(item.variant_id, (deltas.get(item.variant_id) ?? 0) - storedQuantity(item.quantity));
    }
  }
  return deltas;
}
