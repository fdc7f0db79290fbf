import type { Amount } from '#core/money/money.ts';
import type { Tender } from '#core/sale/sale.ts';
import { useTill } from '../till-context.tsx';

/** Takes a payment: one that covers what is left completes the sale, a smaller one waits for the rest. */
export function useTakeTender(): (tender: Tender, left: Amount) => Promise<void> {
  const { desk } = useTill();
  return (tender, left) =>
    tender.method !== 'cash' && tender.amount === left ? desk.complete(tender) : desk.addTender(tender);
}
