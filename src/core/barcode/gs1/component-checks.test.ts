import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allIdentifiers } from './application-identifiers.ts';
import { contentFault } from './component-checks.ts';

const YEAR = 2026;

function fault(check: string, text: string): string | null {
  return contentFault(check, text, YEAR);
}

describe('what a component must be', () => {
  test.each([
    ['day', '261231 280229 770101', '260200 260229 261301'],
    ['day_or_month', '261231 260200', '260229 260001'],
    ['day_and_hour', '26123100 26123123', '26123124 26120023'],
    ['full_day', '20280229 19700101', '20260229 20260200 20261301'],
    ['time', '0000 2359', '2400 2360 9999'],
    ['time_or_none', '0000 2359 9999', '2400 9998'],
    ['minutes_and_seconds', '00 59 0000 5959', '60 5960 6000 595'],
  ])('%s is one of the calendar and the clock', (check, right, wrong) => {
    expect(right.split(' ').map((text) => fault(check, text))).toEqual(right.split(' ').map(() => null));
    expect(wrong.split(' ').map((text) => fault(check, text))).toEqual(wrong.split(' ').map(() => 'invalid_date'));
  });

  test.each([
    ['above_zero', '0001 1000', '0 0000'],
    ['company', '0123 4567AB-9', '123 12A4 A1234'],
    ['country', '591 004', '000 280'],
    ['processor', '591 999', '998 000'],
    ['importer', '0 Z z _ -', '/ !'],
    ['latitude', '0000000000 1800000000', '1800000001 9999999999'],
    ['longitude', '0000000000 3600000000', '3600000001 9999999999'],
    ['letters', 'PA ES', 'pa P1'],
    ['medium', '01 09 10 80 99', '00 11 79'],
    ['minus', '-', '+ 0'],
    ['no_leading_zero', '0 1 10', '00 01'],
    ['percent', 'a a%2F %e1', '% %2 %2G a%'],
    ['piece', '0101 0203 9999', '0001 0302 0000'],
    ['place_of_several', '1/1 2/3 9/9', '0/1 3/2 1/0 1-2'],
    ['sex', '0 1 2 9', '3 8'],
    ['winding', '0 1 9', '2 8'],
    ['yes_or_no', '0 1', '2 9'],
    ['zero', '0', '1 9'],
  ])('%s is one of its few values, or within its bounds', (check, right, wrong) => {
    expect(right.split(' ').map((text) => fault(check, text))).toEqual(right.split(' ').map(() => null));
    expect(wrong.split(' ').map((text) => fault(check, text))).toEqual(wrong.split(' ').map(() => 'invalid_value'));
  });

  test('is looked at wherever the table of identifiers asks for it', () => {
    const names = allIdentifiers().flatMap(({ components }) => components.flatMap(({ check }) => check ?? []));
    const overlooked = new Set(names.filter((name) => ['%', '~', '00'].every((text) => fault(name, text) === null)));
    expect([...overlooked]).toEqual([]);
  });

  test('a two-digit year is the one nearest to the current year: 76 is 2076, a leap year, and 77 is 1977', () => {
    expect([fault('day', '760229'), fault('day', '770229')]).toEqual([null, 'invalid_date']);
    // 00 is the leap year 2000, and from 2050 on it is 2100, which is none.
    expect([contentFault('day', '000229', 2049), contentFault('day', '000229', 2050)]).toEqual([null, 'invalid_date']);
  });
});

describe('an account number', () => {
  const KNOWN = ['GB29NWBK60161331926819', 'DE89370400440532013000', 'ES9121000418450200051332'];

  test('is right with its two check digits', () => {
    expect(KNOWN.map((iban) => fault('iban', iban))).toEqual([null, null, null]);
  });

  test('is none without a country, check digits and something that they check', () => {
    expect(['GB29', 'gb29NWBK60161331926819', '29GBNWBK60161331926819', ''].map((iban) => fault('iban', iban))).toEqual(
      Array.from({ length: 4 }, () => 'check_digit'),
    );
  });

  test('is found wrong by any single wrong digit', () => {
    const wrongs = fc.record({
      iban: fc.constantFrom(...KNOWN),
      any: fc.nat(),
      shift: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(wrongs, ({ iban, any, shift }) => {
        const place = 8 + (any % (iban.length - 8));
        const wrong = String((Number(iban[place]) + shift) % 10);
        expect(fault('iban', iban.slice(0, place) + wrong + iban.slice(place + 1))).toBe('check_digit');
      }),
    );
  });
});
