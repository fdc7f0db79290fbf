import { expect, test } from 'vitest';
import { currencyOfDigits } from './iso-4217.ts';

test.each([
  ['008', 'ALL'],
  ['188', 'CRC'],
  ['392', 'JPY'],
  ['590', 'PAB'],
  ['840', 'USD'],
  ['928', 'VES'],
  ['978', 'EUR'],
  ['986', 'BRL'],
])('%s is %s', (digits, letters) => {
  expect(currencyOfDigits(digits)).toBe(letters);
});

test.each([
  ['191', 'the kuna of Croatia'],
  ['694', 'the old leone'],
  ['724', 'the peseta'],
  ['862', 'the bolívar until 2008'],
  ['937', 'the bolívar until 2018'],
  ['975', 'the lev of Bulgaria'],
])('%s, %s, is out of use', (digits) => {
  expect(currencyOfDigits(digits)).toBeNull();
});

test.each([
  ['959', 'gold'],
  ['960', 'drawing rights of the Monetary Fund'],
  ['963', 'for testing'],
  ['997', 'a dollar of the next day'],
  ['999', 'no currency'],
])('%s, %s, is nothing to pay with', (digits) => {
  expect(currencyOfDigits(digits)).toBeNull();
});

test('no two numbers are the same currency, and each has three letters', () => {
  const all = Array.from({ length: 1000 }, (_, number) => currencyOfDigits(String(number).padStart(3, '0')));
  const letters = all.filter((each) => each !== null);
  expect(new Set(letters).size).toBe(letters.length);
  expect(letters.filter((each) => !/^[A-Z]{3}$/.test(each))).toEqual([]);
});

test.each(['', '84', '0840', 'USD', '000'])('%j is none', (digits) => {
  expect(currencyOfDigits(digits)).toBeNull();
});
