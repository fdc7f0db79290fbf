import { ChevronDown, ChevronUp, Star } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { button } from '#ui/button.ts';
import { useFormat } from '#ui/format.tsx';
import { useSay } from '#ui/words/words.tsx';
import { useShelf } from '../till-context.tsx';
import { useSellView } from './sell-view.ts';

/** The aisles of the local. One row that can be pushed sideways, or all of them at once. */
export function CategoryChips() {
  const say = useSay();
  const format = useFormat();
  const categories = useShelf((shelf) => shelf.index?.catalogue.categories ?? []);
  const categoryId = useSellView((view) => view.categoryId);
  const searching = useSellView((view) => view.query.trim() !== '');
  const showCategory = useSellView((view) => view.showCategory);
  const [all, setAll] = useState(false);

  const chip = (id: string | null, face: ReactNode) => {
    const pressed = !searching && categoryId === id;
    return (
      <button
        key={id}
        type="button"
        aria-pressed={pressed}
        onClick={() => {
          showCategory(id);
        }}
        className={button.chip}
      >
        {face}
      </button>
    );
  };

  return (
    <div className="flex items-start gap-2">
      <fieldset
        aria-label={say('sell.categories')}
        className={`-m-1 flex min-w-0 flex-1 gap-2 p-1 ${all ? 'flex-wrap' : 'overflow-x-auto [mask-image:linear-gradient(to_right,#000_calc(100%-2rem),transparent)] [scrollbar-width:none]'}`}
      >
        {chip(
          null,
          <>
            <Star aria-hidden="true" className="size-4" />
            {say('sell.favourites')}
          </>,
        )}
        {categories.map((category) =>
          chip(
            category.category_id,
            <>
              <span
                data-colour
                aria-hidden="true"
                className="size-2.5 rounded-full"
                style={{ background: category.colour }}
              />
              {format.name(category.name)}
            </>,
          ),
        )}
      </fieldset>
      <button
        type="button"
        aria-expanded={all}
        aria-label={all ? say('sell.fewer_categories') : say('sell.all_categories')}
        className="grid size-12 shrink-0 place-items-center rounded-full border border-line bg-surface hover:border-edge"
        onClick={() => {
          setAll(!all);
        }}
      >
        {all ? <ChevronUp aria-hidden="true" /> : <ChevronDown aria-hidden="true" />}
      </button>
    </div>
  );
}
