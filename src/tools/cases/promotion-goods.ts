import { z } from 'zod';
import type { Goods } from '#core/promotion/promotion.ts';

/** The ways in which a case names goods. */
export const selectorFields = {
  lines: z.array(z.string()).optional(),
  article: z.string().optional(),
  product: z.string().optional(),
  category: z.string().optional(),
  tags: z.array(z.string()).optional(),
  tag: z.string().optional(),
  eligible_tag: z.string().optional(),
};

type Selector = z.infer<z.ZodObject<typeof selectorFields>>;

/** The tag under which the lines of one product are known: in a case every line is a variant of its own. */
export function productTag(product: string): string {
  return `product ${product}`;
}

/**
 * The goods a selector names; `everything` where it names none. An article is the line of that id or the lines of that
 * product. Named in several ways, goods are meant that fit any of them.
 */
export function goodsOf(selector: Selector, everything: Goods): Goods {
  const lines = [...(selector.lines ?? []), ...listed(selector.article)];
  const categories = listed(selector.category);
  const products = [...listed(selector.article), ...listed(selector.product)].map(productTag);
  const tags = [...products, ...(selector.tags ?? []), ...listed(selector.tag), ...listed(selector.eligible_tag)];
  const named = lines.length + categories.length + tags.length > 0;
  return named ? { variant_ids: lines, category_ids: categories, tags } : everything;
}

function listed(name: string | undefined): string[] {
  return name === undefined ? [] : [name];
}
