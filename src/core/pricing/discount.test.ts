import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decimal } from '#core/money/money.ts';
import { amountOff, bookOf, percent, policyOf } from '#testkit/sale-builders.ts';
import { amountOfUnits, currencies, discounts } from '#testkit/sale-arbitraries.ts';
import { discountOff } from './discount.ts';
import { moneyUnitOf } from './price-book.ts';

function off(amount: string, discount: Parameters<typeof discountOff>[0], currency = 'USD'): string {
  const worth = new Decimal(amount);
  return discountOff(discount, { amount: worth, room: worth }, unitOf(currency)).off.toFixed();
}

function unitOf(currency: string) {
  return moneyUnitOf(bookOf(policyOf({ currency })));
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

test('no discount goes below the floor: 50 percent off 50.00 that may not fall below 45.00 are 5.00', () => {
  const from = { amount: new Decimal('50.00'), room: new Decimal('5.00') };
  expect(discountOff(percent('50'), from, unitOf('USD')).off.toFixed(2)).toBe('5.00');
});

const amounts = currencies.chain((currency) =>
  fc.record({
    unit: fc.constant(unitOf(currency)),
    amount: fc.integer({ min: 0, max: 50_000 }).map((units) => new Decimal(amountOfUnits(units, currency))),
    discount: discounts(currency),
  }),
);

describe('always', () => {
  test('a discount lies between nothing and the whole amount', () => {
    fc.assert(
      fc.property(amounts, ({ unit, amount, discount }) => {
        const { off: taken } = discountOff(discount, { amount, room: amount }, unit);
        expect(taken.isNegative() && !taken.isZero()).toBe(false);
        expect(taken.lessThanOrEqualTo(amount)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('what is given back of goods that come back is what was taken of goods sold', () => {
    fc.assert(
      fc.property(amounts, ({ unit, amount, discount }) => {
        const sold = discountOff(discount, { amount, room: amount }, unit).off;
        const back = discountOff(discount, { amount: amount.negated(), room: amount.negated() }, unit).off;
        expect(sold.plus(back).isZero()).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
