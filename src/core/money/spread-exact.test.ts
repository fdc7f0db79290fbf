import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { largestRemainder } from './largest-remainder.ts';
import { Decimal, sum } from './money.ts';
import { type Fraction, spreadExact } from './spread-exact.ts';
import { wholeNumbers } from './whole-numbers.ts';

const CENT = new Decimal('0.01');

function fractions(...texts: readonly string[]): Fraction[] {
  return texts.map((text) => {
    const [numerator = '', denominator = '1'] = text.split('/');
    return { numerator: new Decimal(numerator), denominator: new Decimal(denominator) };
  });
}

function spread(total: string, ...parts: readonly string[]): string[] {
  return spreadExact(new Decimal(total), CENT, fractions(...parts)).map((share) => share.toFixed(2));
}

describe('exact parts of a rounded total', () => {
  test('the cent that rounding adds goes to the part that lost most', () => {
    // 0.0049 three times is 0.0147: one cent, and all three lost the same, so it is the first one's.
    expect(spread('0.01', '0.0049', '0.0049', '0.0049')).toEqual(['0.01', '0.00', '0.00']);
    expect(spread('0.04', '0.012', '0.019', '0.009')).toEqual(['0.01', '0.02', '0.01']);
  });

  test('thirds stay thirds: a tie between a third and four thirds is a tie', () => {
    expect(spread('0.02', '0.01/3', '0.04/3')).toEqual(['0.01', '0.01']);
    expect(spread('0.03', '0.05/3', '0.04/3')).toEqual(['0.02', '0.01']);
  });

  test('parts of different denominators are compared exactly', () => {
    // 10.5/1.05 and 5.6/1.12 cents are whole; the third part has the only remainder.
    expect(spread('0.16', '0.105/1.05', '0.056/1.12', '0.01/2')).toEqual(['0.10', '0.05', '0.01']);
  });

  test('a tie is a tie however many denominators there are', () => {
    // Thirty parts of half a cent, each over a denominator of its own; their product has 240 digits.
    const halves = Array.from({ length: 30 }, (_, place) => {
      const denominator = new Decimal('1.0712347').plus(new Decimal(place).times('0.0093713'));
      return { numerator: denominator.times('0.005'), denominator };
    });
    const shares = spreadExact(new Decimal('0.15'), CENT, halves);
    expect(shares.map((share) => share.toFixed())).toEqual([...Array(15).fill('0.01'), ...Array(15).fill('0')]);
  });

  test('a part below zero takes its share with its own sign', () => {
    expect(spread('0.70', '1.405', '-0.702')).toEqual(['1.40', '-0.70']);
    expect(spread('0.71', '1.408', '-0.702')).toEqual(['1.41', '-0.70']);
  });

  test('nothing to share is nobody’s', () => {
    expect(spread('0.00')).toEqual([]);
    expect(spread('0.00', '0.004', '0')).toEqual(['0.00', '0.00']);
  });

  test('a total that is not the rounded sum is a bug and is thrown', () => {
    expect(() => spread('5.00', '1.00', '1.00')).toThrow(RangeError);
    expect(() => spread('1.00', '1.00', '1.00')).toThrow(RangeError);
  });
});

const drawnParts = fc.array(
  fc.record({ over: fc.integer({ min: -90_000, max: 90_000 }), under: fc.constantFrom('1', '1.05', '1.12', '3') }),
  { minLength: 1, maxLength: 12 },
);

function partsOf(drawn: readonly { over: number; under: string }[], sign: 1 | -1): Fraction[] {
  return drawn.map(({ over, under }) => ({
    numerator: new Decimal(over).times(sign).div(10_000),
    denominator: new Decimal(under),
  }));
}

function rounded(parts: readonly Fraction[]): Decimal {
  return sum(parts.map((part) => part.numerator.div(part.denominator))).toDecimalPlaces(2);
}

describe('always', () => {
  test('the shares sum to the total, and none is a whole cent away from its part', () => {
    fc.assert(
      fc.property(drawnParts, (drawn) => {
        const parts = partsOf(drawn, 1);
        const shares = spreadExact(rounded(parts), CENT, parts);
        expect(sum(shares).equals(rounded(parts))).toBe(true);
        shares.forEach((share, index) => {
          const part = parts[index];
          const exact = part === undefined ? new Decimal(0) : part.numerator.div(part.denominator);
          expect(share.minus(exact).abs().lessThan(CENT)).toBe(true);
        });
      }),
      { numRuns: 500 },
    );
  });

  test('turning every sign round turns every share round', () => {
    fc.assert(
      fc.property(drawnParts, (drawn) => {
        const went = spreadExact(rounded(partsOf(drawn, 1)), CENT, partsOf(drawn, 1));
        const came = spreadExact(rounded(partsOf(drawn, -1)), CENT, partsOf(drawn, -1));
        expect(came.map((share) => share.negated().plus(0).toFixed(2))).toEqual(went.map((share) => share.toFixed(2)));
      }),
      { numRuns: 500 },
    );
  });
});

test('decimals become whole numbers of one power of ten, however they are written', () => {
  expect(wholeNumbers(['0.5', '0.25', '-3', '1e2'].map((text) => new Decimal(text)))).toEqual([
    50n,
    25n,
    -300n,
    10000n,
  ]);
  expect(wholeNumbers([])).toEqual([]);
});

test('units beyond the parts are refused, for nobody could have been rounded by more than one', () => {
  expect(largestRemainder(4n, [5n, 5n], 3n)).toEqual([2n, 2n]);
  expect(() => largestRemainder(5n, [5n, 5n], 3n)).toThrow(RangeError);
  expect(() => largestRemainder(1n, [5n, 5n], 3n)).toThrow(RangeError);
});
