import { useDeferredValue, useMemo, useState } from 'react';
import type { Product } from '#core/catalogue/catalogue.ts';
import type { CatalogueIndex } from '#core/catalogue/catalogue-index.ts';
import { searchProducts } from '#core/catalogue/search-products.ts';
import { button } from '#ui/button.ts';
import { useSay } from '#ui/words/words.tsx';
import { useSale, useShelf } from '../till-context.tsx';
import { countsOnSale } from './counts-on-sale.ts';
import { ProductTile } from './product-tile.tsx';
import { useAddProduct } from './use-add-product.ts';
import { usePromotionBadges } from './use-promotion-badges.ts';
import { useSellView } from './sell-view.ts';

/** So many tiles are painted at once; a category may hold thousands. */
const PAGE = 60;
const MOST_FOUND = 48;

/** The tiles: favourites, a category, or what was found. */
export function Goods() {
  const say = useSay();
  const index = useShelf((shelf) => shelf.index);
  const categoryId = useSellView((view) => view.categoryId);
  const query = useSellView((view) => view.query).trim();
  const searched = useDeferredValue(query);
  const addProduct = useAddProduct();
  const badges = usePromotionBadges(index);
  const lines = useSale((state) => state.sale?.lines ?? NO_LINES);
  const onSale = useMemo(() => countsOnSale(lines), [lines]);
  const products = useMemo(
    () => (index === null ? [] : productsFor(index, { categoryId, query: searched })),
    [index, categoryId, searched],
  );
  const shelfKey = searched === '' ? (categoryId ?? '') : '?';
  const [pages, setPages] = useState({ of: '', count: 1 });
  const shown = products.slice(0, PAGE * (pages.of === shelfKey ? pages.count : 1));
  return (
    <section id="goods" aria-label={say('sell.goods')}>
      <output className="sr-only">
        {searched === '' ? '' : say('sell.found', { count: products.length, query: searched })}
      </output>
      {products.length === 0 && searched !== '' ? <NothingFound query={searched} /> : null}
      <div className="grid grid-cols-[repeat(auto-fill,minmax(min(10.5rem,44%),1fr))] gap-2.5 2xl:grid-cols-[repeat(auto-fill,minmax(11.5rem,1fr))]">
        {shown.map((product, place) => (
          <ProductTile
            key={product.variant_id}
            product={product}
            colour={index?.categoriesById.get(product.category_id)?.colour ?? 'transparent'}
            first={searched !== '' && place === 0}
            promotion={badges(product)?.name ?? null}
            onSale={onSale.get(product.variant_id) ?? '0'}
            onChoose={addProduct}
          />
        ))}
      </div>
      {shown.length < products.length ? (
        <button
          type="button"
          className={`${button.plain} mt-3 w-full`}
          onClick={() => {
            setPages({ of: shelfKey, count: (pages.of === shelfKey ? pages.count : 1) + 1 });
          }}
        >
          {say('sell.show_more', { count: products.length - shown.length })}
        </button>
      ) : null}
    </section>
  );
}

const NO_LINES: readonly never[] = [];

function productsFor(index: CatalogueIndex, wish: { categoryId: string | null; query: string }): readonly Product[] {
  if (wish.query !== '') {
    return searchProducts(index, wish.query, MOST_FOUND);
  }
  return wish.categoryId === null ? index.favourites : (index.productsByCategory.get(wish.categoryId) ?? []);
}

function NothingFound({ query }: { query: string }) {
  const say = useSay();
  return (
    <div className="rounded-card border border-dashed border-line p-8 text-center">
      <p className="font-semibold">{say('sell.nothing_found', { query })}</p>
      <p className="mt-1 text-muted">{say('sell.nothing_found_then')}</p>
    </div>
  );
}
