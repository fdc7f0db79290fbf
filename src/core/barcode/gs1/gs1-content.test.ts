import { describe, expect, test } from 'vitest';
import { readBracketedText } from './bracketed-text.ts';
import { contentOf, type Gs1Content } from './gs1-content.ts';

const GTIN = '(01)09501101530003';

/** What the elements say, without what they do not say. */
function said(text: string): Partial<Gs1Content> {
  const reading = readBracketedText(text, 2026);
  if (!reading.ok) {
    throw new Error(`${text} is no GS1 data: ${reading.reason}`);
  }
  return Object.fromEntries(Object.entries(contentOf(reading.elements)).filter(([, value]) => value !== null));
}

describe('what a symbol says of the goods in hand', () => {
  test('is which they are, their batch and serial number, and their last days', () => {
    expect(said(`${GTIN}(10)LOT7(21)S1(17)261231(15)261130(16)261215`)).toEqual({
      gtin14: '09501101530003',
      batch: 'LOT7',
      serial: 'S1',
      expiresOn: '2026-12-31',
      bestBefore: '2026-11-30',
      sellBy: '2026-12-15',
    });
  });

  test('is nothing at all where nothing is told', () => {
    expect(said('(8020)REF')).toEqual({});
  });

  test('of a pallet is its number, and what is inside is not taken for goods in hand', () => {
    expect(said('(00)106141411928374657(02)09501101530003(37)12')).toEqual({ sscc: '106141411928374657', count: '12' });
  });

  test.each([
    ['(7003)2612312359', { expiresOn: '2026-12-31' }],
    ['(7003)2612312359(17)261130', { expiresOn: '2026-11-30' }],
  ])('a last day with its hour is as good as one without: %s', (text, expected) => {
    expect(said(text)).toEqual(expected);
  });

  test.each([
    ['(3103)001750', '1.750'],
    ['(3100)000002', '2'],
    ['(3203)001750', undefined],
    ['(3303)001750', undefined],
  ])('a weight is the net weight in kilograms, not in pounds and not with its packing: %s', (text, weight) => {
    expect(said(text).weight).toBe(weight);
  });

  test.each([
    ['(3922)1250', { amount: '12.50', currency: null }],
    ['(3932)8401250', { amount: '12.50', currency: 'USD' }],
    ['(3932)7241250', { amount: '12.50', currency: '724' }],
    // What is to be paid for a bill, and what a coupon takes off, are no prices of goods.
    ['(3902)1250', undefined],
    ['(3942)1250', undefined],
  ])('a price is what the goods cost, with the currency that it names: %s', (text, price) => {
    expect(said(text).price).toEqual(price);
  });

  test('of two alike the first counts, and the pieces in a pack before those on a pallet', () => {
    expect(said('(10)A(10)B(3922)100(3932)840200(37)12(30)6')).toEqual({
      batch: 'A',
      price: { amount: '1.00', currency: null },
      count: '6',
    });
  });
});
