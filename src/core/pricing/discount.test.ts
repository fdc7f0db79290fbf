import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decimal, sum } from '#core/money/money.ts';
import { amountOff, percent } from '#testkit/sale-builders.ts';
import { amountOfUnits, currencies, discounts } from '#testkit/sale-arbitraries.ts';
import { discountOff, spreadDiscount } from './discount.ts';

function off(amount: string, discount: Parameters<typeof discountOff>[1], currency = 'USD'): string {
  return discountOff(new Decimal(amount), discount, currency).toFixed();
}

function spread(discount: string, worth: readonly string[], currency = 'USD'): string[] {
  return spreadDiscount(
    new Decimal(discount),
    worth.map((each) => new Decimal(each)),
    currency,
  ).map((share) => share.toFixed());
}

describe('what a discount takes off', () => {
  test('no discount takes nothing', () => {
    expect(off('9.99', null)).toBe('0');
  });

  test.each([
    ['20.25', '15', '3.04'],
    ['9.51', '30', '2.85'],
    ['0.10', '5', '0.01'],
    ['0.09', '5', '0'],
    ['100.00', '0.01', '0.01'],
    ['100.00', '100', '100'],
  ])('of %s, %s percent are %s: multiplied first, rounded once', (amount, value, expected) => {
    expect(off(amount, percent(value))).toBe(expected);
  });

  test('a percentage is of the line, not of its pieces: 3 at 0.33 with 10 percent give 0.10, not 3 × 0.03', () => {
    expect(off('0.99', percent('10'))).toBe('0.1');
  });

  test('an amount is taken as it is, but never more than there is', () => {
    expect(off('20.00', amountOff('2.50'))).toBe('2.5');
    expect(off('20.00', amountOff('30.00'))).toBe('20');
    expect(off('0.00', amountOff('1.00'))).toBe('0');
  });

  test('a currency without decimals rounds to whole units', () => {
    expect(off('999', percent('5'), 'JPY')).toBe('50');
    expect(off('9.999', percent('5'), 'KWD')).toBe('0.5');
  });
});

describe('a sale discount over the lines', () => {
  test('falls on each line by what it is worth', () => {
    expect(spread('5.00', ['5.00', '5.00'])).toEqual(['2.5', '2.5']);
    expect(spread('10.10', ['20.00', '56.04'])).toEqual(['2.66', '7.44']);
  });

  test('gives the odd cent to the earlier of two equal lines', () => {
    expect(spread('0.01', ['1.00', '1.00'])).toEqual(['0.01', '0']);
    expect(spread('1.00', ['4.00', '4.00', '4.00'])).toEqual(['0.34', '0.33', '0.33']);
  });

  test('takes all of every line, and no more, when it is the whole or larger', () => {
    expect(spread('106.00', ['100.00', '6.00'])).toEqual(['100', '6']);
    expect(spread('200.00', ['100.00', '6.00'])).toEqual(['100', '6']);
  });

  test('passes over free lines', () => {
    expect(spread('0.20', ['1.00', '0.00'])).toEqual(['0.2', '0']);
    expect(spread('3.00', ['0.00', '0.00'])).toEqual(['0', '0']);
  });

  test('is taken in the smallest unit of the currency', () => {
    expect(spread('100', ['333', '333', '334'], 'JPY')).toEqual(['33', '33', '34']);
    expect(spread('0.010', ['1.000', '1.000', '1.000'], 'KWD')).toEqual(['0.004', '0.003', '0.003']);
  });
});

const worths = currencies.chain((currency) =>
  fc.record({
    currency: fc.constant(currency),
    worth: fc
      .array(fc.integer({ min: 0, max: 5_000 }), { minLength: 1, maxLength: 12 })
      .map((units) => units.map((each) => new Decimal(amountOfUnits(each, currency)))),
    discount: discounts(currency),
  }),
);

describe('always', () => {
  test('a discount lies between nothing and the whole amount', () => {
    fc.assert(
      fc.property(worths, ({ currency, worth, discount }) => {
        const whole = sum(worth);
        const taken = discountOff(whole, discount, currency);
        expect(taken.isNegative() && !taken.isZero()).toBe(false);
        expect(taken.lessThanOrEqualTo(whole)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('the shares sum to the discount and leave no line below zero', () => {
    fc.assert(
      fc.property(worths, ({ currency, worth, discount }) => {
        const taken = discountOff(sum(worth), discount, currency);
        const shares = spreadDiscount(taken, worth, currency);
        expect(sum(shares).equals(taken)).toBe(true);
        shares.forEach((share, index) => {
          expect(share.lessThanOrEqualTo(worth[index] ?? 0)).toBe(true);
          expect(share.isNegative()).toBe(false);
        });
      }),
      { numRuns: 500 },
    );
  });
});
