import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decimal } from '#core/money/money.ts';
import { anyText } from '#testkit/texts.ts';
import { canonicalJson } from './canonical-json.ts';

describe('the one spelling of a document', () => {
  test('has its keys in order, at every depth, and no blanks', () => {
    expect(canonicalJson({ b: 1, a: { d: [true, null], c: 'x' } })).toBe('{"a":{"c":"x","d":[true,null]},"b":1}');
  });

  test('orders keys by code unit, not by any language', () => {
    expect(canonicalJson({ ñ: 1, n: 2, o: 3, Z: 4, a_b: 5, ab: 6, '': 7, '10': 8, '9': 9 })).toBe(
      '{"":7,"10":8,"9":9,"Z":4,"a_b":5,"ab":6,"n":2,"o":3,"ñ":1}',
    );
  });

  test('keeps the order of a list', () => {
    expect(canonicalJson([3, 1, 2])).toBe('[3,1,2]');
  });

  test('leaves fields out that hold nothing, but not those that hold null', () => {
    expect(canonicalJson({ a: undefined, b: null })).toBe('{"b":null}');
  });

  test('spells every text alike', () => {
    expect(canonicalJson('a"b\\c\n\u0001é💶/')).toBe('"a\\"b\\\\c\\n\\u0001é💶/"');
  });

  test('spells a key alike however often, however long and among however many it comes', () => {
    const keys = ['a"b', 'ñ', 'k'.repeat(500), ...Array.from({ length: 3000 }, (_, at) => `key ${String(at)}`)];
    for (const key of [...keys, ...keys]) {
      expect(canonicalJson({ [key]: 1 })).toBe(`{${JSON.stringify(key)}:1}`);
    }
  });

  test('knows no negative zero', () => {
    expect(canonicalJson([-0, 0])).toBe('[0,0]');
  });
});

describe('what has no canonical form is refused', () => {
  test.each([0.1, 1.5, NaN, Infinity, -Infinity, 2 ** 53, -(2 ** 53), 1e21])('the number %d', (number) => {
    expect(() => canonicalJson({ amount: number })).toThrow(TypeError);
  });

  test.each(['\ud800', 'a\udc00b', '\ud83d'])('half a character, in a text and in a key: %j', (text) => {
    expect(() => canonicalJson({ text })).toThrow(TypeError);
    expect(() => canonicalJson({ [text]: 1 })).toThrow(TypeError);
  });

  test('whatever is no JSON, alone, in a list and in a field', () => {
    for (const value of [1n, Symbol('x'), () => 1]) {
      expect(() => canonicalJson(value)).toThrow(TypeError);
      expect(() => canonicalJson([value])).toThrow(TypeError);
      expect(() => canonicalJson({ field: value })).toThrow(TypeError);
    }
    expect(() => canonicalJson(undefined)).toThrow(TypeError);
    expect(() => canonicalJson([undefined])).toThrow(TypeError);
  });

  test('whatever would be hashed as less than it is: a date, a map, bytes, a number object, a list with a hole', () => {
    const holed: unknown[] = [1];
    holed[2] = 3;
    for (const value of [new Date(0), new Map([['a', 1]]), new Set([1]), new Uint8Array(2), new Decimal(1), holed]) {
      expect(() => canonicalJson({ field: value })).toThrow(TypeError);
    }
  });
});

const texts = anyText().map((text) => text.toWellFormed());
const { documents } = fc.letrec<{ documents: unknown }>((tie) => ({
  documents: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger(),
    texts,
    fc.array(tie('documents'), { maxLength: 4 }),
    fc.dictionary(texts, tie('documents'), { maxKeys: 5 }),
  ),
}));

/** The same document with the keys of every object put in in the opposite order. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(turned);
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(
        Object.entries(value)
          .map(([key, field]) => [key, turned(field)] as const)
          .reverse(),
      )
    : value;
}

describe('always', () => {
  test('is the same whatever order the fields were put in', () => {
    fc.assert(
      fc.property(documents, (document) => {
        expect(canonicalJson(turned(document))).toBe(canonicalJson(document));
      }),
      { numRuns: 500 },
    );
  });

  test('is JSON that reads back as the same document, and is spelled the same again', () => {
    fc.assert(
      fc.property(documents, (document) => {
        const read: unknown = JSON.parse(canonicalJson(document));
        expect(read).toEqual(JSON.parse(JSON.stringify(document)));
        expect(canonicalJson(read)).toBe(canonicalJson(document));
      }),
      { numRuns: 500 },
    );
  });

  test('two documents that differ are spelled differently', () => {
    fc.assert(
      fc.property(documents, documents, (one, other) => {
        const same = JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
        expect(canonicalJson(one) === canonicalJson(other)).toBe(same);
      }),
      { numRuns: 500 },
    );
  });

  test('a float is refused wherever it hides', () => {
    const floats = fc.double().filter((number) => !Number.isSafeInteger(number));
    fc.assert(
      fc.property(floats, documents, (float, document) => {
        expect(() => canonicalJson({ a: [document, { deep: [float] }] })).toThrow(TypeError);
      }),
    );
  });
});

/** Sorted by hand, so that two documents can be compared by another road than the one under test. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  return typeof value === 'object' && value !== null
    ? [
        'object',
        ...Object.entries(value)
          .map(([key, field]) => JSON.stringify([key, sorted(field)]))
          .sort(),
      ]
    : value;
}
