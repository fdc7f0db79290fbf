import { describe, expect, it } from 'vitest';
import { formatQuantity, formatRate, moneyFormat } from './money-format.ts';

describe('money as people read it', () => {
  it('keeps every digit of an amount that no float could hold', () => {
    expect(moneyFormat('en-US', 'USD').plain('99999999999999999.99')).toBe('99,999,999,999,999,999.99');
  });

  it('shows the decimals of its currency', () => {
    expect(moneyFormat('en-US', 'USD').plain('5')).toBe('5.00');
    expect(moneyFormat('en-US', 'JPY').plain('1250')).toBe('1,250');
    expect(moneyFormat('en-US', 'KWD').plain('1.250')).toBe('1.250');
  });

  it('shows the finer decimals of a unit price', () => {
    expect(moneyFormat('en-US', 'USD').plain('0.1255')).toBe('0.1255');
  });

  it('writes figures as the region does', () => {
    expect(moneyFormat('es-419', 'USD').full('1234.50')).toBe('$1,234.50');
    expect(moneyFormat('es-ES', 'EUR').full('1234.50')).toMatch(/^1234,50\s€$/);
    expect(moneyFormat('es-ES', 'EUR').decimalSign).toBe(',');
    expect(moneyFormat('en-US', 'USD').decimalSign).toBe('.');
  });

  it('writes what is taken off with a minus that can be seen', () => {
    expect(moneyFormat('en-US', 'USD').plain('-3.03')).toBe('−3.03');
  });

  it('gives what is added or taken off its sign, and nothing none', () => {
    const { signed } = moneyFormat('en-US', 'USD');
    expect(['0.02', '-0.02', '0.00'].map(signed)).toEqual(['+0.02', '−0.02', '0.00']);
    expect(moneyFormat('es-ES', 'EUR').signed('-1.50')).toBe('−1,50');
  });

  it('refuses what is no decimal rather than show NaN', () => {
    expect(() => moneyFormat('en-US', 'USD').plain('1e3')).toThrow(RangeError);
    expect(() => moneyFormat('en-US', 'USD').plain('')).toThrow(RangeError);
  });
});

describe('quantities and rates', () => {
  it('shows pieces bare and kilograms to the gram', () => {
    expect(formatQuantity('3', 'unit', 'en-US')).toBe('3');
    expect(formatQuantity('0.78', 'kg', 'en-US')).toBe('0.780');
    expect(formatQuantity('0.78', 'kg', 'es-ES')).toBe('0,780');
  });

  it('shows a rate in percent', () => {
    expect(formatRate('0.0700', 'en-US')).toBe('7%');
    expect(formatRate('0.0501', 'en-US')).toBe('5.01%');
    expect(formatRate('-0.05', 'en-US')).toBe('−5%');
  });
});
