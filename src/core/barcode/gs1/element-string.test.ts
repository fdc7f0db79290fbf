import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diceOf, sampleIdentifier, sampleValue } from '#testkit/gs1-samples.ts';
import { checkDigit } from '../gtin.ts';
import { allIdentifiers, identifierAt } from './application-identifiers.ts';
import { bracketedText, readBracketedText } from './bracketed-text.ts';
import { GROUP_SEPARATOR, readElementString } from './element-string.ts';

const YEAR = 2026;
const GTIN = '09501101530003';

function read(data: string) {
  return readElementString(data, YEAR);
}

describe('the data of a GS1 symbol', () => {
  test('is read element by element, each by its own length', () => {
    expect(read(`01${GTIN}3103001750${'15270131'}10LOT7`)).toEqual({
      ok: true,
      elements: [
        { ai: '01', value: GTIN },
        { ai: '3103', value: '001750', decimal: '1.750', unit: 'kg' },
        { ai: '15', value: '270131', date: '2027-01-31' },
        { ai: '10', value: 'LOT7' },
      ],
    });
  });

  test('needs a separator after what has no fixed length; without one it goes on to the end', () => {
    expect(read(`10LOT7${GROUP_SEPARATOR}15270131`)).toMatchObject({ elements: [{ value: 'LOT7' }, { ai: '15' }] });
    expect(read('10LOT715270131')).toMatchObject({ elements: [{ value: 'LOT715270131' }] });
  });

  test('may begin and end with separators, and have more than it needs', () => {
    const plain = read(`01${GTIN}21S1${GROUP_SEPARATOR}10L1`);
    const generous = [`01${GTIN}`, '', '21S1', '', '10L1', ''].join(GROUP_SEPARATOR);
    expect(read(GROUP_SEPARATOR + generous)).toEqual(plain);
  });

  test('may have separators of the scanner’s own', () => {
    expect(readElementString('10LOT7~15270131|21S1', YEAR, ['~', '|'])).toMatchObject({
      elements: [{ value: 'LOT7' }, { ai: '15' }, { value: 'S1' }],
    });
  });

  test('names the currency of an amount, and keeps the digits of one that is out of use', () => {
    expect(read('39327241250')).toMatchObject({
      elements: [{ value: '7241250', decimal: '12.50', currencyNumeric: '724' }],
    });
    expect(read('39325901250')).toMatchObject({ elements: [{ decimal: '12.50', currency: 'PAB' }] });
  });

  test('keeps amounts exact that are too long for a number', () => {
    expect(read('3909999999999999999')).toMatchObject({ elements: [{ decimal: '999999.999999999' }] });
    expect(read('390512')).toMatchObject({ elements: [{ decimal: '0.00012' }] });
  });

  test('has dates where the standard has them', () => {
    const dated = (data: string) => {
      const reading = read(data);
      return reading.ok ? reading.elements.map(({ date, until }) => until ?? date) : reading.reason;
    };
    expect(dated('7003261231' + '2359')).toEqual(['2026-12-31']);
    expect(dated('7007261201261231')).toEqual(['2026-12-31']);
    expect(dated('4324260200' + '9999')).toEqual(['2026-02-28']);
    expect(dated('800826123123' + '5959')).toEqual(['2026-12-31']);
    expect(dated('725019700101')).toEqual(['1970-01-01']);
    expect(dated('7006260200')).toBe('invalid_date');
    expect(dated('725019700100')).toBe('invalid_date');
  });
});

describe('data that are not right are refused', () => {
  const LONG = 'X'.repeat(21);
  test.each([
    ['', 'empty', null],
    [GROUP_SEPARATOR, 'empty', null],
    ['0', 'unknown_ai', null],
    ['05123', 'unknown_ai', null],
    ['3106000001', 'unknown_ai', null],
    ['BREAD', 'unknown_ai', null],
    [`01${GTIN.slice(1)}`, 'too_short', '01'],
    [`01${GTIN.slice(0, 10)}${GROUP_SEPARATOR}10A`, 'too_short', '01'],
    ['10', 'too_short', '10'],
    [`10${GROUP_SEPARATOR}21A`, 'too_short', '10'],
    [`10${LONG}`, 'too_long', '10'],
    ['8005001250' + '10A', 'too_long', '8005'],
    ['10LOTE Ñ', 'character', '10'],
    ['10A B', 'character', '10'],
    ['010950110153000A', 'character', '01'],
    ['8010lower', 'character', '8010'],
    [`01${GTIN.slice(0, 13)}9`, 'check_digit', '01'],
    ['4109501101530009', 'check_digit', '410'],
    ['80131987654Ad4X4bL5ttr2310c2X', 'check_digit', '8013'],
    ['8007GB29NWBK60161331926818', 'check_digit', '8007'],
    ['17261301', 'invalid_date', '17'],
    ['17270229', 'invalid_date', '17'],
    ['70032612312460', 'invalid_date', '7003'],
    ['422000', 'invalid_value', '422'],
    ['43212', 'invalid_value', '4321'],
    [`8006${GTIN}0302`, 'invalid_value', '8006'],
    ['4309' + '1800000001' + '0000000000', 'invalid_value', '4309'],
    ['80110123', 'invalid_value', '8011'],
    ['4300a%2', 'invalid_value', '4300'],
  ])('%j: %s', (data, reason, ai) => {
    expect(read(data)).toEqual({ ok: false, reason, ai });
  });

  test('a Global Model Number is right with the check pair of the standard’s own example', () => {
    expect(read('80131987654Ad4X4bL5ttr2310c2K').ok).toBe(true);
  });
});

describe('the table of identifiers', () => {
  test('tells any identifier by its first digits', () => {
    for (const { ai } of allIdentifiers()) {
      expect(identifierAt(`${ai}0000`, 0)?.ai).toBe(ai);
    }
  });

  test('fixes lengths only where the value always has that length', () => {
    for (const { predefined, components } of allIdentifiers()) {
      const most = components.reduce((total, component) => total + component.most, 0);
      const least = components.reduce((total, component) => total + (component.optional ? 0 : component.least), 0);
      expect(predefined === null || (most === predefined && least === predefined)).toBe(true);
    }
  });

  test('has every measure with nought to five decimals', () => {
    const measures = allIdentifiers().filter(({ unit }) => unit !== null);
    expect(measures).toHaveLength(6 * (7 + 10 + 8 + 10 + 8 + 10));
  });
});

describe('always', () => {
  const chains = fc.tuple(fc.integer(), fc.integer({ min: 1, max: 6 })).map(([seed, count]) => {
    const dice = diceOf(seed);
    return Array.from({ length: count }, () => {
      const identifier = sampleIdentifier(dice);
      return { identifier, value: sampleValue(identifier, dice) };
    });
  });

  test('what was put together is taken apart again', () => {
    fc.assert(
      fc.property(chains, (chain) => {
        const data = chain
          .map(
            ({ identifier, value }) => identifier.ai + value + (identifier.predefined === null ? GROUP_SEPARATOR : ''),
          )
          .join('');
        const reading = read(data);
        expect(reading.ok ? reading.elements.map(({ ai, value }) => [ai, value]) : reading).toEqual(
          chain.map(({ identifier, value }) => [identifier.ai, value]),
        );
        expect(readBracketedText(bracketedText(reading.ok ? reading.elements : []), YEAR)).toEqual(reading);
      }),
      { numRuns: 1000 },
    );
  });

  test('a wrong digit in a GTIN refuses the whole, whatever follows it', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^\d{13}$/),
        fc.nat({ max: 13 }),
        fc.integer({ min: 1, max: 9 }),
        (payload, place, shift) => {
          const code = payload + checkDigit(payload);
          const wrong = String((Number(code[place]) + shift) % 10);
          const reading = read(`01${code.slice(0, place)}${wrong}${code.slice(place + 1)}17270131`);
          expect(reading).toMatchObject({ ok: false, reason: 'check_digit' });
        },
      ),
    );
  });
});
