import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decimal } from '#core/money/money.ts';
import { amountOfUnits } from '#testkit/sale-arbitraries.ts';
import { quickNotes } from './quick-notes.ts';

const USD = ['100.00', '50.00', '20.00', '10.00', '5.00', '1.00', '0.50', '0.25', '0.10', '0.05', '0.01'];

describe('what a customer is likely to hand over', () => {
  test.each([
    ['12.60', ['15.00', '20.00', '50.00']],
    ['3.50', ['4.00', '5.00', '10.00']],
    ['18.00', ['20.00', '50.00', '100.00']],
    ['6.20', ['7.00', '10.00', '20.00']],
    ['0.35', ['0.40', '0.50', '1.00']],
    ['99.99', ['100.00']],
  ])('for %s: %s', (left, notes) => {
    expect(quickNotes(left, USD, 'USD')).toEqual(notes);
  });

  test('is no handful of small change, in any currency', () => {
    const yen = ['10000', '5000', '1000', '500', '100', '50', '10', '5', '1'];
    expect(quickNotes('1234', yen, 'JPY')).toEqual(['1500', '2000', '5000']);
    expect(quickNotes('98', yen, 'JPY')).toEqual(['100', '500', '1000']);
    const rupiah = ['100000.00', '50000.00', '20000.00', '10000.00', '5000.00', '2000.00', '1000.00', '500.00'];
    expect(quickNotes('23400.00', rupiah, 'IDR')).toEqual(['25000.00', '30000.00', '40000.00']);
  });

  test('leaves out the exact amount, which has its own button', () => {
    expect(quickNotes('20.00', USD, 'USD')).toEqual(['50.00', '100.00']);
  });

  test('is nothing when nothing is left', () => {
    expect(quickNotes('0.00', USD, 'USD')).toEqual([]);
  });

  test('is several of the largest note for a large amount', () => {
    expect(quickNotes('230.00', ['100.00', '50.00'], 'USD')).toEqual(['250.00', '300.00']);
    expect(quickNotes('5012.30', USD, 'USD')).toEqual(['5100.00']);
  });

  test('is written as the currency is', () => {
    expect(quickNotes('1234', ['10000', '5000', '1000'], 'JPY')).toEqual(['2000', '5000', '10000']);
    expect(quickNotes('1.250', ['20.000', '5.000', '1.000'], 'KWD')).toEqual(['2.000', '5.000', '20.000']);
  });

  test('always covers the amount, rises, and is at most three', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50_000 }), fc.subarray(USD), (units, denominations) => {
        const left = amountOfUnits(units, 'USD');
        const notes = quickNotes(left, denominations, 'USD').map((note) => new Decimal(note));
        expect(notes.length).toBeLessThanOrEqual(3);
        notes.forEach((note, place) => {
          expect(note.greaterThan(notes[place - 1] ?? left)).toBe(true);
        });
      }),
    );
  });
});
