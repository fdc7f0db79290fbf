import { expect, test } from 'vitest';
import { isCountry } from './iso-3166.ts';

const ALL = Array.from({ length: 1000 }, (_, number) => String(number).padStart(3, '0'));

test('countries and territories are 249', () => {
  expect(ALL.filter(isCountry)).toHaveLength(249);
});

test.each([
  ['004', 'Afghanistan, the first'],
  ['591', 'Panama'],
  ['724', 'Spain'],
  ['728', 'South Sudan'],
  ['840', 'the United States'],
  ['894', 'Zambia, the last'],
])('%s is %s', (digits) => {
  expect(isCountry(digits)).toBe(true);
});

test.each([
  ['280', 'West Germany'],
  ['530', 'the Netherlands Antilles'],
  ['736', 'Sudan before it was parted'],
  ['810', 'the Soviet Union'],
  ['891', 'Serbia and Montenegro'],
])('%s, which was %s, is no longer one', (digits) => {
  expect(isCountry(digits)).toBe(false);
});

test.each(['000', '900', '999', '4', '04', '0591', '59 ', ''])('%j is none', (digits) => {
  expect(isCountry(digits)).toBe(false);
});
