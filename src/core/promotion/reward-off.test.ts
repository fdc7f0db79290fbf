import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decimal } from '#core/money/money.ts';
import type { Reward } from './promotion.ts';
import { rewardOff } from './reward-off.ts';

function off(reward: Reward, units: string, worth: string): string {
  return rewardOff(reward, new Decimal(units), new Decimal(worth)).toFixed();
}

describe('what a reward takes off, exactly', () => {
  test.each<[string, Reward, string, string, string]>([
    ['a percentage, however many units', { kind: 'percent_off', percent: '12.5' }, '3', '9.99', '1.24875'],
    ['an amount for each unit', { kind: 'amount_off', amount: '0.50' }, '3', '6.00', '1.5'],
    ['an amount for part of a kilogram', { kind: 'amount_off', amount: '0.50' }, '0.335', '6.00', '0.1675'],
    ['down to a price for each unit', { kind: 'price', price: '1.50' }, '3', '6.00', '1.5'],
    ['down to a price for the kilogram', { kind: 'price', price: '8.00' }, '0.25', '2.50', '0.5'],
  ])('is %s', (_, reward, units, worth, expected) => {
    expect(off(reward, units, worth)).toBe(expected);
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
