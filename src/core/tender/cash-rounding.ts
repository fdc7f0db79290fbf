import type { CashRounding } from '#core/catalogue/catalogue.ts';
import { Decimal } from '#core/money/money.ts';
import { roundToStep } from '#core/money/rounding.ts';

/**
 * What an exact amount comes to in cash: `due` is a whole number of steps, `rounding` is what that adds (below zero:
 * takes off). A refund, an amount below zero, mirrors the sale. Without a rule the amount is due as it is.
 */
export function roundedCash(exact: Decimal, rule: CashRounding | undefined): { due: Decimal; rounding: Decimal } {
  if (rule === undefined) {
    return { due: exact, rounding: new Decimal(0) };
  }
  const due = roundToStep(exact, new Decimal(rule.step), rule.mode);
  return { due, rounding: due.minus(exact) };
}
