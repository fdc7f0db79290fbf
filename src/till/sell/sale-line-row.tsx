import { memo, useEffect, useRef } from 'react';
import { Decimal } from '#core/money/money.ts';
import type { OpenLine } from '#core/pricing/priced-sale.ts';
import type { Discount, SaleLine } from '#core/sale/sale.ts';
import { type Format, useFormat } from '#ui/format.tsx';
import { useSay } from '#ui/words/words.tsx';
import { useTill } from '../till-context.tsx';
import { LineActions } from './line-actions.tsx';
import { LineMarksNote } from './line-marks-note.tsx';
import { useSellView } from './sell-view.ts';

interface SaleLineRowProps {
  line: SaleLine;
  figures: OpenLine;
  selected: boolean;
}

/** One line of the sale. Drawn again only when something of this line changes, however long the sale. */
export const SaleLineRow = memo(function SaleLineRow({ line, figures, selected }: SaleLineRowProps) {
  const format = useFormat();
  const { desk } = useTill();
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (selected) {
      row.current?.scrollIntoView({ block: 'nearest' });
    }
  }, [selected, line.quantity]);
  const unit = line.product.unit === 'kg' ? ' kg' : '';
  return (
    <li
      ref={row}
      className={`animate-arrive rounded-tight ${selected ? 'bg-brand-soft' : 'paint-when-seen not-last:after:mx-2 not-last:after:block not-last:after:border-b not-last:after:border-line'}`}
    >
      <div className="relative">
        <button
          type="button"
          aria-expanded={selected}
          onClick={() => {
            desk.select(selected ? null : line.lineId);
          }}
          className={`grid w-full gap-0.5 rounded-tight px-2 py-2.5 text-left ${selected ? 'hover:bg-brand-line/25' : 'hover:bg-sunken/60'}`}
        >
          <span className="flex justify-between gap-3 leading-snug">
            <span className="min-w-0 font-semibold text-pretty wrap-anywhere">{format.name(line.product.name)}</span>
            <span
              className={`shrink-0 font-bold ${selected ? 'underline decoration-dotted decoration-1 underline-offset-4' : ''}`}
            >
              {format.money.plain(figures.worth)}
            </span>
          </span>
          <span className="flex flex-wrap justify-between gap-x-3 text-sm">
            <span className="text-muted">
              {format.quantity(line.quantity, line.product.unit)}
              {unit} × {format.money.plain(line.unitPrice)}
            </span>
            <TakenOff line={line} figures={figures} />
          </span>
          {line.marks === undefined ? null : <LineMarksNote marks={line.marks} />}
        </button>
        {selected ? <ExplainAmount lineId={line.lineId} amount={format.money.plain(figures.worth)} /> : null}
      </div>
      {selected ? <LineActions line={line} /> : null}
    </li>
  );
}, showsTheSame);

/** A line's share of the sale discount moves with every scan; it is not shown here and draws nothing. */
function showsTheSame(before: SaleLineRowProps, after: SaleLineRowProps): boolean {
  const [one, other] = [before.figures, after.figures];
  return (
    before.line === after.line &&
    before.selected === after.selected &&
    (one === other ||
      (one.worth === other.worth &&
        one.lineDiscount === other.lineDiscount &&
        one.promotions.length === other.promotions.length &&
        one.promotions.every((each, place) => {
          const same = other.promotions[place];
          return each.promotion === same?.promotion && each.amount === same.amount;
        })))
  );
}

/** What promotions and the line's own discount took off. */
function TakenOff({ line, figures }: { line: SaleLine; figures: OpenLine }) {
  const format = useFormat();
  return (
    <span className="ml-auto grid text-right font-semibold text-brand">
      {figures.promotions.map(({ promotion, amount }) => (
        <span key={promotion.promotion_id}>
          {format.name(promotion.name)} <span className="whitespace-nowrap">{format.money.plain(`-${amount}`)}</span>
        </span>
      ))}
      {line.discount === null ? null : (
        <span>
          {discountText(line.discount, format)} {format.money.plain(`-${figures.lineDiscount}`)}
        </span>
      )}
    </span>
  );
}

/** On the chosen line the amount tells, when touched, how it comes about. This lies over it, large enough for a finger. */
function ExplainAmount({ lineId, amount }: { lineId: string; amount: string }) {
  const say = useSay();
  const open = useSellView((view) => view.open);
  return (
    <button
      type="button"
      aria-label={`${amount}, ${say('explain.open_line')}`}
      className="absolute top-0 right-0 h-12 w-24 rounded-tight hover:bg-brand-line/25"
      onClick={() => {
        open({ kind: 'explain', lineId });
      }}
    />
  );
}

/** "−5 %" for a percentage; an amount needs no second telling. */
function discountText(discount: Discount, format: Format): string {
  return discount.type === 'percentage' ? format.rate(new Decimal(discount.value).div(100).negated().toFixed()) : '';
}
