import { describe, expect, test } from 'vitest';
import type { Policy } from '#core/catalogue/catalogue.ts';
import { Decimal } from '#core/money/money.ts';
import type { PromotionCut } from '#core/promotion/promotion-cut.ts';
import type { SaleLine } from '#core/sale/sale.ts';
import { promotionOf } from '#testkit/promotion-builders.ts';
import {
  amountOff,
  bookOf,
  ITBMS_7,
  lineOf,
  lineProductOf,
  percent,
  policyOf,
  saleOf,
  VAT_21_INCLUDED,
} from '#testkit/sale-builders.ts';
import { endLine, rulesOf } from './line-end.ts';
import { figureLine, roomOf, startLine } from './line-figures.ts';
import { linesAtFloor } from './lines-at-floor.ts';
import { priceOpenSale } from './price-open-sale.ts';
import { shareTaxes, shareTotal } from './share-taxes.ts';

const RULES = rulesOf(bookOf());

function cutOf(amount: string): PromotionCut {
  const value = new Decimal(amount);
  return { promotion: promotionOf(), from: value, exact: value, amount: value, units: null };
}

function figures(line: SaleLine, ...cuts: PromotionCut[]) {
  return figureLine(startLine(line, RULES), cuts, RULES.unit);
}

const floored = (unitPrice: string, minimumPrice: string, change: Partial<SaleLine> = {}) =>
  lineOf({ unitPrice, product: lineProductOf({ minimumPrice }), ...change });

describe('a line on its own', () => {
  test('is multiplied out exactly, and rounded once', () => {
    const { exactGross, gross } = startLine(lineOf({ unit: 'kg', quantity: '0.785', unitPrice: '3.99' }), RULES);
    expect([exactGross.toFixed(), gross.toFixed()]).toEqual(['3.13215', '3.13']);
  });

  test('has its promotions off it, then its own discount of what they leave', () => {
    const line = lineOf({ unitPrice: '10.00', discount: percent('10') });
    const { promoted, lineDiscount, worth } = figures(line, cutOf('2.00'), cutOf('1.00'));
    expect([promoted, lineDiscount, worth].map((value) => value.toFixed(2))).toEqual(['3.00', '0.70', '6.30']);
  });
});

describe('a lowest price', () => {
  test('is one for each unit, and holds every discount', () => {
    const held = figures(floored('50.00', '45.00', { quantity: '2', discount: percent('50') }));
    expect([held.lineDiscount.toFixed(2), held.worth.toFixed(2), roomOf(held).toFixed(2)]).toEqual([
      '10.00',
      '90.00',
      '0.00',
    ]);
  });

  test('above the price itself means that nothing comes off', () => {
    const held = figures(floored('40.00', '45.00', { discount: amountOff('5.00') }));
    expect([held.lineDiscount.toFixed(2), held.worth.toFixed(2)]).toEqual(['0.00', '40.00']);
  });

  test('of goods that come back mirrors the one they went with', () => {
    const { lineDiscount, worth } = figures(floored('50.00', '45.00', { quantity: '-2', discount: percent('50') }));
    expect([lineDiscount.toFixed(2), worth.toFixed(2)]).toEqual(['-10.00', '-90.00']);
  });

  test('is said of the lines that are held at it, a sale discount counted in', () => {
    const sale = saleOf([floored('50.00', '45.00'), floored('20.00', '1.00'), lineOf()], { discount: percent('20') });
    const held = linesAtFloor(priceOpenSale(sale, bookOf(), null));
    expect(held.map((end) => end.figures.start.line.lineId)).toEqual(['line-1']);
  });
});

describe('what tax is taken from', () => {
  const line = lineOf({ quantity: '0.785', unit: 'kg', unitPrice: '3.99', discount: percent('10'), taxes: [ITBMS_7] });
  const taxed = (policy: Partial<Policy>) => {
    const rules = rulesOf(bookOf(policyOf(policy)));
    return endLine(figures(line, cutOf('0.13')), new Decimal('0.50'), rules).taxed.toFixed();
  };

  test('is the line with everything off it', () => {
    // 3.13 - 0.13 - 0.30 - 0.50
    expect(taxed({})).toBe('2.2');
  });

  test('after tax, is the line with only its promotions off it', () => {
    expect(taxed({ discount_basis: 'after_tax' })).toBe('3');
  });

  test('anchored on the total, is not rounded before', () => {
    // 3.13215 - 0.13, less its tenth, less 0.50
    expect(taxed({ tax_rounding: 'gross_anchored' })).toBe('2.201935');
  });
});

describe('shares of what was rounded over the whole sale', () => {
  test('of a tax go to the lines that carry it, and sum to it', () => {
    const lines = [
      lineOf({ unitPrice: '0.07', taxes: [ITBMS_7] }),
      lineOf(),
      lineOf({ unitPrice: '0.09', taxes: [ITBMS_7] }),
    ];
    const { ends, rules } = priceOpenSale(saleOf(lines), bookOf(), null);
    // 0.0049 and 0.0063 are 0.0112 together: one cent, for the larger part.
    expect(shareTaxes(ends, rules.unit).map((taxes) => taxes.map((share) => share.amount.toFixed(2)))).toEqual([
      ['0.00'],
      [],
      ['0.01'],
    ]);
  });

  test('of an anchored total go to the line that lost most by being cut', () => {
    const book = bookOf(policyOf({ tax_rounding: 'gross_anchored' }));
    const line = (unitPrice: string) => lineOf({ unit: 'kg', quantity: '0.5', unitPrice, taxes: [VAT_21_INCLUDED] });
    const { ends, figures: priced, rules } = priceOpenSale(saleOf([line('0.0250'), line('0.0350')]), book, null);
    expect(priced.total).toBe('0.03');
    const shares = shareTotal(ends, new Decimal(priced.total), rules.unit);
    expect(shares.map((share) => share.toFixed(2))).toEqual(['0.01', '0.02']);
  });
});
