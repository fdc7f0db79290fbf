import { lazy, Suspense, useRef } from 'react';
import { isTyping, useKeys } from '#ui/use-keys.ts';
import { useMedia } from '#ui/use-media.ts';
import { useSay } from '#ui/words/words.tsx';
import { useTill } from '../till-context.tsx';
import { Banners } from '../shell/banners.tsx';
import { NavMenu } from '../shell/nav-menu.tsx';
import { StatusPill } from '../shell/status-pill.tsx';
import { useTypedElsewhere } from '../shell/typed-sink.ts';
import { CategoryChips } from './category-chips.tsx';
import { Goods } from './goods.tsx';
import { PayBar } from './pay-bar.tsx';
import { SalePanel } from './sale-panel.tsx';
import { SaleReader } from './sale-reader.tsx';
import { SearchBox } from './search-box.tsx';
import { useSellView } from './sell-view.ts';

const SellDialogs = lazy(async () => ({ default: (await import('./sell-dialogs.tsx')).SellDialogs }));

/** Goods on one side, the sale on the other; on a phone the sale lies behind the bar at the foot. */
export function SellScreen() {
  const say = useSay();
  const { desk } = useTill();
  const field = useRef<HTMLInputElement>(null);
  const wide = useMedia('(min-width: 60rem)');
  const sheet = useSellView((view) => view.saleOpen) && !wide;
  const dialogOpen = useSellView((view) => view.dialog !== null) || sheet;

  useTypedElsewhere(desk.typeQuantity);
  useKeys({
    F2: () => {
      field.current?.focus();
      field.current?.select();
      return true;
    },
    F12: () => {
      if (!dialogOpen) {
        void desk.startPaying();
      }
      return true;
    },
    'Ctrl+z': (event) => {
      if (isTyping(event)) {
        return false;
      }
      void desk.undo();
      return true;
    },
    Escape: () => {
      const pending = desk.state.getState().pendingQuantity !== '';
      desk.clearQuantity();
      return pending;
    },
  });

  return (
    <>
      <main className="flex h-dvh min-w-0 flex-1 flex-col">
        <h1 className="sr-only">{say('nav.sell')}</h1>
        <div className="flex flex-wrap items-stretch gap-2.5 px-3 pt-3 lg:flex-nowrap lg:px-4 lg:pt-3.5">
          <NavMenu />
          <SearchBox field={field} />
          <StatusPill />
        </div>
        <div className="min-h-0 flex-1 space-y-3 overflow-y-auto overscroll-contain px-3 py-3 lg:px-4">
          <Banners />
          <CategoryChips />
          <Goods />
        </div>
        {wide ? null : <PayBar />}
      </main>
      {wide ? (
        <aside className="h-dvh overflow-y-auto w-90 shrink-0 border-l border-line xl:w-105 2xl:w-120">
          <SalePanel />
        </aside>
      ) : null}
      <SaleReader />
      {dialogOpen ? (
        <Suspense>
          <SellDialogs sheet={sheet} />
        </Suspense>
      ) : null}
    </>
  );
}
