import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '#core/journal/canonical-json.ts';
import { card, cash, lineOf, percent, saleOf } from '#testkit/sale-builders.ts';
import { actions, playSession } from '#testkit/sale-sessions.ts';
import { applySaleEvent, saleFromEvents } from './apply-sale-event.ts';
import type { SaleEvent, ScanMiss } from './sale.ts';

const OPENED: SaleEvent = {
  type: 'sale.opened',
  saleId: 'sale-1',
  currency: 'USD',
  cashierId: 'staff-ana',
  at: '2026-03-14T15:00:00.000Z',
};

const bread = lineOf({ lineId: 'bread' });
const soda = lineOf({ lineId: 'soda', unitPrice: '2.50' });
const two = saleOf([bread, soda]);
const miss = (missId: string): ScanMiss => ({ missId, text: '123', reason: 'unknown' });

describe('a sale', () => {
  test('begins empty, in its currency, with its cashier', () => {
    expect(saleFromEvents([OPENED])).toEqual(saleOf([]));
  });

  test('is nothing before it is opened, and is opened once', () => {
    expect(saleFromEvents([])).toBeNull();
    expect(() => applySaleEvent(null, { type: 'sale.noted', note: 'x' })).toThrow(/needs an open sale/);
    expect(() => applySaleEvent(saleOf([]), OPENED)).toThrow(/open already/);
  });

  test('has a customer, a note and a discount as last said', () => {
    const sale = saleFromEvents([
      OPENED,
      { type: 'sale.customer_set', customer: { customerId: 'c-1', name: 'Rosa' } },
      { type: 'sale.noted', note: 'gift' },
      { type: 'sale.discounted', discount: percent('5') },
      { type: 'sale.noted', note: null },
    ]);
    expect(sale).toMatchObject({ customer: { name: 'Rosa' }, note: null, discount: { value: '5' } });
  });
});

describe('lines', () => {
  test('come where the event says', () => {
    const tea = lineOf({ lineId: 'tea' });
    const ids = (index: number) =>
      applySaleEvent(two, { type: 'line.added', line: tea, index }).lines.map((line) => line.lineId);
    expect([ids(0), ids(1), ids(2)]).toEqual([
      ['tea', 'bread', 'soda'],
      ['bread', 'tea', 'soda'],
      ['bread', 'soda', 'tea'],
    ]);
  });

  test('change their quantity and their discount', () => {
    expect(applySaleEvent(two, { type: 'line.quantity_set', lineId: 'soda', quantity: '4' }).lines[1]?.quantity).toBe(
      '4',
    );
    expect(
      applySaleEvent(two, { type: 'line.discounted', lineId: 'soda', discount: percent('5') }).lines[1]?.discount,
    ).toEqual(percent('5'));
  });

  test('leave', () => {
    expect(applySaleEvent(two, { type: 'line.removed', lineId: 'bread' }).lines).toEqual([soda]);
  });

  test('that did not change are the very same objects, so that a screen repaints only what did', () => {
    const after = applySaleEvent(two, { type: 'line.quantity_set', lineId: 'soda', quantity: '4' });
    expect(after.lines[0]).toBe(two.lines[0]);
    expect(applySaleEvent(two, { type: 'sale.noted', note: 'x' }).lines).toBe(two.lines);
  });

  test('that are not there cannot have changed: that is a bug', () => {
    expect(() => applySaleEvent(two, { type: 'line.removed', lineId: 'tea' })).toThrow(/must be there/);
    expect(() => applySaleEvent(two, { type: 'line.quantity_set', lineId: 'tea', quantity: '1' })).toThrow(/tea/);
    expect(() => applySaleEvent(two, { type: 'line.discounted', lineId: 'tea', discount: null })).toThrow(/tea/);
  });
});

describe('misses', () => {
  test('come last and are cleared one by one', () => {
    const sale = saleFromEvents([
      OPENED,
      { type: 'miss.added', miss: miss('a') },
      { type: 'miss.added', miss: miss('b') },
      { type: 'miss.cleared', missId: 'a' },
    ]);
    expect(sale?.misses).toEqual([miss('b')]);
  });

  test('are put back in their place', () => {
    const sale = saleOf([], { misses: [miss('b')] });
    expect(applySaleEvent(sale, { type: 'miss.added', miss: miss('a'), index: 0 }).misses).toEqual([
      miss('a'),
      miss('b'),
    ]);
  });

  test('that are not there cannot be cleared', () => {
    expect(() => applySaleEvent(two, { type: 'miss.cleared', missId: 'a' })).toThrow(/must be there/);
  });
});

describe('tenders', () => {
  test('are added in order and taken back', () => {
    const sale = saleFromEvents([
      OPENED,
      { type: 'tender.added', tender: cash('5.00') },
      { type: 'tender.added', tender: card('2.00') },
      { type: 'tender.removed', tenderId: 'cash-1' },
    ]);
    expect(sale?.tenders).toEqual([card('2.00')]);
    expect(() => applySaleEvent(two, { type: 'tender.removed', tenderId: 'cash-1' })).toThrow(/must be there/);
  });

  test('keep the id of the completion to come, however often paying is started: a retry is the same sale', () => {
    const sale = saleFromEvents([
      OPENED,
      { type: 'tender.started', completionId: 'first' },
      { type: 'tender.started', completionId: 'second' },
    ]);
    expect(sale?.completionId).toBe('first');
  });
});

describe('always', () => {
  const sessions = fc.array(actions, { maxLength: 30 });

  test('the events, stored and read again, make the same sale', () => {
    fc.assert(
      fc.property(sessions, (tried) => {
        const { sale, events } = playSession(tried);
        const stored = JSON.parse(JSON.stringify([OPENED, ...events])) as SaleEvent[];
        expect(saleFromEvents(stored)).toEqual(sale);
      }),
      { numRuns: 200 },
    );
  });

  test('an event changes no sale that was there before it', () => {
    fc.assert(
      fc.property(sessions, (tried) => {
        const { steps } = playSession(tried);
        const spellings = steps.map((step) => canonicalJson(step.before));
        playSession(tried);
        expect(steps.map((step) => canonicalJson(step.before))).toEqual(spellings);
        expect(steps.every((step) => step.before !== step.after)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});
