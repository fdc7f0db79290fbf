import { Search, X } from 'lucide-react';
import { type KeyboardEvent, type RefObject } from 'react';
import { searchProducts } from '#core/catalogue/search-products.ts';
import { resolveScan } from '#core/catalogue/resolve-scan.ts';
import { button } from '#ui/button.ts';
import { Kbd } from '#ui/kbd.tsx';
import { useMedia } from '#ui/use-media.ts';
import { useSay } from '#ui/words/words.tsx';
import { useSale, useTill } from '../till-context.tsx';
import { useAddProduct } from './use-add-product.ts';
import { useSellView } from './sell-view.ts';

/** Where a name, SKU or barcode is typed. What a scanner types never stays here. */
export function SearchBox({ field }: { field: RefObject<HTMLInputElement | null> }) {
  const say = useSay();
  const till = useTill();
  const query = useSellView((view) => view.query);
  const search = useSellView((view) => view.search);
  const addProduct = useAddProduct();
  const pending = useSale((state) => state.pendingQuantity !== '');
  const short = useMedia('(max-width: 40rem)');

  /** Enter takes an exact code, or else the first product shown; digits that are no code of ours become a red row. */
  const take = () => {
    const { index } = till.shelf.state.getState();
    const typed = query.trim();
    if (index === null || typed === '') {
      return;
    }
    const [first] = searchProducts(index, typed, 1);
    if (resolveScan(index, typed).kind !== 'miss' || (first === undefined && /^\d{4,}$/.test(typed))) {
      void till.desk.scan(typed);
      search('');
    } else if (first !== undefined) {
      addProduct(first);
      search('');
    }
  };

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') {
      take();
    } else if (event.key === 'Escape' && query !== '') {
      event.preventDefault();
      search('');
    } else if (event.key === 'ArrowDown') {
      event.preventDefault();
      document.querySelector<HTMLElement>('#goods button')?.focus();
    }
  };

  return (
    <search className="relative min-w-0 flex-1">
      <Search
        aria-hidden="true"
        className="pointer-events-none absolute top-1/2 left-4 size-5 -translate-y-1/2 text-muted"
      />
      <PendingQuantity />
      <input
        ref={field}
        type="text"
        inputMode="search"
        enterKeyHint="search"
        autoComplete="off"
        autoCorrect="off"
        spellCheck={false}
        aria-label={say('sell.search')}
        aria-keyshortcuts="F2"
        aria-controls="goods"
        placeholder={pending ? '' : short ? say('sell.search_short') : say('sell.search')}
        value={query}
        onChange={(event) => {
          search(event.target.value);
        }}
        onKeyDown={onKeyDown}
        className={`h-14 w-full rounded-card border border-edge bg-surface pl-12 text-ellipsis placeholder:text-ellipsis ${
          query === '' ? 'pr-3 keyboard:pr-14' : 'pr-14'
        }`}
      />
      {query === '' ? (
        <span className="pointer-events-none absolute top-1/2 right-4 -translate-y-1/2">
          <Kbd>F2</Kbd>
        </span>
      ) : (
        <button
          type="button"
          aria-label={say('sell.clear_search')}
          className={`${button.quiet} absolute top-1 right-1 w-12`}
          onClick={() => {
            search('');
            field.current?.focus();
          }}
        >
          <X aria-hidden="true" className="size-5" />
        </button>
      )}
    </search>
  );
}

/** What was typed with nothing in focus: "3 ×", to be used by the next scan. */
function PendingQuantity() {
  const say = useSay();
  const { desk } = useTill();
  const pending = useSale((state) => state.pendingQuantity);
  if (pending === '') {
    return null;
  }
  return (
    <span className="absolute inset-y-1 left-1 z-10 flex animate-rise items-center gap-1 rounded-tight bg-info-soft pl-4 text-info">
      <output className="text-xl font-bold">
        <span aria-hidden="true">{pending} ×</span>
        <span className="sr-only">{say('sell.next_quantity', { quantity: pending })}</span>
      </output>
      <span className="hidden text-sm font-medium sm:inline">{say('sell.next_scan')}</span>
      <button
        type="button"
        aria-label={say('sell.clear_quantity')}
        className="grid size-12 place-items-center rounded-tight"
        onClick={desk.clearQuantity}
      >
        <X aria-hidden="true" className="size-5" />
      </button>
    </span>
  );
}
