import { Decimal, sum } from '#core/money/money.ts';
import { spreadWithin } from '#core/money/spread-within.ts';
import { type LineState, roomOf, roundedTo } from './line-state.ts';

/** A line that a promotion may reduce, and which of the goods that its action names it is. */
export interface RuleLine {
  state: LineState;
  goods: readonly boolean[];
}

/** What a promotion does to a line. */
export interface TakeOff {
  /** What the rule says, before rounding, spreading and capping. */
  exact: Decimal;
  /** Whole money units, never more than the line has room for; may be zero. */
  amount: Decimal;
  /** Rewarded units, where the rule counts them. */
  units: number | null;
  /** Pieces that are in a set from now on, rewarded or not. */
  intoSets: number;
}

const ZERO = new Decimal(0);

/** Takes an exact amount off one line: rounded once, and no more than the line has room for. */
export function takeOff(state: LineState, exact: Decimal, unit: Decimal): TakeOff {
  return { exact, amount: Decimal.min(roundedTo(unit, exact), roomOf(state)), units: null, intoSets: 0 };
}

/** An amount taken off several lines together. */
export interface SharedAmount {
  exact: Decimal;
  lines: readonly LineState[];
  /** What each line counts for, parallel to the lines. */
  worths: readonly Decimal[];
}

/** Rounds the amount once and spreads it over the lines, each within its room. */
export function spreadTakeOff({ exact, lines, worths }: SharedAmount, unit: Decimal): TakeOff[] {
  const total = sum(worths);
  const shares = spreadWithin(
    roundedTo(unit, exact),
    unit,
    lines.map((state, place) => ({ worth: worths[place] ?? ZERO, room: roomOf(state) })),
  );
  return shares.map((amount, place) => ({
    exact: total.isZero() ? ZERO : exact.times(worths[place] ?? ZERO).div(total),
    amount,
    units: null,
    intoSets: 0,
  }));
}
