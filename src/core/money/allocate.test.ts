import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allocate } from './allocate.ts';
import { Decimal, sum } from './money.ts';

const CENT = new Decimal('0.01');

function shares(amount: string, weights: readonly string[], unit = '0.01'): string[] {
  const parts = allocate(
    new Decimal(amount),
    new Decimal(unit),
    weights.map((weight) => new Decimal(weight)),
  );
  return parts.map((part) => part.toFixed(new Decimal(unit).decimalPlaces()));
}

describe('an amount spread over weights', () => {
  test.each([
    { amount: '1.00', weights: ['1', '1', '1'], parts: ['0.34', '0.33', '0.33'] },
    { amount: '100.00', weights: ['30', '20', '40'], parts: ['33.33', '22.22', '44.45'] },
    { amount: '1.00', weights: ['2', '3', '1'], parts: ['0.33', '0.50', '0.17'] },
    { amount: '0.05', weights: ['7', '3'], parts: ['0.04', '0.01'] },
    { amount: '0.05', weights: ['1', '3'], parts: ['0.01', '0.04'] },
    { amount: '0.02', weights: ['1', '1', '3', '1'], parts: ['0.01', '0.00', '0.01', '0.00'] },
    { amount: '10.10', weights: ['20.00', '56.04'], parts: ['2.66', '7.44'] },
    { amount: '99.99', weights: ['0', '50', '50', '0'], parts: ['0.00', '50.00', '49.99', '0.00'] },
  ])('$amount by $weights is $parts', ({ amount, weights, parts }) => {
    expect(shares(amount, weights)).toEqual(parts);
  });

  test('goes by the remainder, not by the size of the weight', () => {
    // 10 × 61/100 = 6.1 and 10 × 39/100 = 3.9: the smaller weight has the larger remainder.
    expect(shares('0.10', ['61', '39'])).toEqual(['0.06', '0.04']);
  });

  test('works in the unit it is told: whole yen, thousandths of a dinar, steps of five cents', () => {
    expect(shares('1000', ['1', '1', '1'], '1')).toEqual(['334', '333', '333']);
    expect(shares('1.000', ['1', '1', '1'], '0.001')).toEqual(['0.334', '0.333', '0.333']);
    expect(shares('100.00', ['1', '1', '1'], '0.05')).toEqual(['33.35', '33.35', '33.30']);
  });

  test('is exact far beyond what a float could hold', () => {
    expect(shares('10000000000000000.25', ['50', '50'])).toEqual(['5000000000000000.13', '5000000000000000.12']);
  });

  test('takes turns from the first when all weights are zero', () => {
    expect(shares('0.05', ['0', '0', '0'])).toEqual(['0.02', '0.02', '0.01']);
  });

  test('gives nothing to nobody when there is nothing to give', () => {
    expect(shares('0.00', [])).toEqual([]);
    expect(shares('0.00', ['3', '0'])).toEqual(['0.00', '0.00']);
  });
});

describe('what cannot be spread', () => {
  test('half a cent', () => {
    expect(() => shares('0.005', ['1', '1'])).toThrow(RangeError);
  });
  test('over a weight below zero', () => {
    expect(() => shares('1.00', ['2', '-1'])).toThrow(RangeError);
  });
  test('something over nobody', () => {
    expect(() => shares('0.01', [])).toThrow(RangeError);
  });
});

const cents = fc.integer({ min: 0, max: 10_000_000 });
const weightLists = fc.array(
  fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 10 }), fc.integer({ min: 0, max: 1_000_000 })),
  { minLength: 1, maxLength: 15 },
);

function drawn(units: number, weights: readonly number[]): Decimal[] {
  return allocate(
    CENT.times(units),
    CENT,
    weights.map((weight) => new Decimal(weight)),
  );
}

describe('always', () => {
  test('the shares sum to the amount', () => {
    fc.assert(
      fc.property(cents, weightLists, (units, weights) => {
        expect(sum(drawn(units, weights)).equals(CENT.times(units))).toBe(true);
      }),
      { numRuns: 10_000 },
    );
  });

  test('each share is its exact part cut to the cent, or one cent more', () => {
    fc.assert(
      fc.property(cents, weightLists, (units, weights) => {
        const total = BigInt(weights.reduce((all, weight) => all + weight, 0));
        fc.pre(total > 0n);
        drawn(units, weights).forEach((share, index) => {
          const floor = (BigInt(units) * BigInt(weights[index] ?? 0)) / total;
          const over = BigInt(share.div(CENT).toFixed()) - floor;
          expect(over === 0n || over === 1n).toBe(true);
        });
      }),
      { numRuns: 600 },
    );
  });

  test('who gets a cent more had a larger remainder, or the same one and came earlier', () => {
    fc.assert(
      fc.property(cents, weightLists, (units, weights) => {
        const total = BigInt(weights.reduce((all, weight) => all + weight, 0));
        fc.pre(total > 0n);
        const parts = drawn(units, weights).map((share, index) => {
          const exact = BigInt(units) * BigInt(weights[index] ?? 0);
          return {
            index,
            remainder: exact % total,
            more: BigInt(share.div(CENT).toFixed()) > exact / total,
          };
        });
        for (const winner of parts.filter((part) => part.more)) {
          for (const loser of parts.filter((part) => !part.more)) {
            const deserved =
              winner.remainder > loser.remainder ||
              (winner.remainder === loser.remainder && winner.index < loser.index);
            expect(deserved).toBe(true);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  test('an amount within the whole never gives a line more than it is worth', () => {
    fc.assert(
      fc.property(weightLists, fc.integer({ min: 0, max: 100 }), (worth, percent) => {
        const whole = worth.reduce((all, each) => all + each, 0);
        fc.pre(whole > 0);
        const caps = worth.map((each) => CENT.times(each));
        const amount = new Decimal(whole).times(percent).div(100).floor().times(CENT);
        allocate(amount, CENT, caps).forEach((share, index) => {
          expect(share.lessThanOrEqualTo(caps[index] ?? 0)).toBe(true);
        });
      }),
      { numRuns: 600 },
    );
  });

  test('a negative amount is the mirror of its positive', () => {
    fc.assert(
      fc.property(cents, weightLists, (units, weights) => {
        const taken = drawn(units, weights).map((share) => share.toFixed(2));
        const returned = drawn(-units, weights).map((share) => share.negated().plus(0).toFixed(2));
        expect(returned).toEqual(taken);
      }),
    );
  });

  test('no share is a negative zero', () => {
    fc.assert(
      fc.property(fc.integer({ min: -50, max: 50 }), weightLists, (units, weights) => {
        expect(drawn(units, weights).some((share) => share.isZero() && share.isNegative())).toBe(false);
      }),
    );
  });

  test('who weighs nothing gets nothing while somebody weighs something', () => {
    fc.assert(
      fc.property(cents, weightLists, (units, weights) => {
        fc.pre(weights.some((weight) => weight > 0));
        const ofTheWeightless = drawn(units, weights).filter((_, index) => weights[index] === 0);
        expect(ofTheWeightless.every((share) => share.isZero())).toBe(true);
      }),
    );
  });
});
