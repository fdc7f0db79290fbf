import { describe, expect, test } from 'vitest';
import type { TaxRule } from '#core/catalogue/catalogue.ts';
import { Decimal } from '#core/money/money.ts';
import { totalOf } from './fraction-sum.ts';
import { fractionAt, leaveSomething, taxKey, taxSetFinder } from './tax-set.ts';

const find = taxSetFinder();

function tax(taxId: string, rate: string, change: Partial<TaxRule> = {}): TaxRule {
  return { tax_id: taxId, name: taxId, rate, included: false, ...change };
}

/** Each tax of a line that comes to `amount`, exactly, with what compounding taxes add to its base. */
function taxes(rules: readonly TaxRule[], amount: string, quantity = '1'): string[] {
  const set = find(rules);
  const at = { amount: new Decimal(amount), quantity: new Decimal(quantity) };
  return set.taxes.map(({ tax: line, compounded }) => {
    const value = (of: typeof line) => {
      const { numerator, denominator } = totalOf([fractionAt(set, of, at)]);
      return numerator.div(denominator).toDecimalPlaces(6).toFixed();
    };
    return compounded === null ? value(line) : `${value(line)} on ${value(compounded)} more`;
  });
}

describe('taxes on top', () => {
  test('stand side by side on the price', () => {
    expect(taxes([tax('state', '0.0400'), tax('city', '0.0450')], '54.99')).toEqual(['2.1996', '2.47455']);
  });

  test('that compound join the base of those after them', () => {
    const gst = [tax('a', '0.0600', { compounds: true }), tax('b', '0.0600', { compounds: true }), tax('c', '0.0300')];
    expect(taxes(gst, '100')).toEqual(['6', '6.36 on 6 more', '3.3708 on 12.36 more']);
  });

  test('that ignore what compounded before them are taken from the price alone', () => {
    const mixed = [
      tax('a', '0.0600', { compounds: true }),
      tax('b', '0.0600', { ignores_compounded: true }),
      tax('c', '0.0300'),
    ];
    expect(taxes(mixed, '100')).toEqual(['6', '6', '3.18 on 6 more']);
  });

  test('may be so much money a unit, before and after a percentage that it may or may not join', () => {
    const bottle = tax('bottle', '1', { kind: 'per_unit' });
    expect(taxes([bottle, tax('vat', '0.2100'), { ...bottle, tax_id: 'bag', rate: '2' }], '100', '5')).toEqual([
      '5',
      '21',
      '10',
    ]);
    expect(taxes([{ ...bottle, rate: '10', compounds: true }, tax('vat', '0.1000')], '200')).toEqual([
      '10',
      '21 on 10 more',
    ]);
  });

  test('inside the total: ten percent of what it comes to with the tax is a ninth of what it comes to without', () => {
    expect(taxes([tax('icms', '0.1000', { kind: 'inside' })], '200')).toEqual(['22.222222']);
  });
});

describe('taxes that the price holds', () => {
  test('are taken out of it together, each from the same net', () => {
    const held = [tax('a', '0.3500', { included: true }), tax('b', '0.1500', { included: true })];
    // 150.00 holds 35 and 15 on a net of 100.
    expect(taxes(held, '150')).toEqual(['35', '15']);
  });

  test('leave the net to those on top of it', () => {
    expect(taxes([tax('in', '0.2100', { included: true }), tax('on', '0.1000')], '121')).toEqual(['21', '10']);
  });

  test('compound inside the price as they do on top of it', () => {
    const held = [tax('a', '0.1000', { included: true, compounds: true }), tax('b', '0.2000', { included: true })];
    // 100 + 10 + 20 % of 110.
    expect(taxes(held, '132')).toEqual(['10', '22 on 10 more']);
  });

  test('take a fixed sum a unit out first, which may compound too', () => {
    const fee = tax('fee', '1', { included: true, kind: 'per_unit' });
    expect(taxes([fee, tax('vat', '0.2100', { included: true })], '122')).toEqual(['1', '21']);
    // (16.7933… + 1) × 1.21 = 21.53
    expect(taxes([{ ...fee, compounds: true }, tax('vat', '0.2100', { included: true })], '21.53')).toEqual([
      '1',
      '3.736612 on 1 more',
    ]);
  });

  test('inside the total are plain shares of the price', () => {
    const brazil = ['0.0500', '0.0300', '0.0065', '0.0900', '0.1500'].map((rate) =>
      tax(rate, rate, { included: true, kind: 'inside' }),
    );
    expect(taxes(brazil, '48')).toEqual(['2.4', '1.44', '0.312', '4.32', '7.2']);
  });
});

describe('taxes inside the total', () => {
  const inside = (...rates: string[]) => rates.map((rate) => tax(rate, rate, { kind: 'inside' }));

  test('must leave something of it, or there is no price', () => {
    expect(leaveSomething([])).toBe(true);
    expect(leaveSomething([...inside('0.5', '0.499999'), tax('vat', '1.0000')])).toBe(true);
    expect(leaveSomething(inside('0.5', '0.5'))).toBe(false);
    expect(leaveSomething(inside('2.0'))).toBe(false);
  });

  test('that leave nothing are thrown, not turned into figures', () => {
    expect(() => taxes(inside('0.5', '0.5'), '10.00')).toThrow(RangeError);
  });
});

describe('one tax', () => {
  test('is the same on every line that names it alike, and another at another rate or inside another price', () => {
    const vat = tax('vat', '0.2100');
    expect(taxKey(vat)).toBe(taxKey({ ...vat, name: 'IVA' }));
    const others = [
      { ...vat, rate: '0.1000' },
      { ...vat, included: true },
      { ...vat, kind: 'inside' as const },
    ];
    expect(new Set([vat, ...others].map(taxKey)).size).toBe(4);
  });

  test('is worked out once for all lines, but never mistaken for one that compounds', () => {
    const plain = [tax('a', '0.1000'), tax('b', '0.1000')];
    expect(find(plain)).toBe(find(plain.map((rule) => ({ ...rule }))));
    expect(taxes([tax('a', '0.1000', { compounds: true }), tax('b', '0.1000')], '100')).toEqual([
      '10',
      '11 on 10 more',
    ]);
    expect(taxes(plain, '100')).toEqual(['10', '10']);
  });

  test('of a line without taxes is none', () => {
    expect(taxes([], '100')).toEqual([]);
  });
});
