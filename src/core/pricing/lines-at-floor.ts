import type { LineEnd } from './line-end.ts';
import type { OpenPrice } from './price-open-sale.ts';

/** The lines of which nothing more can be taken off: they are at the least that their goods may be sold for. */
export function linesAtFloor({ ends }: OpenPrice): LineEnd[] {
  return ends.filter(({ figures, saleDiscount }) => {
    const { floor } = figures.start;
    return !floor.isZero() && figures.worth.minus(saleDiscount).equals(floor);
  });
}
