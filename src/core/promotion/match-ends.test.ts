import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { betweenEnds, matchEnds, placeBefore } from './match-ends.ts';

function places(before: string, after: string): (number | null)[] {
  const ends = matchEnds(Array.from(before), Array.from(after));
  return Array.from(after).map((_, place) => placeBefore(ends, place));
}

describe('a list that was changed', () => {
  test.each([
    ['in one place', 'abcd', 'abXd', [0, 1, null, 3]],
    ['by putting one in', 'abcd', 'abXcd', [0, 1, null, 2, 3]],
    ['by taking one out', 'abcd', 'abd', [0, 1, 3]],
    ['at its end', 'abc', 'abcX', [0, 1, 2, null]],
    ['at its beginning', 'abc', 'Xabc', [null, 0, 1, 2]],
    ['in two places, which leaves what is between them unknown', 'abcd', 'aXcY', [0, null, null, null]],
    ['not at all', 'abc', 'abc', [0, 1, 2]],
    ['all over', 'abc', 'XYZ', [null, null, null]],
    ['from nothing', '', 'ab', [null, null]],
  ])('%s knows its ends again', (_, before, after, expected) => {
    expect(places(before, after)).toEqual(expected);
  });

  test('counts nothing twice where the same things stand at both ends', () => {
    expect(matchEnds(['a', 'a', 'a'], ['a', 'a'])).toEqual({ head: 2, tail: 0, before: 3, after: 2 });
    expect(places('aa', 'aaa')).toEqual([0, 1, null]);
  });

  test('goes by the object, not by what it says', () => {
    const one = { line: 1 };
    expect(matchEnds([one, one], [one, { ...one }])).toMatchObject({ head: 1, tail: 0 });
  });

  const lists = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 8 });

  test('is put together again from its ends and what is new between them', () => {
    fc.assert(
      fc.property(lists, lists, (before, after) => {
        const ends = matchEnds(before, after);
        const middle = after.slice(ends.head, after.length - ends.tail);
        expect(betweenEnds(before, ends, middle)).toEqual(after);
        const known = after.map((item, place) => before[placeBefore(ends, place) ?? -1] ?? item);
        expect(known).toEqual(after);
      }),
    );
  });
});
