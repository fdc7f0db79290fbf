import { type Decimal, sum } from '#core/money/money.ts';
import { unitsOf } from './count-units.ts';
import type { LineState } from './line-state.ts';
import type { PromotionCondition } from './promotion.ts';

/** A line, and of which conditions it is among the goods. */
export interface ConditionLine {
  state: LineState;
  conditions: readonly boolean[];
}

/** Whether the sale, as earlier promotions left it, holds everything that is asked. */
export function conditionsHold(asked: readonly PromotionCondition[], lines: readonly ConditionLine[]): boolean {
  return asked.every((condition, place) => {
    const states = lines.filter((line) => line.conditions[place] === true).map((line) => line.state);
    return reached(condition, states).greaterThanOrEqualTo(condition.at_least);
  });
}

function reached({ kind }: PromotionCondition, states: readonly LineState[]): Decimal {
  switch (kind) {
    case 'quantity':
      return sum(states.map(unitsOf));
    case 'line_quantity':
      return largest(states.map(unitsOf));
    case 'total':
      return sum(states.map((state) => state.worth));
  }
}

function largest(values: readonly Decimal[]): Decimal {
  return values.reduce((most, value) => (value.greaterThan(most) ? value : most), sum([]));
}
