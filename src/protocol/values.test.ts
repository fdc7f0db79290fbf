import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { amountOf, Decimal } from '#core/money/money.ts';
import { uuidV7 } from '#core/id/uuid-v7.ts';
import {
  amount,
  businessDate,
  currency,
  hash,
  id,
  instant,
  percentage,
  quantity,
  rate,
  shareOfHundred,
  text,
  textUpTo,
  unsignedAmount,
} from './values.ts';

function refusedOf(schema: z.ZodType, values: readonly unknown[]): unknown[] {
  return values.filter((value) => !schema.safeParse(value).success);
}

function acceptedOf(schema: z.ZodType, values: readonly unknown[]): unknown[] {
  return values.filter((value) => schema.safeParse(value).success);
}

interface Spellings {
  name: string;
  schema: z.ZodType;
  good: readonly string[];
  bad: readonly unknown[];
}

const NUMBERS = [0, 12.5, 1, NaN, -1];

const spellings: Spellings[] = [
  {
    name: 'an amount',
    schema: amount,
    good: ['0', '0.00', '12.50', '1250', '1.250', '-3.10', '99999999.9999', '0.0001'],
    bad: [...NUMBERS, '', '-0', '-0.00', '+1', '01.00', '1.', '.5', '1,50', '1e3', ' 1', '1.00000', '100000000', 'NaN'],
  },
  {
    name: 'an amount that is never below zero',
    schema: unsignedAmount,
    good: ['0.00', '12.50', '99999999.9999'],
    bad: [...NUMBERS, '-0.01', '-0', '-1', '+1', '00', '1.00000'],
  },
  {
    name: 'a quantity',
    schema: quantity,
    good: ['1', '0.78', '0.780', '99999', '1234567.001'],
    bad: [...NUMBERS, '0', '0.000', '-1', '1.0001', '01', '1,5', '12345678', ''],
  },
  {
    name: 'a rate',
    schema: rate,
    good: ['0', '0.0700', '0.21', '1.0000', '0.09975', '0.123456'],
    bad: [...NUMBERS, '7%', '.07', '0.0700000', '-0.07', '100', '07'],
  },
  {
    name: 'a percentage',
    schema: percentage,
    good: ['0', '5', '5.01', '100', '12.5'],
    bad: [...NUMBERS, '5%', '05', '-5', '1000', '5.00001'],
  },
  {
    name: 'a percentage that cannot be more than all',
    schema: shareOfHundred,
    good: ['0', '5', '99.9999', '100', '100.0000'],
    bad: [...NUMBERS, '100.0001', '101', '200', '-1', '05', '5.00001'],
  },
  {
    name: 'an instant',
    schema: instant,
    good: ['2026-03-14T15:00:00Z', '2026-03-14T15:00:00.000Z', '2028-02-29T23:59:59.9Z'],
    bad: [
      '2026-02-29T10:00:00Z',
      '2026-02-30T10:00:00Z',
      '2026-13-01T10:00:00Z',
      '2026-04-31T10:00:00Z',
      '2026-03-14T24:00:00Z',
      '2026-03-14T15:60:00Z',
      '2026-03-14T15:00:60Z',
      '2026-03-14T15:00Z',
      '2026-03-14T15:00:00',
      '2026-03-14T15:00:00+00:00',
      '2026-03-14 15:00:00Z',
      '2026-03-14',
      '',
      '2026-03-14T15:00:00.123456Z',
      'yesterday',
      1_773_500_400_000,
      null,
    ],
  },
  {
    name: 'a trading day',
    schema: businessDate,
    good: ['2026-03-14', '2028-02-29', '2026-12-31'],
    bad: ['2026-02-29', '2026-02-30', '2026-00-10', '2026-13-01', '26-03-14', '2026-3-14', '14/03/2026', '', 20260314],
  },
  {
    name: 'a hash',
    schema: hash,
    good: ['0'.repeat(64), 'ab12'.repeat(16)],
    bad: ['0'.repeat(63), '0'.repeat(65), 'AB12'.repeat(16), 'g'.repeat(64), ''],
  },
  { name: 'a currency', schema: currency, good: ['USD', 'JPY'], bad: ['usd', 'US', 'USDT', '', 840] },
  {
    name: 'an id',
    schema: id,
    good: ['x', '0198c0de-0000-7000-8000-000000000001', 'PAN-01', 'ñ', 'x'.repeat(100)],
    bad: ['', 'x'.repeat(101), 'a\u0000b', 'a\nb', 'a\u001db', 7, null],
  },
  {
    name: 'a text',
    schema: text,
    good: ['', 'dos\nlíneas 💶', 'x'.repeat(500)],
    bad: ['x'.repeat(501), 'a\u0000b', 1],
  },
  { name: 'a short text', schema: textUpTo(4), good: ['VISA'], bad: ['VISA ', '\u0000'] },
];

describe('the spelling of', () => {
  test.each(spellings)('$name', ({ schema, good, bad }) => {
    expect(refusedOf(schema, good)).toEqual([]);
    expect(acceptedOf(schema, bad)).toEqual([]);
  });
});

describe('what core makes', () => {
  test('is spelled as the wire wants it: amounts of every currency', () => {
    const units = fc.integer({ min: -999_999_999, max: 999_999_999 });
    fc.assert(
      fc.property(units, fc.constantFrom('USD', 'JPY', 'KWD'), (drawn, code) => {
        const decimals = { USD: 2, JPY: 0, KWD: 3 }[code] ?? 0;
        const value = new Decimal(drawn).div(new Decimal(10).pow(Math.max(decimals, 2)));
        const written = amountOf(value.toDecimalPlaces(decimals), code);
        expect(amount.safeParse(written).success).toBe(true);
      }),
    );
  });

  test('is spelled as the wire wants it: ids and instants', () => {
    const bytes = fc.uint8Array({ minLength: 10, maxLength: 10 });
    const moments = fc.date({
      min: new Date('2020-01-01T00:00:00Z'),
      max: new Date('2099-12-31T23:59:59Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(moments, bytes, (moment, random) => {
        expect(id.safeParse(uuidV7(moment.getTime(), random)).success).toBe(true);
        expect(instant.safeParse(moment.toISOString()).success).toBe(true);
        expect(businessDate.safeParse(moment.toISOString().slice(0, 10)).success).toBe(true);
      }),
    );
  });
});
