import { describe, expect, test } from 'vitest';
import { Decimal } from '#core/money/money.ts';
import { compare } from './compare.ts';
import type { Figure } from './answer.ts';

/** What is found to differ when one expected value meets one figure. */
function differences(expected: unknown, figure: Figure): string[] {
  return compare({ it: expected }, { it: figure }).differences;
}

describe('a figure', () => {
  test('is compared by its value, however many decimals it is written with', () => {
    expect(differences('2.50', new Decimal('2.5'))).toEqual([]);
    expect(differences(2, new Decimal('2.00'))).toEqual([]);
    expect(differences('-0.00', new Decimal('0'))).toEqual([]);
    expect(differences('2.51', new Decimal('2.5'))).toEqual(['it: expected "2.51", core says "2.5"']);
  });

  test('is none where something else than a number is expected', () => {
    expect(differences('many', new Decimal('2'))).toHaveLength(1);
    expect(differences(null, new Decimal('2'))).toHaveLength(1);
    expect(differences({}, new Decimal('2'))).toHaveLength(1);
  });
});

test('a text is compared letter by letter: a code that lost its zeros is another code', () => {
  expect(differences('0012', '0012')).toEqual([]);
  expect(differences('0012', '12')).toHaveLength(1);
  expect(differences(12, '12')).toHaveLength(1);
});

test('of a record only what is expected is compared', () => {
  const line = { id: 'a', discount: new Decimal('1'), total: new Decimal('9') };
  expect(differences({ id: 'a', total: '9.00' }, line)).toEqual([]);
  expect(differences({ id: 'a', total: '8.00' }, line)).toEqual(['it.total: expected "8.00", core says "9"']);
  expect(differences({ colour: 'red' }, line)).toEqual(['it.colour: expected "red", core says nothing']);
});

test('a list has what is expected in that order, and nothing more', () => {
  const list = [new Decimal('1'), new Decimal('2')];
  expect(differences(['1', '2'], list)).toEqual([]);
  expect(differences(['2', '1'], list)).toHaveLength(2);
  expect(differences(['1'], list)).toHaveLength(1);
  expect(differences([], list)).toHaveLength(1);
});

test('a map has the keys that are expected, and no other', () => {
  const pieces = new Map([['5.00', new Decimal(2)]]);
  expect(differences({ '5.00': 2 }, pieces)).toEqual([]);
  expect(differences({ '5.00': 3 }, pieces)).toHaveLength(1);
  expect(differences({ '5.00': 2, '1.00': 1 }, pieces)).toHaveLength(1);
  expect(differences({}, pieces)).toHaveLength(1);
});

test('names that core has no figure for are told apart from figures that differ', () => {
  expect(compare({ net: '1.00', mood: 'good' }, { net: new Decimal('2') })).toEqual({
    unsaid: ['mood'],
    differences: ['net: expected "1.00", core says "2"'],
  });
});
