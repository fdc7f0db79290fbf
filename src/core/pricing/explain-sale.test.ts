import { expect, test } from 'vitest';
import { threeForTwo, variants } from '#testkit/promotion-builders.ts';
import { amountOff, bookOf, ITBMS_7, lineOf, percent, saleOf, VAT_21_INCLUDED } from '#testkit/sale-builders.ts';
import { explainSale } from './explain-sale.ts';
import { priceOpenSale } from './price-open-sale.ts';
import { NO_SUMS, withLines } from './running-sums.ts';

const promotion = threeForTwo(variants('cola'), { name: { es: '3×2', en: '3 for 2' } });
const cola = lineOf({ variantId: 'cola', quantity: '3', unitPrice: '2.50', taxes: [ITBMS_7], discount: percent('10') });
const weighed = lineOf({ unit: 'kg', quantity: '0.785', unitPrice: '3.99', taxes: [VAT_21_INCLUDED] });
const price = priceOpenSale(
  saleOf([cola, weighed], { discount: amountOff('1.00') }),
  bookOf(undefined, [promotion]),
  null,
);

test('every step of a line is told with what it was taken from and how it was before it was rounded', () => {
  const [first, second] = explainSale(price).lines;
  expect(first?.steps.map(({ kind }) => kind)).toEqual([
    'gross',
    'promotion',
    'line_discount',
    'sale_discount',
    'tax',
    'total',
  ]);
  expect(first?.steps[1]).toEqual({
    kind: 'promotion',
    name: { es: '3×2', en: '3 for 2' },
    from: '7.50',
    exact: '2.5',
    amount: '2.50',
    units: '1',
  });
  expect(first?.steps[2]).toMatchObject({ from: '5.00', exact: '0.5', amount: '0.50', heldAt: null });
  // 1.00 over 4.50 and 3.13: 0.5897… and 0.4102…
  expect(first?.steps[3]).toEqual({ kind: 'sale_discount', from: '4.50', ofSale: '1.00', amount: '0.59' });
  expect(first?.steps[4]).toMatchObject({ base: '3.91', exact: '0.2737', amount: '0.27' });
  expect(first?.steps[5]).toEqual({ kind: 'total', amount: '4.18' });
  expect(second?.steps[0]).toMatchObject({ kind: 'gross', exact: '3.13215', amount: '3.13', unit: 'kg' });
});

test('the sale is told from its lines to its total', () => {
  expect(explainSale(price).sale).toEqual([
    { kind: 'lines', count: 2, amount: '10.63' },
    { kind: 'promotion_total', name: { es: '3×2', en: '3 for 2' }, amount: '2.50' },
    { kind: 'line_discounts', amount: '0.50' },
    { kind: 'sale_discount_total', discount: amountOff('1.00'), from: '7.63', exact: '1', amount: '1.00' },
    { kind: 'tax', tax: ITBMS_7, base: '3.91', exact: '0.2737', amount: '0.27' },
    { kind: 'tax', tax: VAT_21_INCLUDED, base: '2.25', exact: '0.47206612', amount: '0.47' },
    { kind: 'total', amount: '6.90' },
  ]);
});

test('a discount that the lowest price held back says so', () => {
  const held = lineOf({ unitPrice: '50.00', discount: percent('50') });
  const sale = saleOf([{ ...held, product: { ...held.product, minimumPrice: '45.00' } }]);
  const [line] = explainSale(priceOpenSale(sale, bookOf(), null)).lines;
  expect(line?.steps[1]).toMatchObject({ kind: 'line_discount', amount: '5.00', heldAt: '45.00' });
});

test('the sums behind it are empty again when every line has gone', () => {
  const all = withLines(NO_SUMS, { gone: [], come: price.ends });
  expect(all.gross.toFixed(2)).toBe('10.63');
  const none = withLines(all, { gone: price.ends, come: [] });
  expect([none.gross, none.promoted, none.discounted, none.items].every((sum) => sum.isZero())).toBe(true);
  expect(none.taxes.size).toBe(0);
});
