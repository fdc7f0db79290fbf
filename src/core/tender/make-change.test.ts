import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeChange } from './make-change.ts';

const USD = ['20.00', '10.00', '5.00', '1.00', '0.50', '0.25', '0.10', '0.05', '0.01'];

function change(amount: string, denominations: readonly string[] = USD): string | null {
  return (
    makeChange(amount, denominations)
      ?.map(({ value, count }) => `${String(count)} × ${value}`)
      .join(', ') ?? null
  );
}

describe('change', () => {
  test.each([
    ['0.00', ''],
    ['0.03', '3 × 0.01'],
    ['6.45', '1 × 5.00, 1 × 1.00, 1 × 0.25, 2 × 0.10'],
    ['87.41', '4 × 20.00, 1 × 5.00, 2 × 1.00, 1 × 0.25, 1 × 0.10, 1 × 0.05, 1 × 0.01'],
  ])('of %s is %s', (amount, pieces) => {
    expect(change(amount)).toBe(pieces);
  });

  test('comes largest first, in whatever order the denominations are written', () => {
    expect(change('6.45', USD.toReversed())).toBe(change('6.45'));
  });

  test('is the fewest pieces also where the largest first is not', () => {
    expect(change('6', ['4', '3', '1'])).toBe('2 × 3');
    expect(change('40', ['25', '20', '10', '5', '1'])).toBe('2 × 20');
    expect(change('0.30', ['0.25', '0.10', '0.01'])).toBe('3 × 0.10');
  });

  test('is made without the smallest coins where a country has none', () => {
    const AUD = ['50', '20', '10', '5', '2', '1', '0.50', '0.20', '0.10', '0.05'];
    expect(change('3.85', AUD)).toBe('1 × 2, 1 × 1, 1 × 0.50, 1 × 0.20, 1 × 0.10, 1 × 0.05');
    expect(change('3.84', AUD)).toBeNull();
  });

  test('of a slip of the finger, a hundred thousand dollars in fives, is still made at once', () => {
    expect(change('99999.95', ['100', '50', '20', '10', '5', '2', '1', '0.50', '0.20', '0.10', '0.05'])).toBe(
      '999 × 100, 1 × 50, 2 × 20, 1 × 5, 2 × 2, 1 × 0.50, 2 × 0.20, 1 × 0.05',
    );
    expect(change('9999999.95', ['100', '0.05', '0.20'])).toBe('99999 × 100, 499 × 0.20, 3 × 0.05');
  });

  test('of a huge amount in an odd set is made from many of the largest and the fewest of the rest', () => {
    expect(change('1000006', ['4', '3', '1'])).toBe('250000 × 4, 2 × 3');
    expect(change('9999999.30', ['0.25', '0.10', '0.01'])).toBe('39999996 × 0.25, 3 × 0.10');
    expect(change('1000000', ['6', '4'])).toBe('166666 × 6, 1 × 4');
    expect(change('1000001', ['6', '4'])).toBeNull();
  });

  test('is not looked for at all where that would keep the cashier waiting', () => {
    const odd = ['100.00', '50.00', '20.00', '0.25', '0.10', '0.01'];
    const began = performance.now();
    expect(change('9999999.99', odd)).toBeNull();
    expect(change('9999.30', odd)).toMatch(/^99 × 100.00/);
    expect(performance.now() - began).toBeLessThan(5000);
  });

  test('in whole yen and in thousandths of a dinar', () => {
    expect(change('1234', ['1000', '500', '100', '50', '10', '5', '1'])).toBe('1 × 1000, 2 × 100, 3 × 10, 4 × 1');
    expect(change('1.375', ['1', '0.500', '0.250', '0.100', '0.050', '0.020', '0.010', '0.005'])).toBe(
      '1 × 1, 1 × 0.250, 1 × 0.100, 1 × 0.020, 1 × 0.005',
    );
  });
});

describe('what the denominations cannot make', () => {
  test('is not made in part', () => {
    expect(change('0.03', ['0.05', '0.02'])).toBeNull();
    expect(change('0.01', ['0.05', '0.10'])).toBeNull();
    expect(change('1.00', [])).toBeNull();
  });
  test('below zero is not made at all', () => {
    expect(change('-5', ['5', '2', '1'])).toBeNull();
    expect(change('-0.05')).toBeNull();
  });

  test('but nothing can always be made', () => {
    expect(change('0.00', [])).toBe('');
  });
});

/** Fewest pieces by trying everything: the number for each amount from what came before it. */
function fewestPieces(wanted: number, units: readonly number[]): number | null {
  const fewest = [0];
  for (let amount = 1; amount <= wanted; amount += 1) {
    fewest.push(1 + Math.min(...units.map((unit) => (unit > amount ? Infinity : (fewest[amount - unit] ?? Infinity)))));
  }
  const pieces = fewest[wanted] ?? Infinity;
  return Number.isFinite(pieces) ? pieces : null;
}

const cents = (units: number): string => `${String(Math.trunc(units / 100))}.${String(units % 100).padStart(2, '0')}`;

const sets = fc.oneof(
  fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 6 }),
  fc.uniqueArray(fc.constantFrom(1, 2, 5, 10, 20, 25, 50, 100), { minLength: 1, maxLength: 8 }),
  fc.uniqueArray(fc.constantFrom(5, 10, 15, 20, 25, 40, 50, 100), { minLength: 1, maxLength: 6 }),
);

describe('against trying everything', () => {
  test('the change is as few pieces as can be, and sums to the amount', () => {
    fc.assert(
      fc.property(sets, fc.integer({ min: 0, max: 400 }), (units, wanted) => {
        const made = makeChange(cents(wanted), units.map(cents));
        const pieces = made?.reduce((all, each) => all + each.count, 0) ?? null;
        const worth = made?.reduce((all, each) => all + each.count * Number(each.value.replace('.', '')), 0);
        expect(pieces).toBe(fewestPieces(wanted, units));
        expect(worth ?? wanted).toBe(wanted);
        expect(made?.some((each) => each.count <= 0) ?? false).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });
});
