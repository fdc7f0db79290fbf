import { canonicalJson } from '#core/journal/canonical-json.ts';
import { applySaleEvent } from '#core/sale/apply-sale-event.ts';
import { inverseOf } from '#core/sale/inverse-event.ts';
import type { Sale, SaleEvent } from '#core/sale/sale.ts';

/** What the till does to take back one thing that a person did: these events, in this order. */
export type UndoStep = readonly SaleEvent[];

/** The step that takes these events back, given the sale as it was before them; null when nothing can be taken back. */
export function undoStepFor(before: Sale, events: readonly SaleEvent[]): UndoStep | null {
  const inverses: SaleEvent[] = [];
  let sale = before;
  for (const event of events) {
    const inverse = inverseOf(sale, event);
    if (inverse !== null) {
      inverses.unshift(inverse);
    }
    sale = applySaleEvent(sale, event);
  }
  return inverses.length === 0 ? null : inverses;
}

/**
 * The steps that can still be undone after a reload, newest last: each stored event gives one, and an event that is
 * the very inverse of the newest step was itself an undo and takes that step away.
 */
export function undoStepsOf(events: readonly SaleEvent[]): UndoStep[] {
  const steps: UndoStep[] = [];
  let sale: Sale | null = null;
  for (const event of events) {
    const step: UndoStep | null = sale === null ? null : undoStepFor(sale, [event]);
    const newest = steps.at(-1);
    if (newest !== undefined && canonicalJson(newest) === canonicalJson([event])) {
      steps.pop();
    } else if (step !== null) {
      steps.push(step);
    }
    sale = applySaleEvent(sale, event);
  }
  return steps;
}
