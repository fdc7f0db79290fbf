import { memo } from 'react';
import type { Product, Words } from '#core/catalogue/catalogue.ts';
import { Decimal } from '#core/money/money.ts';
import { useFormat } from '#ui/format.tsx';
import { useSay } from '#ui/words/words.tsx';

interface ProductTileProps {
  product: Product;
  /** The category's colour, #rrggbb. */
  colour: string;
  /** Enter in the search box takes this one. */
  first: boolean;
  /** What everybody has off this product now; it takes the place of what is left in stock. */
  promotion: Words | null;
  /** How much of it is on the open sale: pieces, or how many times it was weighed; "0" for nothing. */
  onSale: string;
  onChoose: (product: Product) => void;
}

/** One product to touch: its name, its price, what is left of it, and how much of it is on the sale already. */
export const ProductTile = memo(function ProductTile(props: ProductTileProps) {
  const say = useSay();
  const format = useFormat();
  const { product, colour, first, promotion, onChoose } = props;
  const weighed = product.unit === 'kg';
  return (
    <button
      type="button"
      onClick={() => {
        onChoose(product);
      }}
      className={`relative flex min-h-28 flex-col justify-between gap-2 overflow-hidden rounded-card border bg-surface p-3 pl-4.5 text-left transition-colors duration-100 hover:border-edge active:bg-sunken ${
        first ? 'border-edge' : 'border-line'
      }`}
    >
      <span data-colour aria-hidden="true" className="absolute inset-y-0 left-0 w-1.5" style={{ background: colour }} />
      <span className="line-clamp-2 leading-snug font-semibold max-[22rem]:text-sm">
        {/* The name flows around the count, so that only its first line is the shorter for it. */}
        <span className="block text-pretty wrap-anywhere">
          <OnSale count={props.onSale} />
          {format.name(product.name)}
        </span>
      </span>
      <span className="flex flex-wrap items-baseline justify-between gap-x-2 gap-y-1">
        <span className="text-lg font-bold">
          {format.money.plain(product.unit_price)}
          {weighed ? <span className="text-sm font-semibold text-muted"> {say('sell.per_kg')}</span> : null}
        </span>
        {promotion === null ? (
          <span className="text-xs text-muted">{weighed ? say('sell.weigh') : <Left stock={product.stock} />}</span>
        ) : (
          <span
            data-edge
            className="rounded-tight border border-transparent bg-info-soft px-1.5 py-0.5 text-xs font-bold text-info"
          >
            {format.name(promotion)}
          </span>
        )}
      </span>
    </button>
  );
});

function Left({ stock }: { stock: string | null }) {
  const say = useSay();
  const format = useFormat();
  if (stock === null) {
    return null;
  }
  const few = new Decimal(stock).lessThanOrEqualTo(3);
  return (
    <span className={few ? 'font-semibold text-warn' : ''}>
      {say('sell.left', { count: format.quantity(stock, 'unit') })}
    </span>
  );
}

function OnSale({ count }: { count: string }) {
  const say = useSay();
  if (count === '0') {
    return null;
  }
  return (
    <span className="float-right ml-2 min-w-6 rounded-full bg-brand px-1.5 py-0.5 text-center text-xs font-bold text-on-brand">
      <span aria-hidden="true">{count}</span>
      <span className="sr-only">{say('sell.on_sale', { count })}</span>
    </span>
  );
}
