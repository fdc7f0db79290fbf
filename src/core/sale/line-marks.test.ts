import { describe, expect, test } from 'vitest';
import { bookOf, cash, countedIds, lineOf, lineProductOf, policyOf, saleOf } from '#testkit/sale-builders.ts';
import { applySaleEvent } from './apply-sale-event.ts';
import { completeSale } from './complete-sale.ts';
import { isPastDate, type LineMarks, pastDateOf } from './line-marks.ts';
import type { Sale } from './sale.ts';
import { addArticle } from './sale-commands.ts';

const LOT_7: LineMarks = { batch: 'L7', serial: null, expiresOn: '2026-03-31' };

/** The quantities of the lines after one piece with each of these marks was added, in order. */
function sold(...marks: readonly (LineMarks | undefined)[]): string[] {
  const context = { book: bookOf(policyOf()), role: 'cashier' as const, newId: countedIds('line') };
  const sale = marks.reduce<Sale>((before, each) => {
    const article = { product: lineProductOf(), unitPrice: '1.00', quantity: '1' };
    const planned = addArticle(before, each === undefined ? article : { ...article, marks: each }, context);
    return planned.ok ? applySaleEvent(before, planned.event) : before;
  }, saleOf([]));
  return sale.lines.map((line) => line.quantity);
}

describe('goods share a line', () => {
  test('when batch and date are the same, or neither says anything', () => {
    expect(sold(LOT_7, { ...LOT_7 }, LOT_7)).toEqual(['3']);
    expect(sold(undefined, undefined)).toEqual(['2']);
  });

  test('never with goods of another batch or date, or with goods that say nothing', () => {
    expect(sold(LOT_7, { ...LOT_7, batch: 'L8' }, LOT_7)).toEqual(['2', '1']);
    expect(sold(LOT_7, { ...LOT_7, expiresOn: '2026-04-30' })).toEqual(['1', '1']);
    expect(sold(LOT_7, undefined, LOT_7)).toEqual(['2', '1']);
  });

  test('never when they have a number of their own', () => {
    expect(sold({ ...LOT_7, serial: 'S1' }, { ...LOT_7, serial: 'S2' }, { ...LOT_7, serial: 'S1' })).toEqual([
      '1',
      '1',
      '1',
    ]);
  });
});

describe('the last day', () => {
  test('is a day on which the goods may still be sold', () => {
    expect(isPastDate('2026-03-31', '2026-03-31')).toBe(false);
    expect(isPastDate('2026-03-31', '2026-04-01')).toBe(true);
    expect(isPastDate('2026-12-31', '2027-01-01')).toBe(true);
  });

  test('ends at the local’s midnight', () => {
    const inPanama = (openedAt: string) => pastDateOf(LOT_7, { openedAt, timeZone: 'America/Panama' });
    expect(inPanama('2026-04-01T04:59:59Z')).toBeNull();
    expect(inPanama('2026-04-01T05:00:00Z')).toBe('2026-03-31');
  });

  test('is nothing where nothing is printed', () => {
    const now = { openedAt: '2026-04-01T12:00:00Z', timeZone: 'UTC' };
    expect(pastDateOf(undefined, now)).toBeNull();
    expect(pastDateOf({ ...LOT_7, expiresOn: null }, now)).toBeNull();
  });
});

test('a sale keeps what was printed on its goods, and nothing of what was not', () => {
  const sale = saleOf([lineOf({ marks: LOT_7 }), lineOf()], { tenders: [cash('2.00')] });
  const { items } = completeSale(sale, {
    book: bookOf(policyOf()),
    localId: 'local-1',
    catalogueVersion: 'v1',
    now: '2026-03-14T15:05:00.000Z',
    transactionNumber: 'POS-2026-T03-000123',
  });
  expect(items[0]).toMatchObject({ batch: 'L7', expires_on: '2026-03-31' });
  expect(items.map((item) => Object.keys(item).filter((key) => /batch|serial|expires/.test(key)))).toEqual([
    ['batch', 'expires_on'],
    [],
  ]);
});
