import { describe, expect, test } from 'vitest';
import { Decimal } from '#core/money/money.ts';
import { sold, soldAs, stateOf } from '#testkit/promotion-builders.ts';
import { isSameTakeOff, type SharedAmount, spreadTakeOff, takeOff, type TakeOff } from './take-off.ts';

const CENT = new Decimal('0.01');
const tea = stateOf(sold('tea', '2', '5.00'));
const guarded = stateOf(soldAs(sold('tea', '2', '5.00'), { minimumPrice: '4.50' }));

describe('what is taken off one line', () => {
  test('is the exact amount, rounded once', () => {
    expect(takeOff(tea, new Decimal('1.2349'), CENT).amount.toFixed()).toBe('1.23');
    expect(takeOff(tea, new Decimal('1.235'), CENT).amount.toFixed()).toBe('1.24');
  });

  test('stops at the minimum price, and still says what the rule wanted', () => {
    const { exact, amount } = takeOff(guarded, new Decimal('3.00'), CENT);
    expect([exact.toFixed(), amount.toFixed()]).toEqual(['3', '1']);
  });
});

describe('what is taken off several lines together', () => {
  function shares(exact: string, change: Partial<SharedAmount> = {}): string[] {
    const lines = change.lines ?? [tea, stateOf(sold('mate', '1', '20.00'))];
    const worths = lines.map((state) => state.worth);
    return spreadTakeOff({ exact: new Decimal(exact), lines, worths, most: null, ...change }, CENT).map(
      (share) => `${share.amount.toFixed()} of ${share.exact.toFixed(4)}`,
    );
  }

  test('is rounded once and shared by worth to the cent', () => {
    // 1.004 is one dollar, of which tea has a third: 0.33 and 0.67; the exact shares are those of 1.004.
    expect(shares('1.004')).toEqual(['0.33 of 0.3347', '0.67 of 0.6693']);
  });

  test('is shared by the pieces that count, not by the whole line', () => {
    expect(shares('1.00', { worths: [new Decimal('5.00'), new Decimal('5.00')] })).toEqual([
      '0.5 of 0.5000',
      '0.5 of 0.5000',
    ]);
  });

  test('goes to the others where a line has no more room', () => {
    expect(shares('6.00', { lines: [guarded, stateOf(sold('mate', '1', '20.00'))] })).toEqual([
      '1 of 2.0000',
      '5 of 4.0000',
    ]);
  });

  test('is cut to its limit before it is shared, not after', () => {
    const lines = [stateOf(sold('tea', '1', '38.71')), stateOf(sold('mate', '3', '43.19'))];
    // 3.41 by 38.71 and 129.57 of 168.28 is 0.7844 and 2.6256; 7.20 shared first, 1.66 and 5.54, would leave 0.79.
    expect(shares('7.20', { lines, most: new Decimal('3.41') })).toEqual(['0.78 of 1.6562', '2.63 of 5.5438']);
  });

  test('is nothing where there is nothing', () => {
    expect(shares('0', { lines: [] })).toEqual([]);
    expect(shares('1.00', { worths: [new Decimal(0), new Decimal(0)] })).toEqual(['0 of 0.0000', '0 of 0.0000']);
  });
});

describe('two that do the same to a line', () => {
  const one: TakeOff = { exact: new Decimal('1.004'), amount: new Decimal('1.00'), units: 2, intoSets: 3 };

  test('say the same figures', () => {
    expect(isSameTakeOff(one, { ...one, exact: new Decimal('1.0040'), amount: new Decimal('1') })).toBe(true);
    expect(isSameTakeOff(null, null)).toBe(true);
  });

  test.each<[string, TakeOff | null]>([
    ['the exact amount', { ...one, exact: new Decimal('1.003') }],
    ['the amount', { ...one, amount: new Decimal('1.01') }],
    ['the units rewarded', { ...one, units: null }],
    ['the pieces in sets', { ...one, intoSets: 2 }],
    ['that there is one', null],
  ])('do not differ in %s', (_, other) => {
    expect([isSameTakeOff(one, other), isSameTakeOff(other, one)]).toEqual([false, false]);
  });

  test('are not a line that was not there and one to which nothing is done', () => {
    expect(isSameTakeOff(undefined, null)).toBe(false);
  });
});
