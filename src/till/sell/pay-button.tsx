import { useShallow } from 'zustand/react/shallow';
import { button } from '#ui/button.ts';
import { Kbd } from '#ui/kbd.tsx';
import { MoneyText } from '#ui/money-text.tsx';
import { useSay } from '#ui/words/words.tsx';
import { useSale, useTill } from '../till-context.tsx';
import { useSellView } from './sell-view.ts';

/** The way forward: what is to be paid stands on it. */
export function PayButton({ compact = false }: { compact?: boolean }) {
  const say = useSay();
  const { desk } = useTill();
  const showSale = useSellView((view) => view.showSale);
  const { total, empty } = useSale(
    useShallow(({ sale, priced }) => ({ total: priced?.total ?? null, empty: (sale?.lines.length ?? 0) === 0 })),
  );
  return (
    <button
      type="button"
      className={compact ? `${button.main} px-6 max-[22rem]:px-4` : `${button.wide} short:min-h-16`}
      disabled={empty}
      aria-keyshortcuts="F12"
      onClick={() => {
        showSale(false);
        void desk.startPaying();
      }}
    >
      <span>{say('sell.pay')}</span>
      {empty || total === null || compact ? null : <MoneyText amount={total} full />}
      {compact ? null : <Kbd onBrand={!empty}>F12</Kbd>}
    </button>
  );
}
