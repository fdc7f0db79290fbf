import { Decimal } from '#core/money/money.ts';
import type { Reward } from './promotion.ts';

const ZERO = new Decimal(0);

/**
 * What a reward takes off goods, exactly: `units` of them (pieces or kilograms), worth `worth` together. Never below
 * zero and never more than they are worth.
 */
export function rewardOff(reward: Reward, units: Decimal | number, worth: Decimal): Decimal {
  return Decimal.max(ZERO, Decimal.min(worth, wished(reward, units, worth)));
}

function wished(reward: Reward, units: Decimal | number, worth: Decimal): Decimal {
  switch (reward.kind) {
    case 'percent_off':
      return worth.times(reward.percent).div(100);
    case 'amount_off':
      return new Decimal(reward.amount).times(units);
    case 'price':
      return worth.minus(new Decimal(reward.price).times(units));
  }
}
