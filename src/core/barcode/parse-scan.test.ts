import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BarcodeRule } from '#core/catalogue/catalogue.ts';
import { PRICE_LABEL, WEIGHT_LABEL } from '#testkit/sale-builders.ts';
import { anyText } from '#testkit/texts.ts';
import { checkDigit } from './gtin.ts';
import { parseScan } from './parse-scan.ts';

const VERIFIED: BarcodeRule = { ...PRICE_LABEL, rule_id: 'verified', prefix: '24', verifier: 7, value: [8, 12] };

const GTIN = '09501101530003';

function read(text: string, rules: readonly BarcodeRule[] = [WEIGHT_LABEL, PRICE_LABEL, VERIFIED]) {
  return parseScan(text, { rules, year: 2026 });
}

function label(digits: string): string {
  return digits + checkDigit(digits);
}

describe('a code on goods', () => {
  test('is a GTIN when its check digit is right', () => {
    expect(read('5901234123457')).toEqual({
      kind: 'gtin',
      text: '5901234123457',
      gtin14: '05901234123457',
      upcE: null,
    });
  });

  test('is read without the blanks a scanner or a person puts around it', () => {
    expect(read('  \t5901234123457\r\n')).toMatchObject({ kind: 'gtin', text: '5901234123457' });
  });

  test.each(['5901234123458', '614141000037', '98765432109214'])(
    'was misread when %s fails its check digit',
    (text) => {
      expect(read(text)).toEqual({ kind: 'misread', text, reason: 'check_digit' });
    },
  );

  test('is a code of the local’s own when it is anything else', () => {
    for (const text of ['BREAD', '4011', '12345673', '590123412345A', '', '(x)', '0109501101530004 X']) {
      expect(read(text)).toEqual({ kind: 'code', text });
    }
  });

  test('of eight digits may be a UPC-E, or both that and an EAN-8', () => {
    expect(read('04252614')).toMatchObject({ kind: 'gtin', gtin14: '00042100005264', upcE: '00042100005264' });
    expect(read('12345670')).toMatchObject({ kind: 'gtin', gtin14: '00000012345670', upcE: '00123456000070' });
    expect(read('96385074')).toMatchObject({ kind: 'gtin', gtin14: '00000096385074', upcE: null });
  });
});

describe('a scanner that names the symbol', () => {
  test('is heard without the name', () => {
    expect(read(']E05901234123457')).toEqual(read('5901234123457'));
    expect(read(']I198765432109213')).toEqual(read('98765432109213'));
    expect(read(']A0SKU-1')).toEqual(read('SKU-1'));
    expect(read(']E3590123412345712')).toEqual(read('5901234123457'));
  });

  test('may leave out the zero before a UPC-A', () => {
    expect(read(']E0614141000036')).toMatchObject({ kind: 'gtin', gtin14: '00614141000036' });
  });

  test('reads scale labels like any other', () => {
    expect(read(`]E0${label('200401100785')}`)).toEqual(read(label('200401100785')));
  });

  test.each([
    [']E05901234123458', 'check_digit'],
    [']E0ABC', 'format'],
    [']C10109501101530004', 'check_digit'],
    [']d2BREAD', 'unknown_ai'],
  ])('%s was misread: %s', (text, reason) => {
    expect(read(text)).toEqual({ kind: 'misread', text: text.slice(3), reason });
  });

  test('of a kind that nobody knows is taken at its word', () => {
    expect(read(']y0ABC')).toEqual({ kind: 'code', text: ']y0ABC' });
  });
});

describe('a GS1 symbol', () => {
  const FULL = `01${GTIN}17270131310300175010L7\u001d21S9`;

  test('says what the goods are, how much, and of which batch', () => {
    expect(read(`]d2${FULL}`)).toMatchObject({
      kind: 'gs1',
      text: `(01)${GTIN}(17)270131(3103)001750(10)L7(21)S9`,
      gtin14: GTIN,
      batch: 'L7',
      serial: 'S9',
      expiresOn: '2027-01-31',
      bestBefore: null,
      sellBy: null,
      weight: '1.750',
      price: null,
      count: null,
      sscc: null,
      label: null,
    });
  });

  test('is the same with or without its name, under a symbol, and in an address', () => {
    const whole = read(`]d2${FULL}`);
    const address = `https://example.com/01/${GTIN}?17=270131&3103=001750&10=L7&21=S9`;
    for (const text of [FULL, `\u001d${FULL}`, whole.text, address, `]Q1${address}`]) {
      expect(read(text)).toEqual(whole);
    }
  });

  test('without separators is known by the GTIN it begins with', () => {
    expect(read(`01${GTIN}1526013110L7`)).toMatchObject({ gtin14: GTIN, bestBefore: '2026-01-31', batch: 'L7' });
  });

  test('may say its price, in the local’s money or another', () => {
    expect(read(`01${GTIN}39221250`)).toMatchObject({ price: { amount: '12.50', currency: null } });
    expect(read(`01${GTIN}39329781250`)).toMatchObject({ price: { amount: '12.50', currency: 'EUR' } });
    expect(read(`01${GTIN}39320401250`)).toMatchObject({ price: { amount: '12.50', currency: '040' } });
  });

  test('may be a pallet, or hold so many pieces', () => {
    expect(read('00106141411928374657')).toMatchObject({ kind: 'gs1', gtin14: null, sscc: '106141411928374657' });
    expect(read(`01${GTIN}16260131\u001d3012`)).toMatchObject({ count: '12', sellBy: '2026-01-31' });
  });

  test('may hold a scale label’s number', () => {
    const inside = `010${label('200401100785')}10L7`;
    expect(read(inside)).toMatchObject({ label: { item: '04011', measure: 'weight', value: '0.785' }, batch: 'L7' });
    expect(read(`010${label('240401111234')}`)).toMatchObject({ kind: 'misread', reason: 'verifier' });
  });

  test('beside an EAN belongs to it', () => {
    expect(read(']E05901234123457|]e010L7')).toMatchObject({ gtin14: '05901234123457', batch: 'L7' });
  });

  test.each([
    ['(01)09501101530004', 'check_digit'],
    [`01${GTIN}17261301\u001d`, 'invalid_date'],
    [`https://example.com/01/${GTIN}?17=261301`, 'invalid_date'],
  ])('%j was misread: %s', (text, reason) => {
    expect(read(text)).toMatchObject({ kind: 'misread', reason });
  });
});

describe('a scale label', () => {
  test('holds the goods and their weight in kilograms', () => {
    expect(read(label('200401100785'))).toEqual({
      kind: 'measured',
      text: label('200401100785'),
      item: '04011',
      measure: 'weight',
      value: '0.785',
      currency: null,
      verifierOk: null,
      lookupCode: label('200401100000'),
    });
  });

  test('or their price', () => {
    expect(read(label('230401101250'))).toMatchObject({ measure: 'price', value: '12.50' });
  });

  test('is laid out as the local’s rule says, and not otherwise', () => {
    const wide: BarcodeRule = { ...WEIGHT_LABEL, prefix: '2', item: [1, 7], decimals: 2 };
    expect(read(label('200401100785'), [wide])).toMatchObject({ item: '004011', value: '7.85' });
  });

  test('is a plain code where no rule has its prefix', () => {
    expect(read(label('210401100785'))).toMatchObject({ kind: 'gtin' });
  });

  test('was misread when its check digit is wrong: no weight is taken from it', () => {
    const text = label('200401100785');
    const misread = text.slice(0, 12) + String((Number(text.at(-1)) + 1) % 10);
    expect(read(misread)).toEqual({ kind: 'misread', text: misread, reason: 'check_digit' });
  });

  test('was misread when its verifier is wrong, though the whole seems right', () => {
    expect(read(label('240401191234'))).toMatchObject({ kind: 'measured', value: '12.34', verifierOk: true });
    const text = label('240401181234');
    expect(read(text)).toEqual({ kind: 'misread', text, reason: 'verifier' });
  });

  test('of another length is no label: fourteen digits that begin with 20 are a case of goods', () => {
    expect(read(label('2004011007850'))).toMatchObject({ kind: 'gtin' });
  });

  test('with nothing on the scale weighs nothing', () => {
    expect(read(label('200401100000'))).toMatchObject({ value: '0.000' });
  });
});

describe('always', () => {
  const spans = fc
    .tuple(fc.nat({ max: 13 }), fc.nat({ max: 13 }))
    .filter(([start, end]) => start < end)
    .map(([start, end]): [number, number] => [start, end]);
  const rules = fc.array(
    fc.record({
      rule_id: fc.constant('drawn'),
      prefix: fc.stringMatching(/^\d{1,4}$/),
      item: spans,
      value: spans,
      verifier: fc.option(fc.nat({ max: 12 })),
      decimals: fc.nat({ max: 4 }),
      measure: fc.constantFrom('weight' as const, 'price' as const, 'count' as const),
    }),
    { maxLength: 3 },
  );
  const digits = fc.stringMatching(/^\d{6,14}$/);
  const texts = fc.oneof(anyText(600), fc.string(), digits, digits.map(label));

  test('any text under any rules is read as something, and as the same thing again', () => {
    fc.assert(
      fc.property(texts, rules, (text, drawn) => {
        const scan = read(text, drawn);
        expect(read(text, drawn)).toEqual(scan);
        expect(scan.text.length).toBeLessThanOrEqual(1000);
      }),
      { numRuns: 1000 },
    );
  });

  test('no half character is left of a text that is cut: it could not be stored', () => {
    expect(read(`${'x'.repeat(199)}${'💶'.repeat(200)}`, []).text.isWellFormed()).toBe(true);
    fc.assert(
      fc.property(texts, (text) => {
        expect(read(text, []).text.isWellFormed()).toBe(true);
      }),
    );
  });
});
