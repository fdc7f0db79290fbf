import { describe, expect, test } from 'vitest';
import type { TaxRounding, TaxRule } from '#core/catalogue/catalogue.ts';
import { Decimal } from '#core/money/money.ts';
import { bookOf } from '#testkit/sale-builders.ts';
import { addFraction, takeFraction, totalOf, wholeFraction } from './fraction-sum.ts';
import { moneyUnitOf } from './price-book.ts';
import { taxLine } from './tax-line.ts';
import { taxSetFinder } from './tax-set.ts';

const CENTS = moneyUnitOf(bookOf());
const find = taxSetFinder();

/** The taxes of a line as they go into the sums: exact, or rounded already. */
function taxes(
  rules: readonly TaxRule[],
  line: { amount: string; quantity?: string },
  rounding: TaxRounding,
): string[] {
  const taxable = {
    taxSet: find(rules),
    amount: new Decimal(line.amount),
    quantity: new Decimal(line.quantity ?? '1'),
  };
  return taxLine(taxable, rounding, CENTS).map(({ amount, compounded }) => {
    const tax = amount.numerator.div(amount.denominator).toDecimalPlaces(4).toFixed();
    return compounded === null ? tax : `${tax} on ${compounded.numerator.div(compounded.denominator).toFixed(4)} more`;
  });
}

const VAT: TaxRule = { tax_id: 'vat', name: 'VAT', rate: '0.2000', included: true };
const DEPOSIT: TaxRule = { tax_id: 'deposit', name: 'Deposit', rate: '0.25', included: false, kind: 'per_unit' };

describe('the tax of two mugs at 19.70 that hold 20 percent', () => {
  test.each<[TaxRounding, string]>([
    ['per_rate', '6.5667'],
    ['gross_anchored', '6.5667'],
    ['per_line', '6.57'],
    ['per_unit', '6.56'],
  ])('is, %s, %s', (rounding, tax) => {
    expect(taxes([VAT], { amount: '39.40', quantity: '2' }, rounding)).toEqual([tax]);
  });
});

describe('rounded on the line', () => {
  test('a compounding tax joins the next base as it was rounded', () => {
    const rules: TaxRule[] = [
      { tax_id: 'a', name: 'a', rate: '0.0600', included: false, compounds: true },
      { tax_id: 'b', name: 'b', rate: '0.0600', included: false, compounds: true, ignores_compounded: true },
      { tax_id: 'c', name: 'c', rate: '0.0300', included: false },
    ];
    expect(taxes(rules, { amount: '15.89' }, 'per_line')).toEqual(['0.95', '0.95', '0.53 on 1.9000 more']);
    expect(taxes(rules, { amount: '15.89' }, 'per_rate')).toEqual(['0.9534', '0.9534', '0.5339 on 1.9068 more']);
  });

  test('per unit, of a weight it is the tax of a kilogram times the weight', () => {
    // 0.785 kg of 3.13: a kilogram holds 0.66(454…), times 0.785.
    expect(taxes([VAT], { amount: '3.13', quantity: '0.785' }, 'per_unit')).toEqual(['0.52']);
  });

  test('per unit, of nothing it is nothing', () => {
    expect(taxes([VAT], { amount: '0.00', quantity: '0' }, 'per_unit')).toEqual(['0']);
  });
});

describe('money on a unit', () => {
  test('goes the way the goods go', () => {
    expect(taxes([DEPOSIT], { amount: '5.00', quantity: '2' }, 'per_rate')).toEqual(['0.5']);
    expect(taxes([DEPOSIT], { amount: '-5.00', quantity: '-2' }, 'per_rate')).toEqual(['-0.5']);
    expect(taxes([DEPOSIT], { amount: '-5.00', quantity: '2' }, 'per_rate')).toEqual(['-0.5']);
  });

  test('is due on a free article too, and comes back with it', () => {
    expect(taxes([DEPOSIT], { amount: '0.00', quantity: '2' }, 'per_rate')).toEqual(['0.5']);
    expect(taxes([DEPOSIT], { amount: '0.00', quantity: '-2' }, 'per_rate')).toEqual(['-0.5']);
  });
});

describe('a deposit that the price holds, and more than is left of the line', () => {
  const held: TaxRule = { ...DEPOSIT, included: true };
  const added: TaxRule = { ...VAT, included: false };

  test.each<TaxRounding>(['per_rate', 'per_line', 'per_unit', 'gross_anchored'])(
    'is due all the same, without a percentage below nothing, %s',
    (rounding) => {
      expect(taxes([held, added], { amount: '0.10' }, rounding)).toEqual(['0.25', '0']);
      expect(taxes([held, VAT], { amount: '0.00', quantity: '4' }, rounding)).toEqual(['1', '0']);
      expect(taxes([held, added], { amount: '-0.10', quantity: '-1' }, rounding)).toEqual(['-0.25', '0']);
    },
  );

  test('leaves a percentage of whatever it leaves', () => {
    expect(taxes([held, added], { amount: '0.25' }, 'per_rate')).toEqual(['0.25', '0']);
    expect(taxes([held, added], { amount: '0.35' }, 'per_rate')).toEqual(['0.25', '0.02']);
  });
});

describe('a sum of fractions', () => {
  const part = (numerator: string, denominator: string) => ({
    key: denominator,
    numerator: new Decimal(numerator),
    denominator: new Decimal(denominator),
  });
  const valueOf = (sum: Parameters<typeof totalOf>[0]) => {
    const { numerator, denominator } = totalOf(sum);
    return numerator.div(denominator).toFixed();
  };

  test('of one denominator is added without dividing, of several over their product', () => {
    const thirds = [part('1', '3'), part('1', '3'), part('1', '3')].reduce(addFraction, []);
    expect([thirds.length, valueOf(thirds)]).toEqual([1, '1']);
    const odd = [part('0.012', '1.05'), part('0.004', '1.12')].reduce(addFraction, []);
    expect([odd.length, valueOf(odd)]).toEqual([2, '0.015']);
  });

  test('loses nothing when a part is taken out again', () => {
    const sum = addFraction([part('0.012', '1.05')], part('0.004', '1.12'));
    expect(valueOf(takeFraction(sum, part('0.012', '1.05')))).toBe(valueOf([part('0.004', '1.12')]));
    expect(valueOf(takeFraction([wholeFraction(new Decimal(5))], wholeFraction(new Decimal(5))))).toBe('0');
    expect(valueOf([])).toBe('0');
  });
});
