import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { amountOf, currencyDecimals, Decimal, roundedAmount, roundMoney, sum, sumAmounts } from './money.ts';

describe('an amount at rest', () => {
  test.each([
    ['USD', '12.5', '12.50'],
    ['JPY', '1250', '1250'],
    ['KWD', '1.25', '1.250'],
    ['CLF', '1.25', '1.2500'],
    ['PAB', '3', '3.00'],
  ])('in %s, %s is written %s', (currency, value, written) => {
    expect(amountOf(new Decimal(value), currency)).toBe(written);
  });

  test('is never written with an exponent, however small or large', () => {
    expect(amountOf(new Decimal('0.01'), 'USD')).toBe('0.01');
    expect(amountOf(new Decimal('1e15'), 'USD')).toBe('1000000000000000.00');
  });

  test('has no negative zero', () => {
    expect(amountOf(new Decimal('-0'), 'USD')).toBe('0.00');
    expect(amountOf(new Decimal('-0'), 'JPY')).toBe('0');
    expect(roundedAmount(new Decimal('-0.004'), 'USD')).toBe('0.00');
  });

  test.each(['0.001', 'NaN', 'Infinity'])('is not made of %s dollars: that is a bug and no rounding', (value) => {
    expect(() => amountOf(new Decimal(value), 'USD')).toThrow(RangeError);
  });
});

describe('rounding', () => {
  test.each([
    ['0.005', '0.01'],
    ['-0.005', '-0.01'],
    ['1.004999', '1.00'],
    ['2.675', '2.68'],
    ['1.015', '1.02'],
    ['-2.675', '-2.68'],
  ])('takes a tie away from zero: %s is %s', (value, rounded) => {
    expect(roundedAmount(new Decimal(value), 'USD')).toBe(rounded);
  });

  test('knows the minor unit of the currency', () => {
    expect(roundedAmount(new Decimal('1249.5'), 'JPY')).toBe('1250');
    expect(roundedAmount(new Decimal('1.2345'), 'KWD')).toBe('1.235');
    expect(['CLP', 'UYI', 'EUR', 'MGA', 'BHD', 'CLF', 'UYW'].map(currencyDecimals)).toEqual([0, 0, 2, 2, 3, 4, 4]);
  });

  test('of what is taken back mirrors what was given', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 100_000_000 }),
        fc.constantFrom('USD', 'JPY', 'KWD'),
        (tenths, currency) => {
          const value = new Decimal(tenths).div(10_000);
          expect(roundMoney(value.negated(), currency).plus(roundMoney(value, currency)).isZero()).toBe(true);
        },
      ),
    );
  });
});

describe('adding', () => {
  test('is exact where floats are not', () => {
    expect(sumAmounts(['0.10', '0.20'], 'USD')).toBe('0.30');
    expect(
      sumAmounts(
        Array.from({ length: 1000 }, () => '0.01'),
        'USD',
      ),
    ).toBe('10.00');
  });

  test('nothing is zero, written in the currency', () => {
    expect(sumAmounts([], 'KWD')).toBe('0.000');
    expect(sum([]).isZero()).toBe(true);
  });

  test('does not depend on the order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 })), (cents) => {
        const amounts = cents.map((each) => amountOf(new Decimal(each).div(100), 'USD'));
        expect(sumAmounts(amounts.toReversed(), 'USD')).toBe(sumAmounts(amounts, 'USD'));
      }),
    );
  });
});
