import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cash, lineOf, percent, saleOf } from '#testkit/sale-builders.ts';
import { actions, playSession } from '#testkit/sale-sessions.ts';
import { applySaleEvent } from './apply-sale-event.ts';
import { inverseOf } from './inverse-event.ts';
import type { Sale, SaleEvent, ScanMiss } from './sale.ts';

const miss = (missId: string): ScanMiss => ({ missId, text: '123', reason: 'unknown' });

const sale: Sale = saleOf(
  [
    lineOf({ lineId: 'bread', discount: percent('3') }),
    lineOf({ lineId: 'soda', quantity: '4' }),
    lineOf({ lineId: 'tea' }),
  ],
  { misses: [miss('a'), miss('b'), miss('c')], discount: percent('2'), note: 'gift' },
);

const takenBack: SaleEvent[] = [
  { type: 'line.added', line: lineOf({ lineId: 'new' }), index: 1 },
  { type: 'line.removed', lineId: 'bread' },
  { type: 'line.removed', lineId: 'soda' },
  { type: 'line.removed', lineId: 'tea' },
  { type: 'line.quantity_set', lineId: 'soda', quantity: '9' },
  { type: 'line.discounted', lineId: 'bread', discount: null },
  { type: 'line.discounted', lineId: 'soda', discount: percent('5') },
  { type: 'sale.discounted', discount: null },
  { type: 'sale.noted', note: null },
  { type: 'sale.customer_set', customer: { customerId: 'c-1', name: 'Rosa' } },
  { type: 'miss.added', miss: miss('d') },
  { type: 'miss.cleared', missId: 'a' },
  { type: 'miss.cleared', missId: 'b' },
  { type: 'miss.cleared', missId: 'c' },
];

describe('what a person did', () => {
  test.each(takenBack)('$type is taken back to the sale as it was', (event) => {
    const inverse = inverseOf(sale, event);
    const after = applySaleEvent(sale, event);
    expect(inverse && applySaleEvent(after, inverse)).toEqual(sale);
  });

  test('a removed line comes back in its place, with its discount', () => {
    expect(inverseOf(sale, { type: 'line.removed', lineId: 'bread' })).toEqual({
      type: 'line.added',
      line: sale.lines[0],
      index: 0,
    });
  });

  test('an emptied sale comes back in the order it had, rows of missed scans too', () => {
    const emptying: SaleEvent[] = [
      ...sale.misses.map((each): SaleEvent => ({ type: 'miss.cleared', missId: each.missId })),
      ...sale.lines.map((each): SaleEvent => ({ type: 'line.removed', lineId: each.lineId })),
    ];
    const inverses: SaleEvent[] = [];
    let emptied = sale;
    for (const event of emptying) {
      const inverse = inverseOf(emptied, event);
      inverses.unshift(...(inverse === null ? [] : [inverse]));
      emptied = applySaleEvent(emptied, event);
    }
    expect([emptied.lines, emptied.misses]).toEqual([[], []]);
    expect(inverses.reduce(applySaleEvent, emptied)).toEqual(sale);
  });
});

describe('what no button takes back', () => {
  const never: SaleEvent[] = [
    { type: 'sale.opened', saleId: 's', currency: 'USD', cashierId: 'c', at: '2026-03-14T15:00:00.000Z' },
    { type: 'tender.started', completionId: 'x' },
    { type: 'tender.added', tender: cash('5.00') },
    { type: 'tender.removed', tenderId: 'cash-1' },
  ];
  test.each(never)('$type', (event) => {
    expect(inverseOf(sale, event)).toBeNull();
  });

  test('a change of what is not on the sale', () => {
    expect(inverseOf(sale, { type: 'line.removed', lineId: 'gone' })).toBeNull();
    expect(inverseOf(sale, { type: 'line.quantity_set', lineId: 'gone', quantity: '1' })).toBeNull();
    expect(inverseOf(sale, { type: 'miss.cleared', missId: 'gone' })).toBeNull();
  });
});

describe('always', () => {
  test('an event and then its inverse give back the sale before, wherever in a session', () => {
    fc.assert(
      fc.property(fc.array(actions, { maxLength: 30 }), (tried) => {
        for (const { before, event, after } of playSession(tried, { role: 'manager' }).steps) {
          const inverse = inverseOf(before, event);
          expect(inverse && applySaleEvent(after, inverse)).toEqual(before);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('undoing everything, newest first, gives back the empty sale', () => {
    fc.assert(
      fc.property(fc.array(actions, { maxLength: 30 }), (tried) => {
        const { sale: end, steps } = playSession(tried, { role: 'manager' });
        const start = steps.toReversed().reduce((now, step) => {
          const inverse = inverseOf(step.before, step.event);
          return inverse === null ? now : applySaleEvent(now, inverse);
        }, end);
        expect(start).toEqual(saleOf([]));
      }),
      { numRuns: 100 },
    );
  });
});
