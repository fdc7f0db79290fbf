import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decimal } from '#core/money/money.ts';
import type { Reward } from './promotion.ts';
import { rewardOff } from './reward-off.ts';

function off(reward: Reward, units: string, worth: string): string {
  return rewardOff(reward, new Decimal(units), new Decimal(worth)).toFixed();
}

describe('what a reward takes off, exactly', () => {
  test('is a percentage of what they are worth, however many units they are', () => {
    expect(off({ kind: 'percent_off', percent: '12.5' }, '3', '9.99')).toBe('1.24875');
  });

  test('is an amount for each unit, and its part for a part of a kilogram', () => {
    const reward: Reward = { kind: 'amount_off', amount: '0.50' };
    expect([off(reward, '3', '6.00'), off(reward, '0.335', '6.00')]).toEqual(['1.5', '0.1675']);
  });

  test('is what they cost more than their new price', () => {
    expect(off({ kind: 'price', price: '1.50' }, '3', '6.00')).toBe('1.5');
    expect(off({ kind: 'price', price: '8.00' }, '0.25', '2.50')).toBe('0.5');
  });

  test('is never more than the goods are worth, and a dearer price is not asked for', () => {
    expect(off({ kind: 'amount_off', amount: '5.00' }, '2', '6.00')).toBe('6');
    expect(off({ kind: 'percent_off', percent: '120' }, '2', '6.00')).toBe('6');
    expect(off({ kind: 'price', price: '3.50' }, '2', '6.00')).toBe('0');
  });

  test('lies between nothing and the worth, whatever the rule says', () => {
    const cents = fc.integer({ min: 0, max: 100_000 }).map((all) => new Decimal(all).div(100));
    const rewards: fc.Arbitrary<Reward> = fc.oneof(
      fc.integer({ min: 0, max: 150 }).map((percent): Reward => ({ kind: 'percent_off', percent: String(percent) })),
      cents.map((amount): Reward => ({ kind: 'amount_off', amount: amount.toFixed(2) })),
      cents.map((price): Reward => ({ kind: 'price', price: price.toFixed(2) })),
    );
    fc.assert(
      fc.property(rewards, fc.integer({ min: 1, max: 50 }), cents, (reward, units, worth) => {
        const taken = rewardOff(reward, units, worth);
        expect(taken.greaterThanOrEqualTo(0) && taken.lessThanOrEqualTo(worth)).toBe(true);
      }),
    );
  });
});
