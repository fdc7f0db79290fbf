import fc from 'fast-check';
import { expect, test } from 'vitest';
import { moneyNumber, moneyText, quantityText, rateText, storedMoney, storedQuantity, storedRate } from './scaled.ts';

test('decimals are stored as whole ten-thousandths and thousandths', () => {
  expect(storedMoney('12.50')).toBe(125_000);
  expect(storedMoney('-0.0001')).toBe(-1);
  expect(storedMoney('99999999.9999')).toBe(999_999_999_999);
  expect(storedQuantity('0.78')).toBe(780);
  expect(storedRate('0.0700')).toBe(70_000);
  expect(storedRate('0.09975')).toBe(99_750);
  expect(storedRate('99999999.9999')).toBe(99_999_999_999_900);
});

test('no zero is negative', () => {
  expect(Object.is(storedMoney('-0.00'), 0)).toBe(true);
});

test.each(['', '1.', '.5', '1e3', '12,50', '0.00001', '1 ', '--1', 'NaN', '123456789012'])('%j is refused', (text) => {
  expect(() => storedMoney(text)).toThrow(RangeError);
});

test('a fourth decimal of a quantity is refused rather than rounded', () => {
  expect(() => storedQuantity('0.7805')).toThrow(RangeError);
});

test('texts come back with the decimals of the currency, more only where they are needed', () => {
  expect(moneyText(125_000, 2)).toBe('12.50');
  expect(moneyText(12_345, 2)).toBe('1.2345');
  expect(moneyText(12_500_000, 0)).toBe('1250');
  expect(quantityText(780)).toBe('0.78');
  expect(quantityText(3000)).toBe('3');
  expect(rateText(70_000)).toBe('0.0700');
  expect(rateText(99_750)).toBe('0.09975');
  expect(rateText(100_000, 2)).toBe('0.10');
  expect(rateText(12_500, 2)).toBe('0.0125');
});

test('every amount survives storing, as a text and as a JSON number', () => {
  const cents = fc.integer({ min: -9_999_999_999, max: 9_999_999_999 });
  fc.assert(
    fc.property(cents, (value) => {
      const digits = String(Math.abs(value)).padStart(3, '0');
      const text = `${value < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
      expect(moneyText(storedMoney(text), 2)).toBe(text);
      expect(moneyNumber(storedMoney(text)).toFixed(2)).toBe(text);
    }),
  );
});
