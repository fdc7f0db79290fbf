import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Role } from '#core/catalogue/catalogue.ts';
import { Decimal } from '#core/money/money.ts';
import type { Discount } from '#core/sale/sale.ts';
import { amountOff, percent, policyOf } from '#testkit/sale-builders.ts';
import { amountOfUnits } from '#testkit/sale-arbitraries.ts';
import { checkDiscount } from './discount-limit.ts';

function check(discount: Discount, change: { role?: Role; amount?: string; limit?: string; currency?: string } = {}) {
  return checkDiscount(discount, {
    role: change.role ?? 'cashier',
    amount: change.amount ?? '100.00',
    policy: policyOf({ cashier_discount_limit: change.limit ?? '5', currency: change.currency ?? 'USD' }),
  });
}

function answer(...of: Parameters<typeof check>): string {
  const checked = check(...of);
  return checked.ok ? 'allowed' : checked.problem.type;
}

describe('a cashier', () => {
  test.each(['0.01', '1', '4.99', '5', '5.0000'])('may give %s percent', (value) => {
    expect(answer(percent(value))).toBe('allowed');
  });

  test.each(['5.01', '5.0001', '6', '50', '100'])('may not give %s percent alone', (value) => {
    expect(answer(percent(value))).toBe('AUTHORIZATION_REQUIRED');
  });

  test('is told the limit and what was asked for', () => {
    expect(check(percent('5.01'))).toEqual({
      ok: false,
      problem: {
        code: 'POS-1003',
        type: 'AUTHORIZATION_REQUIRED',
        details: { operation: 'apply_discount', threshold_exceeded: '5%', requested: '5.01%' },
      },
    });
  });

  test('may give an amount up to the limit’s share, to the cent', () => {
    expect(answer(amountOff('0.35'), { amount: '7.00' })).toBe('allowed');
    expect(answer(amountOff('0.36'), { amount: '7.00' })).toBe('AUTHORIZATION_REQUIRED');
    expect(answer(amountOff('0.35'), { amount: '6.99' })).toBe('AUTHORIZATION_REQUIRED');
  });

  test('never reads a share above the limit as one at the limit', () => {
    // 0.35 of 6.99 is 5.0071…: rounded down it would look like 5 %.
    expect(check(amountOff('0.35'), { amount: '6.99' })).toMatchObject({
      problem: { details: { requested: '5.01%' } },
    });
  });

  test('has the limit of the local, none or a finer one too', () => {
    expect(answer(percent('12.5'), { limit: '12.5' })).toBe('allowed');
    expect(answer(percent('12.51'), { limit: '12.5' })).toBe('AUTHORIZATION_REQUIRED');
    expect(answer(percent('0.01'), { limit: '0' })).toBe('AUTHORIZATION_REQUIRED');
  });
});

describe('a supervisor and a manager', () => {
  test.each(['supervisor', 'manager'] as const)('a %s may give it all', (role) => {
    expect(answer(percent('100'), { role })).toBe('allowed');
    expect(answer(amountOff('100.00'), { role })).toBe('allowed');
  });

  test.each(['supervisor', 'manager'] as const)('but a %s may not give more than there is', (role) => {
    expect(answer(percent('101'), { role })).toBe('DISCOUNT_TOO_LARGE');
    expect(answer(percent('100.01'), { role })).toBe('DISCOUNT_TOO_LARGE');
    expect(answer(amountOff('100.01'), { role })).toBe('DISCOUNT_TOO_LARGE');
    expect(answer(amountOff('0.01'), { role, amount: '0.00' })).toBe('DISCOUNT_TOO_LARGE');
  });

  test('has to say why', () => {
    expect(answer({ ...percent('5'), reason: '  ' }, { role: 'manager' })).toBe('REASON_MISSING');
  });
});

describe('what is no discount', () => {
  test.each(['0', '0.00', '', 'abc', '-5', '5 %', '1e1', '+5', '5,0', '.5', '5.00001', '123456789'])(
    '%j percent',
    (value) => {
      expect(answer(percent(value), { role: 'manager' })).toBe('DISCOUNT_NOT_VALID');
    },
  );

  test('an amount finer than the currency, which could be taken off no line', () => {
    expect(answer(amountOff('0.505'), { role: 'manager' })).toBe('DISCOUNT_NOT_VALID');
    expect(answer(amountOff('0.5'), { role: 'manager', amount: '500', currency: 'JPY' })).toBe('DISCOUNT_NOT_VALID');
    expect(answer(amountOff('0.505'), { role: 'manager', amount: '1.000', currency: 'KWD' })).toBe('allowed');
  });
});

describe('always', () => {
  test('an amount that is more than the limit’s percentage of the whole is refused to a cashier, and no other', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.integer({ min: 0, max: 10_000 }),
        (off, whole, limit) => {
          fc.pre(off <= whole);
          const allowed = check(amountOff(amountOfUnits(off, 'USD')), {
            amount: amountOfUnits(whole, 'USD'),
            limit: new Decimal(limit).div(100).toFixed(),
          }).ok;
          // off / whole ≤ limit / 100 %, in whole numbers.
          expect(allowed).toBe(BigInt(off) * 10_000n <= BigInt(whole) * BigInt(limit));
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('any text for a value is allowed or refused, never an error', () => {
    const types = fc.constantFrom('percentage' as const, 'fixed_amount' as const);
    fc.assert(
      fc.property(fc.string(), types, fc.string(), (value, type, reason) => {
        expect(typeof check({ type, value, reason }).ok).toBe('boolean');
      }),
      { numRuns: 500 },
    );
  });
});
