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
  /** The most that may be taken off all lines, in whole money units; null for no limit. */
  most: Decimal | null;
}

/** Rounds the amount once, cuts it to its limit, and spreads it over the lines, each within its room. */
export function spreadTakeOff({ exact, lines, worths, most }: SharedAmount, unit: Decimal): TakeOff[] {
  const total = sum(worths);
  const rounded = roundedTo(unit, exact);
  const shares = spreadWithin(
    most === null ? rounded : Decimal.min(rounded, most),
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

/** True when both do the same to a line. */
export function isSameTakeOff(a: TakeOff | null | undefined, b: TakeOff | null): boolean {
  if (a === b || a === null || a === undefined || b === null) {
    return a === b;
  }
  return a.intoSets === b.intoSets && a.units === b.units && a.amount.equals(b.amount) && a.exact.equals(b.exact);
}
