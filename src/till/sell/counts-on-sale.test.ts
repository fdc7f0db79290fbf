import { describe, expect, it } from 'vitest';
import { sold, soldAs } from '#testkit/promotion-builders.ts';
import { countsOnSale } from './counts-on-sale.ts';

describe('what is on the sale of each product', () => {
  it('adds up pieces over all their lines', () => {
    const counts = countsOnSale([sold('cola', '2', '2.50'), sold('bread', '1', '1.85'), sold('cola', '10', '2.40')]);
    expect([...counts]).toEqual([
      ['cola', '12'],
      ['bread', '1'],
    ]);
  });

  it('counts how often something was weighed, not its kilograms', () => {
    const counts = countsOnSale([sold('tomato', '0.78kg', '2.49'), sold('tomato', '1.2kg', '2.49')]);
    expect(counts.get('tomato')).toBe('2');
  });

  it('leaves out what is no product of the catalogue', () => {
    expect(countsOnSale([soldAs(sold('bag', '1', '0.15'), { variantId: null })]).size).toBe(0);
  });
});
