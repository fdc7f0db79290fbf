import { Decimal } from '#core/money/money.ts';
import { addFraction, type FractionSum, type KeyedFraction, takeFraction } from './fraction-sum.ts';
import type { LineEnd } from './line-end.ts';
import type { SetTax } from './tax-set.ts';

/** What the lines of a sale come to together, exactly. A change of a line takes its old part out and adds the new. */
export interface RunningSums {
  gross: Decimal;
  promoted: Decimal;
  discounted: Decimal;
  items: Decimal;
  /** By the tax's key. */
  taxes: ReadonlyMap<string, TaxSum>;
  /** What the lines come to with tax, not rounded; only kept where the total is rounded as a whole. */
  totals: FractionSum;
}

export interface TaxSum {
  tax: SetTax;
  lines: number;
  amount: FractionSum;
}

const ZERO = new Decimal(0);

export const NO_SUMS: RunningSums = {
  gross: ZERO,
  promoted: ZERO,
  discounted: ZERO,
  items: ZERO,
  taxes: new Map(),
  totals: [],
};

/** The sums after some lines went and others came. */
export function withLines(
  sums: RunningSums,
  change: { gone: readonly LineEnd[]; come: readonly LineEnd[] },
): RunningSums {
  const taxes = new Map(sums.taxes);
  let { gross, promoted, discounted, items, totals } = sums;
  for (const end of change.gone) {
    gross = gross.minus(end.figures.start.gross);
    promoted = promoted.minus(end.figures.promoted);
    discounted = discounted.minus(end.discount);
    items = items.minus(end.items);
    totals = end.exactTotal.reduce(takeFraction, totals);
    end.taxes.forEach(({ tax, amount }) => {
      changeTax(taxes, { tax, amount, lines: -1 });
    });
  }
  for (const end of change.come) {
    gross = gross.plus(end.figures.start.gross);
    promoted = promoted.plus(end.figures.promoted);
    discounted = discounted.plus(end.discount);
    items = items.plus(end.items);
    totals = end.exactTotal.reduce(addFraction, totals);
    end.taxes.forEach(({ tax, amount }) => {
      changeTax(taxes, { tax, amount, lines: 1 });
    });
  }
  return { gross, promoted, discounted, items, taxes, totals };
}

function changeTax(taxes: Map<string, TaxSum>, change: { tax: SetTax; amount: KeyedFraction; lines: 1 | -1 }): void {
  const { tax, amount, lines } = change;
  const known = taxes.get(tax.key) ?? { tax, lines: 0, amount: [] };
  if (known.lines + lines === 0) {
    taxes.delete(tax.key);
    return;
  }
  const sum = lines === 1 ? addFraction(known.amount, amount) : takeFraction(known.amount, amount);
  taxes.set(tax.key, { ...known, lines: known.lines + lines, amount: sum });
}
