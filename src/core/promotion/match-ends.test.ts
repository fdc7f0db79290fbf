import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { betweenEnds, matchEnds, placeBefore } from './match-ends.ts';

function places(before: string, after: string): (number | null)[] {
  const ends = matchEnds(Array.from(before), Array.from(after));
  return Array.from(after).map((_, place) => placeBefore(ends, place));
}

describe('a list that was changed', () => {
  test.each([
    { changed: 'in one place', before: 'abcd', after: 'abXd', known: [0, 1, null, 3] },
    { changed: 'by putting one in', before: 'abcd', after: 'abXcd', known: [0, 1, null, 2, 3] },
    { changed: 'by taking one out', before: 'abcd', after: 'abd', known: [0, 1, 3] },
    { changed: 'at its end', before: 'abc', after: 'abcX', known: [0, 1, 2, null] },
    { changed: 'at its beginning', before: 'abc', after: 'Xabc', known: [null, 0, 1, 2] },
    {
      changed: 'in two places, which leaves what is between them unknown',
      before: 'abcd',
      after: 'aXcY',
      known: [0, null, null, null],
    },
    { changed: 'not at all', before: 'abc', after: 'abc', known: [0, 1, 2] },
    { changed: 'all over', before: 'abc', after: 'XYZ', known: [null, null, null] },
    { changed: 'from nothing', before: '', after: 'ab', known: [null, null] },
  ])('$changed knows its ends again', ({ before, after, known }) => {
    expect(places(before, after)).toEqual(known);
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
