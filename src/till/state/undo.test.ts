import { describe, expect, it } from 'vitest';
import { applySaleEvent, saleFromEvents } from '#core/sale/apply-sale-event.ts';
import type { SaleEvent } from '#core/sale/sale.ts';
import { lineOf } from '#testkit/sale-builders.ts';
import { undoStepFor, undoStepsOf } from './undo.ts';

const OPENED: SaleEvent = {
  type: 'sale.opened',
  saleId: 'sale-1',
  currency: 'USD',
  cashierId: 'maria',
  at: '2026-01-31T12:00:00Z',
};
const BREAD: SaleEvent = { type: 'line.added', line: lineOf({ lineId: 'bread' }), index: 0 };
const MILK: SaleEvent = { type: 'line.added', line: lineOf({ lineId: 'milk' }), index: 1 };
const THREE: SaleEvent = { type: 'line.quantity_set', lineId: 'bread', quantity: '3' };

function saleOf(events: SaleEvent[]) {
  const sale = saleFromEvents(events);
  if (sale === null) {
    throw new Error('no sale');
  }
  return sale;
}

describe('undoing', () => {
  it('takes back everything one input did, the last thing first', () => {
    const before = saleOf([OPENED, BREAD, MILK]);
    const emptied: SaleEvent[] = [
      { type: 'line.removed', lineId: 'bread' },
      { type: 'line.removed', lineId: 'milk' },
    ];
    const after = emptied.reduce(applySaleEvent, before);
    const step = undoStepFor(before, emptied) ?? [];
    expect(step.reduce(applySaleEvent, after)).toEqual(before);
  });

  it('has nothing to take back from opening a sale', () => {
    expect(undoStepsOf([OPENED])).toEqual([]);
  });

  it('is still there after a reload, step by step back to the empty sale', () => {
    const events = [OPENED, BREAD, THREE, MILK];
    const undone = undoStepsOf(events)
      .reverse()
      .reduce((sale, step) => step.reduce(applySaleEvent, sale), saleOf(events));
    expect(undone.lines).toEqual([]);
  });

  it('does not undo an undo after a reload', () => {
    const undone: SaleEvent = { type: 'line.quantity_set', lineId: 'bread', quantity: '1' };
    expect(undoStepsOf([OPENED, BREAD, THREE, undone])).toEqual(undoStepsOf([OPENED, BREAD]));
  });
});
