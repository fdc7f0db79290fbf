import { describe, expect, it } from 'vitest';
import { countedAmount } from './count.ts';

describe('counting a drawer', () => {
  it('adds notes and coins to the cent', () => {
    expect(countedAmount({ '20.00': '3', '0.10': '7', '0.01': '3' }, 'USD')).toBe('60.73');
  });

  it('counts an empty field as none', () => {
    expect(countedAmount({ '20.00': '', '1.00': '2' }, 'USD')).toBe('2.00');
    expect(countedAmount({}, 'USD')).toBe('0.00');
  });
});
