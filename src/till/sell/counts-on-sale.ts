import { Decimal } from '#core/money/money.ts';
import type { SaleLine } from '#core/sale/sale.ts';

const NOTHING = new Decimal(0);

/** How much of each variant is on the sale: pieces, or how many times it was weighed. */
export function countsOnSale(lines: readonly SaleLine[]): ReadonlyMap<string, string> {
  const counts = new Map<string, Decimal>();
  for (const { product, quantity } of lines) {
    if (product.variantId !== null) {
      const more = product.unit === 'kg' ? 1 : quantity;
      counts.set(product.variantId, (counts.get(product.variantId) ?? NOTHING).plus(more));
    }
  }
  return new Map(Array.from(counts, ([variantId, count]) => [variantId, count.toFixed()]));
}
