import type { LineProduct } from '#core/sale/sale.ts';
import type { Goods } from './promotion.ts';

/** Says whether a product is among certain goods. */
export type GoodsTest = (product: LineProduct) => boolean;

/** True when the three lists are empty: then all goods are meant. */
export function isEverything(goods: Goods): boolean {
  return goods.variant_ids.length === 0 && goods.category_ids.length === 0 && goods.tags.length === 0;
}

/** Goods made ready to be asked often. */
export function goodsTest(goods: Goods): GoodsTest {
  if (isEverything(goods)) {
    return () => true;
  }
  const variants = new Set(goods.variant_ids);
  const categories = new Set(goods.category_ids);
  const tags = new Set(goods.tags);
  return ({ variantId, categoryId, tags: own }) =>
    (variantId !== null && variants.has(variantId)) ||
    (categoryId !== undefined && categories.has(categoryId)) ||
    (own !== undefined && tags.size > 0 && own.some((tag) => tags.has(tag)));
}
