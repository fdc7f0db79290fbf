import { Decimal, sum } from '#core/money/money.ts';
import { unitsOf } from './count-units.ts';
import type { LineState } from './line-state.ts';
import type { PromotionAction, PromotionTier, Reward } from './promotion.ts';
import { rewardOff } from './reward-off.ts';
import { type RuleLine, spreadTakeOff, takeOff, type TakeOff } from './take-off.ts';

type ActionOf<Kind extends PromotionAction['kind']> = Extract<PromotionAction, { kind: Kind }>;

/** The reward on every unit of the line, or on as many as may have it. */
export function reduceEachUnit(
  { reward, max_units }: ActionOf<'each_unit'>,
  { state }: RuleLine,
  unit: Decimal,
): TakeOff | null {
  if (max_units === null) {
    return takeOff(state, rewardOff(reward, state.quantity, state.worth), unit);
  }
  if (state.pieces === null) {
    return null;
  }
  const units = Math.min(max_units, state.pieces);
  const worth = units === state.pieces ? state.worth : state.worth.times(units).div(state.pieces);
  return { ...takeOff(state, rewardOff(reward, units, worth), unit), units };
}

/** An amount off the line, however many units it is. */
export function reduceEachLine({ amount }: ActionOf<'each_line'>, { state }: RuleLine, unit: Decimal): TakeOff {
  return takeOff(state, rewardOff({ kind: 'amount_off', amount }, 1, state.worth), unit);
}

/**
 * The reward on the goods as if they were one unit. What is above `most` is never spread: shares that were rounded
 * once would have to be rounded again.
 */
export function reduceTogether(
  { reward, most }: { reward: Reward; most: Decimal | null },
  lines: readonly RuleLine[],
  unit: Decimal,
): TakeOff[] {
  const worths = lines.map((line) => line.state.worth);
  const exact = rewardOff(reward, 1, sum(worths));
  return spreadTakeOff({ exact, lines: lines.map((line) => line.state), worths, most }, unit);
}

/** The highest tier that the lines reach: its percentage on each line, or its amount, up to `most`, on all together. */
export function reduceByTier(
  { by, tiers, most }: ActionOf<'tiers'> & { most: Decimal | null },
  lines: readonly RuleLine[],
  unit: Decimal,
): readonly (TakeOff | null)[] {
  const states = lines.map((line) => line.state);
  const tier = highestTier(tiers, reachedBy(by, states));
  if (tier === null) {
    return lines.map(() => null);
  }
  if ('amount' in tier) {
    return reduceTogether({ reward: { kind: 'amount_off', amount: tier.amount }, most }, lines, unit);
  }
  const reward: Reward = { kind: 'percent_off', percent: tier.percent };
  return states.map((state) => takeOff(state, rewardOff(reward, state.quantity, state.worth), unit));
}

function reachedBy(by: 'total' | 'quantity', states: readonly LineState[]): Decimal {
  return sum(states.map((state) => (by === 'total' ? state.worth : unitsOf(state))));
}

function highestTier(tiers: readonly PromotionTier[], reached: Decimal): PromotionTier | null {
  return tiers.reduce<PromotionTier | null>((highest, tier) => {
    const isReached = reached.greaterThanOrEqualTo(tier.from);
    return isReached && (highest === null || new Decimal(tier.from).greaterThan(highest.from)) ? tier : highest;
  }, null);
}
