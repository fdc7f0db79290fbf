import { Minus, Plus, X } from 'lucide-react';
import { memo, useEffect, useRef } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { amountOf, Decimal } from '#core/money/money.ts';
import type { Discount } from '#core/sale/sale.ts';
import { button } from '#ui/button.ts';
import { type Format, useFormat } from '#ui/format.tsx';
import { useSay } from '#ui/words/words.tsx';
import { useSale, useTill } from '../till-context.tsx';
import { useSellView } from './sell-view.ts';

/** One line of the sale. Drawn again only when something of this line changes, however long the sale. */
export const SaleLineRow = memo(function SaleLineRow({ lineId }: { lineId: string }) {
  const say = useSay();
  const format = useFormat();
  const { desk } = useTill();
  const row = useRef<HTMLLIElement>(null);
  const { line, gross, lineDiscount, currency, selected } = useSale(
    useShallow((state) => ({
      line: state.sale?.lines.find((known) => known.lineId === lineId),
      gross: state.pricedLines.get(lineId)?.gross ?? '0',
      lineDiscount: state.pricedLines.get(lineId)?.lineDiscount ?? '0',
      currency: state.sale?.currency ?? 'USD',
      selected: state.selectedLineId === lineId,
    })),
  );
  useEffect(() => {
    if (selected) {
      row.current?.scrollIntoView({ block: 'nearest' });
    }
  }, [selected, line?.quantity]);
  if (line === undefined) {
    return null;
  }
  const name = format.name(line.product.name);
  const weighed = line.product.unit === 'kg';
  const amount = amountOf(new Decimal(gross).minus(lineDiscount), currency);
  return (
    <li
      ref={row}
      className={`animate-arrive paint-when-seen rounded-tight ${selected ? 'bg-brand-soft' : 'not-last:after:mx-2 not-last:after:block not-last:after:border-b not-last:after:border-line'}`}
    >
      <button
        type="button"
        aria-expanded={selected}
        onClick={() => {
          desk.select(selected ? null : lineId);
        }}
        className="grid w-full grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-0.5 rounded-tight px-2 py-2.5 text-left hover:bg-sunken/60"
      >
        <span className="leading-snug font-semibold text-pretty">{name}</span>
        <span className="text-right font-bold">{format.money.plain(amount)}</span>
        <span className="text-sm text-muted">
          {weighed
            ? `${format.quantity(line.quantity, 'kg')} kg × ${format.money.plain(line.unitPrice)}`
            : `${format.quantity(line.quantity, 'unit')} × ${format.money.plain(line.unitPrice)}`}
        </span>
        {line.discount === null ? null : (
          <span className="text-right text-sm font-semibold text-brand">
            {discountText(line.discount, format)} {format.money.plain(`-${lineDiscount}`)}
          </span>
        )}
      </button>
      {selected ? (
        <div className="flex items-center gap-2 px-2 pb-2.5">
          {weighed ? null : (
            <button
              type="button"
              className={button.icon}
              aria-label={say('sell.one_less', { name })}
              onClick={() => void desk.stepQuantity(lineId, -1)}
            >
              <Minus aria-hidden="true" />
            </button>
          )}
          <QuantityButton lineId={lineId} text={format.quantity(line.quantity, line.product.unit)} weighed={weighed} />
          {weighed ? null : (
            <button
              type="button"
              className={button.icon}
              aria-label={say('sell.one_more', { name })}
              onClick={() => void desk.stepQuantity(lineId, 1)}
            >
              <Plus aria-hidden="true" />
            </button>
          )}
          <LineButtons lineId={lineId} name={name} />
        </div>
      ) : null}
    </li>
  );
});

function QuantityButton({ lineId, text, weighed }: { lineId: string; text: string; weighed: boolean }) {
  const say = useSay();
  const open = useSellView((view) => view.open);
  return (
    <button
      type="button"
      className={`${button.quiet} min-w-12 px-2 text-lg underline decoration-dotted decoration-1 underline-offset-4`}
      aria-label={say('sell.change_quantity', { quantity: weighed ? `${text} kg` : text })}
      onClick={() => {
        open({ kind: 'quantity', lineId });
      }}
    >
      {weighed ? `${text} kg` : text}
    </button>
  );
}

function LineButtons({ lineId, name }: { lineId: string; name: string }) {
  const say = useSay();
  const { desk } = useTill();
  const open = useSellView((view) => view.open);
  return (
    <>
      <span className="flex-1" />
      <button
        type="button"
        className={`${button.plain} px-3`}
        aria-label={say('sell.discount_line', { name })}
        onClick={() => {
          open({ kind: 'discount', lineId });
        }}
      >
        {say('sell.discount')}
      </button>
      <button
        type="button"
        className={button.icon}
        aria-label={say('sell.remove_line', { name })}
        onClick={() => void desk.removeLine(lineId)}
      >
        <X aria-hidden="true" />
      </button>
    </>
  );
}

/** "−5 %" for a percentage; an amount needs no second telling. */
function discountText(discount: Discount, format: Format): string {
  return discount.type === 'percentage' ? format.rate(new Decimal(discount.value).div(100).negated().toFixed()) : '';
}
