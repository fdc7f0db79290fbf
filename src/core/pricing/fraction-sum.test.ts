import { describe, expect, test } from 'vitest';
import { Decimal } from '#core/money/money.ts';
import {
  addFraction,
  type FractionSum,
  type KeyedFraction,
  takeFraction,
  totalOf,
  wholeFraction,
} from './fraction-sum.ts';

function fraction(numerator: Decimal | string, denominator: Decimal | string): KeyedFraction {
  const under = new Decimal(denominator);
  return { key: under.toFixed(), numerator: new Decimal(numerator), denominator: under };
}

function valueOf(sum: FractionSum): string {
  const { numerator, denominator } = totalOf(sum);
  return numerator.div(denominator).toFixed();
}

describe('fractions added up', () => {
  test('come to nothing without any', () => {
    expect(valueOf([])).toBe('0');
  });

  test('of one denominator stay one term', () => {
    const sum = [fraction('1', '3'), fraction('1', '3'), fraction('1', '3')].reduce(addFraction, []);
    expect(sum).toHaveLength(1);
    expect(valueOf(sum)).toBe('1');
  });

  test('lose again what is taken back, whatever came in between', () => {
    const kept = [fraction('1', '1.07'), wholeFraction(new Decimal('2.50'))].reduce(addFraction, []);
    const more = [fraction('5', '1.21'), fraction('7', '1.07')].reduce(addFraction, kept);
    const back = [fraction('5', '1.21'), fraction('7', '1.07')].reduce(takeFraction, more);
    expect(valueOf(back)).toBe(valueOf(kept));
  });

  test('are exact however many denominators there are: half a cent stays half a cent', () => {
    // Each part is half a cent, written over a denominator of its own; a product of thirty has 240 digits.
    const halves = Array.from({ length: 31 }, (_, place) => {
      const denominator = new Decimal('1.0712347').plus(new Decimal(place).times('0.0093713'));
      return fraction(denominator.times('0.005'), denominator);
    });
    expect(valueOf(halves.reduce(addFraction, []))).toBe('0.155');
  });
});
