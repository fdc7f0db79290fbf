import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '#core/journal/canonical-json.ts';
import { countedIds } from '#testkit/sale-builders.ts';
import { anyText } from '#testkit/texts.ts';
import { checkCardTender, checkCashTender, checkReferenceTender, holdsCardNumber } from './check-tender.ts';

const context = () => ({ left: '40.00', currency: 'USD', newId: countedIds('tender') });
const slip = { amount: '40.00', brand: 'VISA', last4: '4242', authorizationCode: 'AUTH_123456' };

/** Numbers that pass the Luhn check and are given out by the card schemes for tests. */
const CARD_NUMBERS = ['4111111111111111', '5555555555554444', '378282246310005', '6011111111111117', '4222222222222'];

function codeOf(checked: { ok: true } | { ok: false; problem: { code: string } }): string {
  return checked.ok ? 'ok' : checked.problem.code;
}

describe('a card payment', () => {
  test('keeps brand, last four digits and authorization code', () => {
    expect(checkCardTender({ ...slip, brand: ' VISA ', last4: ' 4242 ' }, context())).toEqual({
      ok: true,
      tender: {
        tenderId: 'tender-1',
        method: 'card',
        amount: '40.00',
        brand: 'VISA',
        last4: '4242',
        authorizationCode: 'AUTH_123456',
      },
    });
  });

  test('may leave the brand out', () => {
    expect(checkCardTender({ ...slip, brand: '  ' }, context())).toMatchObject({ ok: true, tender: { brand: null } });
  });

  test('may pay a part', () => {
    expect(checkCardTender({ ...slip, amount: '12,5' }, context())).toMatchObject({ tender: { amount: '12.50' } });
  });

  test('may not go over what is left', () => {
    expect(checkCardTender({ ...slip, amount: '40.01' }, context())).toMatchObject({
      ok: false,
      problem: { code: 'POS-2002', details: { left: '40.00', excess: '0.01' } },
    });
  });

  test.each(['0', '0.00', '-1', 'abc', '', '1e9', '1.005'])('of %s is refused', (amount) => {
    expect(codeOf(checkCardTender({ ...slip, amount }, context()))).toBe('POS-2101');
  });

  test.each(['', '424', '42424', '42a2', '４２４２'])('with %s for the last four digits is refused', (last4) => {
    expect(codeOf(checkCardTender({ ...slip, last4 }, context()))).toBe('POS-2103');
  });

  test.each(['', '   ', 'x'.repeat(41)])('with %j for the authorization code is refused', (authorizationCode) => {
    expect(checkCardTender({ ...slip, authorizationCode }, context())).toMatchObject({
      ok: false,
      problem: { code: 'POS-2104', details: { field: 'authorization_code' } },
    });
  });

  test.each(['brand', 'last4', 'authorizationCode', 'amount'] as const)(
    'with a full card number in %s is refused before anything else is looked at',
    (field) => {
      for (const number of CARD_NUMBERS) {
        expect(codeOf(checkCardTender({ ...slip, [field]: number }, context()))).toBe('POS-2102');
      }
    },
  );

  test('cuts a long brand without leaving half a character, which could not be put into the journal', () => {
    const checked = checkCardTender({ ...slip, brand: `${'x'.repeat(19)}💳` }, context());
    expect(checked.ok && canonicalJson(checked.tender)).toContain('x'.repeat(19));
  });
});

describe('a payment known by a reference', () => {
  const entry = { method: 'yappy' as const, amount: '40.00', reference: ' QKX-2291 ' };

  test('keeps it', () => {
    expect(checkReferenceTender(entry, context())).toEqual({
      ok: true,
      tender: { tenderId: 'tender-1', method: 'yappy', amount: '40.00', reference: 'QKX-2291' },
    });
  });

  test.each(['', '  ', 'x'.repeat(61)])('is refused with %j for a reference', (reference) => {
    expect(checkReferenceTender({ ...entry, reference }, context())).toMatchObject({
      ok: false,
      problem: { code: 'POS-2104', details: { field: 'reference' } },
    });
  });

  test('is refused with a card number for a reference, and above what is left', () => {
    expect(codeOf(checkReferenceTender({ ...entry, reference: '4111 1111 1111 1111' }, context()))).toBe('POS-2102');
    expect(codeOf(checkReferenceTender({ ...entry, method: 'transfer', amount: '41' }, context()))).toBe('POS-2002');
  });
});

describe('cash', () => {
  test('may be more than what is left, for the rest goes back', () => {
    expect(checkCashTender('50', context())).toEqual({
      ok: true,
      tender: { tenderId: 'tender-1', method: 'cash', received: '50.00' },
    });
  });

  test('may be less, for another tender can follow', () => {
    expect(codeOf(checkCashTender('0,05', context()))).toBe('ok');
  });

  test.each(['0', '0.00', '-5', 'abc', '', '.', '5.005', '1e2'])('of %j is refused', (received) => {
    expect(codeOf(checkCashTender(received, context()))).toBe('POS-2101');
  });

  test('of nothing is taken where what is left rounds to nothing', () => {
    expect(checkCashTender('0.00', { ...context(), left: '0.00' })).toMatchObject({
      ok: true,
      tender: { method: 'cash', received: '0.00' },
    });
  });

  test('of a billion is a slip of the finger', () => {
    expect(codeOf(checkCashTender('1000000000', context()))).toBe('POS-1107');
  });
});

describe('a full card number', () => {
  test.each(CARD_NUMBERS)('%s is seen, bare, inside a text, spaced, dashed and dotted', (number) => {
    const groups = number.match(/.{1,4}/g) ?? [];
    const spellings = [number, `card ${number} ok`, ...[' ', '-', '.', '  ', ' - '].map((mark) => groups.join(mark))];
    expect(spellings.filter((text) => !holdsCardNumber(text))).toEqual([]);
  });

  test('is seen inside a longer run of digits', () => {
    expect(holdsCardNumber('41111111111111110123')).toBe(true);
  });

  test.each(['', '4242', 'AUTH_123456', '4222222222223', '1234567890', '12/27 4111', 'ACH 2026-03-14 nr 7'])(
    'is not seen in %j',
    (text) => {
      expect(holdsCardNumber(text)).toBe(false);
    },
  );

  test('is seen in few references of banks, although one number in ten passes the check digit', () => {
    const references = Array.from({ length: 9000 }, (_, index) =>
      String(1_000_000_000_000_007 + index * 999_999_999_989),
    );
    expect(references.filter(holdsCardNumber).length).toBeLessThan(references.length / 12);
  });

  test('of thirteen digits is not seen once any one digit is changed', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('4222222222222', '4000000000006'),
        fc.nat({ max: 12 }),
        fc.integer({ min: 1, max: 9 }),
        (number, place, shift) => {
          const digit = (Number(number[place]) + shift) % 10;
          expect(holdsCardNumber(number.slice(0, place) + String(digit) + number.slice(place + 1))).toBe(false);
        },
      ),
    );
  });

  test('is looked for in any text without an error', () => {
    fc.assert(
      fc.property(anyText(60), (text) => {
        expect(typeof holdsCardNumber(text)).toBe('boolean');
      }),
    );
  });
});
