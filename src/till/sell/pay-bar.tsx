import { ChevronUp, ShoppingBasket } from 'lucide-react';
import { useShallow } from 'zustand/react/shallow';
import { MoneyText } from '#ui/money-text.tsx';
import { useSay } from '#ui/words/words.tsx';
import { useSale } from '../till-context.tsx';
import { HeardNotice } from '../shell/heard-notice.tsx';
import { PayButton } from './pay-button.tsx';
import { useSellView } from './sell-view.ts';

/** On a phone: the sale in a nutshell within the thumb's reach, and the way to pay. */
export function PayBar() {
  const say = useSay();
  const showSale = useSellView((view) => view.showSale);
  const { items, total, misses } = useSale(
    useShallow(({ sale, priced }) => ({
      items: priced?.itemCount ?? '0',
      total: priced?.total ?? '0.00',
      misses: sale?.misses.length ?? 0,
    })),
  );
  return (
    <div className="border-t border-line bg-surface px-3 pt-2.5 pb-[max(0.75rem,env(safe-area-inset-bottom))]">
      <HeardNotice />
      <div className="flex items-stretch gap-2.5">
        <button
          type="button"
          aria-label={say('sell.open_sale', { count: Number(items) })}
          className="flex min-h-16 min-w-0 flex-1 items-center gap-3 rounded-card max-[22rem]:gap-2 border border-line px-3 text-left hover:border-edge"
          onClick={() => {
            showSale(true);
          }}
        >
          <span className="relative shrink-0">
            <ShoppingBasket aria-hidden="true" className="size-7" />
            {misses > 0 ? <span className="absolute -top-1 -right-1 size-3.5 rounded-full bg-bad" /> : null}
          </span>
          <span className="min-w-0 flex-1 leading-tight">
            <span className={`block text-sm ${misses > 0 ? 'font-semibold text-bad' : 'text-muted'}`}>
              {misses > 0 ? say('miss.count', { count: misses }) : say('sell.items', { count: Number(items) })}
            </span>
            <span className="block truncate text-2xl font-bold max-[22rem]:text-xl">
              <MoneyText amount={total} full />
            </span>
          </span>
          <ChevronUp aria-hidden="true" className="size-5 shrink-0 text-muted max-[22rem]:hidden" />
        </button>
        <PayButton compact />
      </div>
    </div>
  );
}
