import type { Decimal } from './money.ts';

/**
 * Which way a value goes that lies between two steps. `half_…` takes the nearer step and says only where exactly half
 * a step goes: `half_up` away from zero, `half_down` towards zero, `half_even` and `half_odd` to the even or odd step,
 * `half_ceiling` and `half_floor` up or down the number line. The others never ask which step is nearer: `up` away
 * from zero, `down` towards zero, `ceiling` and `floor` up or down the number line.
 */
export type RoundingMode =
  | 'half_up'
  | 'half_down'
  | 'half_even'
  | 'half_odd'
  | 'half_ceiling'
  | 'half_floor'
  | 'up'
  | 'down'
  | 'ceiling'
  | 'floor';

/** A value between two steps, seen from zero outwards. */
interface Between {
  negative: boolean;
  /** The step nearer to zero is an odd number of steps away from it. */
  innerIsOdd: boolean;
  /** Below, at or above half a step beyond the inner one: −1, 0, 1. */
  half: number;
}

const GOES_OUTWARDS: Readonly<Record<RoundingMode, (value: Between) => boolean>> = {
  half_up: ({ half }) => half >= 0,
  half_down: ({ half }) => half > 0,
  half_even: ({ half, innerIsOdd }) => half > 0 || (half === 0 && innerIsOdd),
  half_odd: ({ half, innerIsOdd }) => half > 0 || (half === 0 && !innerIsOdd),
  half_ceiling: ({ half, negative }) => half > 0 || (half === 0 && !negative),
  half_floor: ({ half, negative }) => half > 0 || (half === 0 && negative),
  up: () => true,
  down: () => false,
  ceiling: ({ negative }) => !negative,
  floor: ({ negative }) => negative,
};

/**
 * Rounds to a whole number of steps: 4.92 to steps of 0.05 is 4.90. Exact for any step, also for one that no decimal
 * fraction divides by, because nothing is divided but into whole steps and a rest. Throws RangeError for a step that
 * is not above zero.
 */
export function roundToStep(value: Decimal, step: Decimal, mode: RoundingMode): Decimal {
  if (!step.greaterThan(0)) {
    throw new RangeError(`nothing can be rounded to steps of ${step.toString()}`);
  }
  const size = value.abs();
  const inner = size.divToInt(step);
  const rest = size.minus(inner.times(step));
  if (rest.isZero()) {
    return value;
  }
  const negative = value.isNegative();
  const innerIsOdd = !inner.modulo(2).isZero();
  const half = rest.times(2).comparedTo(step);
  const steps = GOES_OUTWARDS[mode]({ negative, innerIsOdd, half }) ? inner.plus(1) : inner;
  const rounded = steps.times(step);
  return negative && !rounded.isZero() ? rounded.negated() : rounded;
}
