import { Decimal } from '#core/money/money.ts';
import type { LineState } from './line-state.ts';

const ONE = new Decimal(1);

/** How many units a line counts for: pieces by their quantity, weighed goods as one. */
export function unitsOf(state: LineState): Decimal {
  return state.start.line.product.unit === 'unit' ? state.quantity : ONE;
}
