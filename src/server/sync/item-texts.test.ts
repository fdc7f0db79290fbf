import fc from 'fast-check';
import { expect, test } from 'vitest';
import { itemTexts } from './item-texts.ts';

test('each item comes back word for word, with the spelling it was sent in', () => {
  const sent =
    '{"v":1,"items":[ {"id" : "a", "n":1.0,"n":2} ,\n{"t":"\\u00e9 \\"],[{ \\\\"}, 7e2 ,"x", [1,[2]], null ],"nonce":"n"}';
  expect(itemTexts(sent)).toEqual([
    '{"id" : "a", "n":1.0,"n":2}',
    '{"t":"\\u00e9 \\"],[{ \\\\"}',
    '7e2',
    '"x"',
    '[1,[2]]',
    'null',
  ]);
});

test('a list of that name deeper inside is not taken for it', () => {
  expect(itemTexts('{"a":{"items":[1,2]},"items":[{"items":[3]}],"b":[{"items":[4]}]}')).toEqual(['{"items":[3]}']);
});

test('no items give no texts, and of a doubled key the last one counts, as in JSON.parse', () => {
  expect(itemTexts('{"items":[]}')).toEqual([]);
  expect(itemTexts('{"items":[ \n ],"x":1}')).toEqual([]);
  expect(itemTexts('{"items":[1,2],"items":[3]}')).toEqual(['3']);
  expect(itemTexts('{"it\\u0065ms":[5]}')).toEqual(['5']);
});

test('whatever JSON the items are, their texts are the items', () => {
  const document = fc.record({ v: fc.jsonValue(), items: fc.array(fc.jsonValue()), z: fc.jsonValue() });
  fc.assert(
    fc.property(document, fc.constantFrom(undefined, 1, '\t'), (value, indent) => {
      const texts = itemTexts(JSON.stringify(value, null, indent));
      expect(texts.map((text): unknown => JSON.parse(text))).toEqual(JSON.parse(JSON.stringify(value.items)));
    }),
  );
});
