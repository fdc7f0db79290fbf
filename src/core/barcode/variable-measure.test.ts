import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decimal } from '#core/money/money.ts';
import { COUNTRY_LAYOUTS } from './country-layouts.ts';
import { checkDigit, gtin14, restrictedUse } from './gtin.ts';
import { priceVerifier } from './price-verifier.ts';
import { readVariableMeasure, scaledDigits } from './variable-measure.ts';

function withCheck(payload: string): string {
  return payload + checkDigit(payload);
}

function readIn(region: string, payload: string) {
  return readVariableMeasure(gtin14(withCheck(payload)) ?? '', COUNTRY_LAYOUTS[region] ?? []);
}

describe('a scale label', () => {
  test('says what it is, how much, and under which code the goods are kept', () => {
    expect(readIn('Norway', '231234561750')).toEqual({
      measure: 'weight',
      item: '123456',
      value: '1.750',
      currency: null,
      verifierOk: null,
      lookupCode: withCheck('231234560000'),
    });
  });

  test('names the money of its country', () => {
    expect(readIn('Denmark', '211234001995')).toMatchObject({ measure: 'price', value: '19.95', currency: 'DKK' });
  });

  test('holds pieces as a whole number', () => {
    const payload = `261234${priceVerifier('00012') ?? ''}00012`;
    expect(readIn('Germany', payload)).toMatchObject({ measure: 'count', value: '12', verifierOk: true });
  });

  test('with a wrong digit in its price is known by the verifier', () => {
    const payload = `2012345${String((Number(priceVerifier('1234')) + 1) % 10)}1234`;
    expect(readIn('Great Britain', payload)).toMatchObject({ value: '12.34', verifierOk: false });
  });

  test('is the same whether a UPC-A is sent with twelve digits or with a zero before them', () => {
    const payload = `212345${priceVerifier('0499') ?? ''}0499`;
    const rules = COUNTRY_LAYOUTS['United States'] ?? [];
    const short = readVariableMeasure(gtin14(withCheck(payload)) ?? '', rules);
    expect(short).toMatchObject({ item: '12345', value: '4.99', lookupCode: withCheck('21234500000') });
    expect(readVariableMeasure(gtin14(`0${withCheck(payload)}`) ?? '', rules)).toEqual(short);
  });

  test('is none under the rules of another country, nor is a case of goods', () => {
    expect(readIn('Sweden', '291234561750')).toBeNull();
    expect(readVariableMeasure(withCheck('1231234561750'), COUNTRY_LAYOUTS['Norway'] ?? [])).toBeNull();
  });
});

describe('the layouts of the countries', () => {
  const all = Object.entries(COUNTRY_LAYOUTS).flatMap(([region, rules]) =>
    rules.map((rule) => [`${region} ${rule.prefix}`, rule] as const),
  );

  test.each(all)('%s fits its digits: nothing overlaps, and the check digit stays free', (_, rule) => {
    const digits = rule.digits ?? 13;
    const taken = [
      ...Array.from(rule.prefix, (__, place) => place),
      ...Array.from({ length: rule.item[1] - rule.item[0] }, (__, place) => rule.item[0] + place),
      ...(rule.verifier === null ? [] : [rule.verifier]),
      ...Array.from({ length: rule.value[1] - rule.value[0] }, (__, place) => rule.value[0] + place),
    ];
    expect(taken.toSorted((a, b) => a - b)).toEqual(Array.from({ length: digits - 1 }, (__, place) => place));
  });

  test.each(all)('%s gives back any value that is put into it', (_, rule) => {
    const width = rule.value[1] - rule.value[0];
    const fields = fc.stringMatching(new RegExp(`^\\d{${String(width)}}$`));
    const items = fc.stringMatching(new RegExp(`^\\d{${String(rule.item[1] - rule.item[0])}}$`));
    fc.assert(
      fc.property(items, fields, (item, field) => {
        const verifier = rule.verifier === null ? '' : (priceVerifier(field) ?? '');
        const code = withCheck(rule.prefix + item + verifier + field);
        const read = readVariableMeasure(gtin14(code) ?? '', [rule]);
        expect(read).toMatchObject({ item, verifierOk: rule.verifier === null ? null : true });
        expect(new Decimal(read?.value ?? '').times(new Decimal(10).pow(rule.decimals)).toFixed()).toBe(
          new Decimal(field).toFixed(),
        );
        expect(restrictedUse(gtin14(read?.lookupCode ?? '') ?? '')).toBe('region');
      }),
      { numRuns: 20 },
    );
  });
});

describe('digits with a point', () => {
  test.each([
    ['00785', 3, '0.785'],
    ['12500', 2, '125.00'],
    ['00012', 0, '12'],
    ['00000', 3, '0.000'],
    ['0', 0, '0'],
    ['5', 4, '0.0005'],
  ])('%s with %i decimals is %s', (digits, decimals, value) => {
    expect(scaledDigits(digits, decimals)).toBe(value);
  });
});
