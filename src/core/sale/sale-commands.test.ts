import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Role } from '#core/catalogue/catalogue.ts';
import { canonicalJson } from '#core/journal/canonical-json.ts';
import { Decimal } from '#core/money/money.ts';
import { priceSale } from '#core/pricing/price-sale.ts';
import type { Checked } from '#core/problem.ts';
import { MAX_AMOUNT } from '#core/quantity/parse-amount.ts';
import {
  amountOff,
  bookOf,
  cash,
  countedIds,
  lineOf,
  lineProductOf,
  percent,
  policyOf,
  saleOf,
} from '#testkit/sale-builders.ts';
import { actions, playSession } from '#testkit/sale-sessions.ts';
import { applySaleEvent } from './apply-sale-event.ts';
import { completeSale } from './complete-sale.ts';
import { differencesOf } from './reprice.ts';
import type { Discount, Sale } from './sale.ts';
import {
  addArticle,
  discountLine,
  discountSale,
  type Planned,
  recheckDiscounts,
  setQuantity,
} from './sale-commands.ts';

const policy = policyOf();
const EMPTY = saleOf([]);

function context(role: Role = 'cashier', change: Parameters<typeof policyOf>[0] = {}) {
  return { book: bookOf(policyOf(change)), role, newId: countedIds('new') };
}

function article(change: Partial<Parameters<typeof addArticle>[1]> = {}) {
  return { product: lineProductOf(), unitPrice: '1.00', quantity: '1', ...change };
}

const weighed = { product: lineProductOf({ variantId: 'cheese', unit: 'kg' }), unitPrice: '9.00', quantity: '0.25' };

/** The sale after the command; a refusal is given by its type. */
function after(sale: Sale, planned: Planned): Sale | string {
  return planned.ok ? applySaleEvent(sale, planned.event) : planned.problem.type;
}

function refusal(checked: Checked<object>): string {
  return checked.ok ? 'allowed' : checked.problem.type;
}

/** The lines as "quantity × price". */
function lines(sale: Sale | string): string[] | string {
  return typeof sale === 'string' ? sale : sale.lines.map((line) => `${line.quantity} × ${line.unitPrice}`);
}

describe('adding an article', () => {
  test('makes a line at the end', () => {
    const sale = saleOf([lineOf({ variantId: 'other', unitPrice: '3.00' })]);
    expect(lines(after(sale, addArticle(sale, article({ quantity: '2' }), context())))).toEqual([
      '1 × 3.00',
      '2 × 1.00',
    ]);
  });

  test('that is on the sale already raises the quantity of its line', () => {
    const sale = saleOf([lineOf({ quantity: '2' }), lineOf({ variantId: 'other' })]);
    expect(lines(after(sale, addArticle(sale, article({ quantity: '3' }), context())))).toEqual([
      '5 × 1.00',
      '1 × 1.00',
    ]);
  });

  test.each([
    ['at another price', lineOf({ unitPrice: '0.90' }), article()],
    ['of another product', lineOf({ variantId: 'other' }), article()],
    ['whose line has a discount of its own', lineOf({ discount: percent('5') }), article()],
    ['that no catalogue knows', lineOf({ variantId: null }), article({ product: lineProductOf({ variantId: null }) })],
    ['that is weighed', lineOf({ product: weighed.product, unitPrice: '9.00' }), weighed],
  ])('%s is a line of its own', (_, line, more) => {
    const sale = saleOf([line]);
    expect(lines(after(sale, addArticle(sale, more, context())))).toHaveLength(2);
  });

  test.each([
    ['0', 'QUANTITY_NOT_POSITIVE'],
    ['-1', 'QUANTITY_NOT_POSITIVE'],
    ['1000000000', 'QUANTITY_TOO_LARGE'],
    ['1e9', 'QUANTITY_NOT_A_NUMBER'],
    ['abc', 'QUANTITY_NOT_A_NUMBER'],
    ['', 'QUANTITY_NOT_A_NUMBER'],
    ['1.5', 'QUANTITY_TOO_FINE'],
  ])('%j times is refused, on a new line and onto one that is there', (quantity, type) => {
    const there = saleOf([lineOf({ quantity: '5' })]);
    expect(after(EMPTY, addArticle(EMPTY, article({ quantity }), context()))).toBe(type);
    expect(after(there, addArticle(there, article({ quantity }), context()))).toBe(type);
  });

  test('beyond what a line may hold is refused, and the line stays', () => {
    const sale = saleOf([lineOf({ quantity: '99999' })]);
    expect(after(sale, addArticle(sale, article(), context()))).toBe('QUANTITY_TOO_LARGE');
  });

  test('beyond the most lines is refused, but more of what is there is not', () => {
    const sale = saleOf([lineOf(), lineOf({ variantId: 'other' })]);
    const narrow = { max_lines: 2 };
    expect(addArticle(sale, weighed, context('cashier', narrow))).toMatchObject({
      ok: false,
      problem: { code: 'POS-1106', details: { most: '2' } },
    });
    expect(lines(after(sale, addArticle(sale, article(), context('cashier', narrow))))).toEqual([
      '2 × 1.00',
      '1 × 1.00',
    ]);
  });

  test('beyond what an amount can hold is refused, on one line or by all of them together', () => {
    const dear = article({ unitPrice: '5000000.00' });
    expect(addArticle(EMPTY, { ...dear, quantity: '2' }, context())).toMatchObject({
      ok: false,
      problem: { code: 'POS-1107', details: { amount: '10000000.00', most: MAX_AMOUNT } },
    });
    const sale = saleOf([lineOf({ variantId: 'other', unitPrice: '5000000.00' })]);
    expect(after(sale, addArticle(sale, dear, context()))).toBe('AMOUNT_TOO_LARGE');
    expect(after(sale, addArticle(sale, article({ unitPrice: '4999999.99' }), context()))).not.toBe('AMOUNT_TOO_LARGE');
  });
});

describe('setting a quantity', () => {
  const sale = saleOf([lineOf(), lineOf({ product: weighed.product, unitPrice: '9.00', quantity: '0.25' })]);

  test('takes what a person types', () => {
    expect(lines(after(sale, setQuantity(sale, { lineId: 'line-1', typed: ' 12 ' })))).toEqual([
      '12 × 1.00',
      '0.25 × 9.00',
    ]);
    expect(lines(after(sale, setQuantity(sale, { lineId: 'line-2', typed: '1,5' })))).toEqual([
      '1 × 1.00',
      '1.5 × 9.00',
    ]);
  });

  test.each(['0', '-1', '1e9', 'abc', '1,5', '', '100000'])('refuses %j pieces', (typed) => {
    expect(setQuantity(sale, { lineId: 'line-1', typed }).ok).toBe(false);
  });

  test('refuses a line that is gone', () => {
    expect(after(sale, setQuantity(sale, { lineId: 'gone', typed: '1' }))).toBe('LINE_NOT_FOUND');
  });

  test('refuses what would make the sale larger than an amount can be', () => {
    const dear = saleOf([lineOf({ unitPrice: '4000000.00' }), lineOf({ unitPrice: '4000000.00' })]);
    expect(after(dear, setQuantity(dear, { lineId: 'line-2', typed: '2' }))).toBe('AMOUNT_TOO_LARGE');
  });
});

describe('a line discount', () => {
  const sale = saleOf([lineOf({ unitPrice: '20.00' }), lineOf({ unitPrice: '80.00' })]);
  const give = (discount: Discount | null, role?: Role) =>
    discountLine(sale, { lineId: 'line-1', discount }, context(role));

  test('is kept as it was meant: point for comma, the currency’s decimals, no blanks', () => {
    expect(give({ type: 'percentage', value: ' 2,50 ', reason: '  old stock ' })).toMatchObject({
      event: { discount: { value: '2.5', reason: 'old stock' } },
    });
    expect(give({ type: 'fixed_amount', value: ' 0,5 ', reason: 'dent' })).toMatchObject({
      event: { discount: { value: '0.50' } },
    });
  });

  test('is measured by the line, not by the sale', () => {
    expect(refusal(give(amountOff('1.00')))).toBe('allowed');
    expect(refusal(give(amountOff('1.01')))).toBe('AUTHORIZATION_REQUIRED');
    expect(refusal(give(amountOff('20.01'), 'manager'))).toBe('DISCOUNT_TOO_LARGE');
  });

  test('is measured by the whole line, whatever discount stands on line or sale', () => {
    const discounted: Sale = {
      ...saleOf([lineOf({ unitPrice: '20.00', discount: percent('50') })]),
      discount: percent('50'),
    };
    expect(refusal(discountLine(discounted, { lineId: 'line-1', discount: amountOff('1.00') }, context()))).toBe(
      'allowed',
    );
  });

  test('is taken away with nothing, by anybody', () => {
    expect(give(null)).toEqual({ ok: true, event: { type: 'line.discounted', lineId: 'line-1', discount: null } });
  });

  test.each(['0', '-5', 'abc', '', '101', '0.505', '1e1'])(
    'of %j as an amount or percent is no discount to anybody',
    (value) => {
      const types = [
        give({ ...amountOff(value), reason: 'x' }, 'manager'),
        give({ ...percent(value), reason: 'x' }, 'manager'),
      ];
      expect(types.map((planned) => planned.ok)).toContain(false);
    },
  );

  test('of half a cent is refused: the sale could not be priced', () => {
    expect(after(sale, give(amountOff('0.505'), 'manager'))).toBe('DISCOUNT_NOT_VALID');
  });

  test('on a line that is gone is refused', () => {
    expect(after(sale, discountLine(sale, { lineId: 'gone', discount: null }, context()))).toBe('LINE_NOT_FOUND');
  });

  test('has a reason that can be put into the journal, however it was cut', () => {
    const planned = give({ ...percent('5'), reason: `${'x'.repeat(199)}💶` });
    expect(planned.ok && canonicalJson(planned.event)).toContain('xxx');
  });
});

describe('a sale discount', () => {
  const sale = saleOf([lineOf({ unitPrice: '40.00' }), lineOf({ unitPrice: '60.00', discount: amountOff('20.00') })]);

  test.each([
    ['5', 'allowed'],
    ['5.01', 'AUTHORIZATION_REQUIRED'],
    ['101', 'DISCOUNT_TOO_LARGE'],
    ['0', 'DISCOUNT_NOT_VALID'],
  ])('of %s percent by a cashier: %s', (value, expected) => {
    expect(refusal(discountSale(sale, percent(value), context()))).toBe(expected);
  });

  test('is measured by what the line discounts have left', () => {
    expect(refusal(discountSale(sale, amountOff('4.00'), context()))).toBe('allowed');
    expect(refusal(discountSale(sale, amountOff('4.01'), context()))).toBe('AUTHORIZATION_REQUIRED');
    expect(refusal(discountSale(sale, amountOff('80.01'), context('supervisor')))).toBe('DISCOUNT_TOO_LARGE');
  });

  test('replaces the one before and is not measured by it', () => {
    const discounted = { ...sale, discount: percent('100') };
    expect(refusal(discountSale(discounted, amountOff('4.00'), context()))).toBe('allowed');
  });

  test('needs something sold, and a reason', () => {
    expect(refusal(discountSale(EMPTY, percent('5'), context()))).toBe('SALE_EMPTY');
    expect(refusal(discountSale(sale, { ...percent('5'), reason: ' ' }, context()))).toBe('REASON_MISSING');
  });

  test('is taken away with nothing', () => {
    expect(discountSale(EMPTY, null, context())).toEqual({
      ok: true,
      event: { type: 'sale.discounted', discount: null },
    });
  });
});

describe('the discounts once more, before paying', () => {
  const cashier = { book: bookOf(policy), role: 'cashier' as const };

  test('are allowed as they were given', () => {
    const sale = saleOf([lineOf({ unitPrice: '20.00', discount: percent('5') }), lineOf({ unitPrice: '80.00' })], {
      discount: amountOff('4.95'),
    });
    expect(recheckDiscounts(sale, cashier)).toEqual({ ok: true });
    expect(recheckDiscounts(EMPTY, cashier)).toEqual({ ok: true });
  });

  test('an amount off a large sale is too much once the lines have gone', () => {
    const large = saleOf([lineOf({ unitPrice: '95.00' }), lineOf({ unitPrice: '5.00' })]);
    const discounted = after(large, discountSale(large, amountOff('5.00'), context()));
    const small =
      typeof discounted === 'string' ? EMPTY : applySaleEvent(discounted, { type: 'line.removed', lineId: 'line-1' });
    expect(small.discount?.value).toBe('5.00');
    expect(recheckDiscounts(small, cashier)).toMatchObject({
      ok: false,
      problem: { code: 'POS-1003', details: { requested: '100%', lineId: '' } },
    });
    expect(recheckDiscounts(small, { book: bookOf(policy), role: 'supervisor' })).toEqual({ ok: true });
  });

  test('an amount off ten pieces is too much for one', () => {
    const ten = saleOf([lineOf({ variantId: 'other' }), lineOf({ quantity: '10', discount: amountOff('0.50') })]);
    expect(refusal(recheckDiscounts(ten, cashier))).toBe('allowed');
    const one = applySaleEvent(ten, { type: 'line.quantity_set', lineId: 'line-2', quantity: '1' });
    expect(recheckDiscounts(one, cashier)).toMatchObject({
      problem: { type: 'AUTHORIZATION_REQUIRED', details: { requested: '50%', lineId: 'line-2' } },
    });
  });

  test('an amount that is more than is left is refused to everybody: it says more than it takes', () => {
    const sale = saleOf([lineOf({ unitPrice: '3.00' })], { discount: amountOff('5.00') });
    expect(refusal(recheckDiscounts(sale, { book: bookOf(policy), role: 'manager' }))).toBe('DISCOUNT_TOO_LARGE');
  });

  test('a discount on a sale that has become empty does no harm', () => {
    expect(recheckDiscounts(saleOf([], { discount: amountOff('5.00') }), cashier)).toEqual({ ok: true });
  });
});

/** The sale as it can be paid: nothing left to deal with, something on it, and the whole total in cash. */
function paid(sale: Sale): Sale {
  const lines = sale.lines.length === 0 ? [lineOf()] : sale.lines;
  const ready = { ...sale, misses: [], lines };
  const { total } = priceSale(ready, bookOf(policyOf({ currency: sale.currency })));
  return new Decimal(total).isZero() ? ready : { ...ready, tenders: [cash(total)] };
}

const sessions = fc.record({
  tried: fc.array(actions, { maxLength: 40 }),
  currency: fc.constantFrom('USD', 'JPY', 'KWD'),
  role: fc.constantFrom('cashier' as const, 'manager' as const),
});

describe('whatever is typed, in whatever order', () => {
  test('no command throws, and every sale on the way can be priced', () => {
    fc.assert(
      fc.property(sessions, ({ tried, currency, role }) => {
        const rules = policyOf({ currency });
        for (const { after: sale } of playSession(tried, { policy: rules, role }).steps) {
          expect(new Decimal(priceSale(sale, bookOf(rules)).total).isNegative()).toBe(false);
        }
      }),
      { numRuns: 150 },
    );
  });

  test('the sale can be completed, comes out the same when priced again, and has a canonical form', () => {
    fc.assert(
      fc.property(sessions, ({ tried, currency, role }) => {
        const rules = policyOf({ currency });
        const document = completeSale(paid(playSession(tried, { policy: rules, role }).sale), {
          book: bookOf(rules),
          localId: 'local-1',
          catalogueVersion: 'v1',
          now: '2026-03-14T15:05:00.000Z',
          transactionNumber: 'POS-2026-T03-000001',
        });
        expect(differencesOf(document, rules)).toEqual([]);
        expect(canonicalJson(document).length).toBeGreaterThan(0);
        expect(new Decimal(document.totals.total_amount).lessThan('99999999.9999')).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  test('a cashier gets no percentage onto a sale that is above the limit', () => {
    fc.assert(
      fc.property(sessions, ({ tried }) => {
        const { sale } = playSession(tried, { role: 'cashier' });
        const given = [sale.discount, ...sale.lines.map((line) => line.discount)];
        const above = given.filter(
          (discount) => discount?.type === 'percentage' && new Decimal(discount.value).greaterThan(5),
        );
        expect(above).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test('and after the check before paying no line or sale has more off it than the limit', () => {
    fc.assert(
      fc.property(sessions, ({ tried }) => {
        const { sale } = playSession(tried, { role: 'cashier' });
        fc.pre(recheckDiscounts(sale, { book: bookOf(policy), role: 'cashier' }).ok);
        for (const line of priceSale(sale, bookOf(policy)).lines) {
          // A percentage is rounded to the cent, which is where the half cent comes from.
          const most = new Decimal(line.gross).times('0.05').plus('0.005');
          expect(new Decimal(line.lineDiscount).lessThanOrEqualTo(most)).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('a line never holds what a quantity may not be', () => {
    fc.assert(
      fc.property(sessions, ({ tried, role }) => {
        for (const line of playSession(tried, { role }).sale.lines) {
          expect(line.quantity).toMatch(
            line.product.unit === 'unit' ? /^[1-9]\d{0,4}$/ : /^(?!0$)(0|[1-9]\d{0,4})(\.\d{1,3})?$/,
          );
        }
      }),
      { numRuns: 200 },
    );
  });
});
