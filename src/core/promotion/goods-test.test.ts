import { describe, expect, test } from 'vitest';
import { EVERYTHING, goodsOf, sold, soldAs } from '#testkit/promotion-builders.ts';
import { goodsTest, isEverything } from './goods-test.ts';

describe('goods', () => {
  const tea = soldAs(sold('tea', '1', '10.00'), { categoryId: 'drinks', tags: ['spring', 'local'] }).product;

  test.each([
    ['its variant', goodsOf({ variant_ids: ['tea'] }), true],
    ['its category', goodsOf({ category_ids: ['drinks'] }), true],
    ['one of its tags', goodsOf({ tags: ['local', 'organic'] }), true],
    ['any of the three', goodsOf({ variant_ids: ['mate'], tags: ['spring'] }), true],
    ['none of them', goodsOf({ variant_ids: ['mate'], category_ids: ['food'], tags: ['organic'] }), false],
    ['a name of another kind', goodsOf({ variant_ids: ['drinks', 'spring'], category_ids: ['tea'] }), false],
  ])('are meant by %s', (_, goods, isMeant) => {
    expect(goodsTest(goods)(tea)).toBe(isMeant);
  });

  test('without variant, category and tags are meant only where everything is', () => {
    const bare = { ...tea, variantId: null };
    delete bare.categoryId;
    delete bare.tags;
    expect(goodsTest(EVERYTHING)(bare)).toBe(true);
    expect(goodsTest({ variant_ids: ['tea'], category_ids: ['drinks'], tags: ['spring'] })(bare)).toBe(false);
  });

  test('are everything only while all three lists are empty', () => {
    const named = [{ variant_ids: ['tea'] }, { category_ids: ['drinks'] }, { tags: ['spring'] }].map(goodsOf);
    expect([EVERYTHING, ...named].map(isEverything)).toEqual([true, false, false, false]);
  });
});
