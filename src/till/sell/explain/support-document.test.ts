import { describe, expect, it } from 'vitest';
import { explainSale } from '#core/pricing/explain-sale.ts';
import { priceOpenSale } from '#core/pricing/price-open-sale.ts';
import { priceSale } from '#core/pricing/price-sale.ts';
import { percentOff, sold } from '#testkit/promotion-builders.ts';
import { bookOf, card, percent, policyOf, saleOf } from '#testkit/sale-builders.ts';
import { supportDocument } from './support-document.ts';

const book = bookOf(policyOf(), [percentOff('20')]);
const sale = saleOf(
  [{ ...sold('tea', '3', '2.15'), discount: { ...percent('5'), reason: 'Regular: Beatriz Ozores' } }],
  {
    customer: { customerId: 'customer-7', name: 'Beatriz Ozores', tier: 'gold' },
    note: 'Call Beatriz Ozores on 6612-3456',
    discount: { ...percent('2'), reason: 'Friend of Beatriz Ozores' },
    tenders: [card('5.00')],
    misses: [{ missId: 'miss-1', text: 'Beatriz Ozores', reason: 'unknown' }],
  },
);
const price = priceOpenSale(sale, book, null);
const saved = supportDocument(price, explainSale(price), {
  appVersion: '0.1.0',
  catalogueVersion: 'v1',
  at: '2026-03-14T15:05:00.000Z',
});

describe('what is saved for support', () => {
  it('names no person and nothing of a card, wherever it was written', () => {
    const text = JSON.stringify(saved);
    for (const secret of ['Beatriz', '6612', 'customer-7', '4242', 'A-771', sale.cashierId]) {
      expect(text).not.toContain(secret);
    }
  });

  it('holds everything that the figures come from: priced again, they are the same', () => {
    const { policy, promotions, sale: kept } = saved;
    const again = saleOf(kept.lines, {
      saleId: kept.saleId,
      openedAt: kept.openedAt,
      discount: kept.discount,
      customer: { customerId: '', name: '', ...(kept.customerTier === null ? {} : { tier: kept.customerTier }) },
    });
    expect(priceSale(again, { policy, promotions }).total).toBe(price.figures.total);
    expect(saved.explanation.sale.at(-1)).toEqual({ kind: 'total', amount: price.figures.total });
  });
});
