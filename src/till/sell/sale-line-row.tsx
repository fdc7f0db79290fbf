import { memo, type ReactNode, useEffect, useRef } from 'react';
import { Decimal } from '#core/money/money.ts';
import type { OpenLine } from '#core/pricing/priced-sale.ts';
import type { Discount, SaleLine } from '#core/sale/sale.ts';
import { type Format, useFormat } from '#ui/format.tsx';
import { useSay } from '#ui/words/words.tsx';
import { useTill } from '../till-context.tsx';
import { LineActions } from './line-actions.tsx';
import { PastDateNote } from './past-date-note.tsx';
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
  const amount = <LineAmount line={line} figures={figures} selected={selected} />;
  return (
    <li
      ref={row}
      className={`animate-arrive paint-when-seen rounded-tight ${selected ? 'bg-brand-soft' : 'not-last:after:mx-2 not-last:after:block not-last:after:border-b not-last:after:border-line'}`}
    >
      <div className="flex items-stretch">
        <button
          type="button"
          aria-expanded={selected}
          onClick={() => {
            desk.select(selected ? null : line.lineId);
          }}
          className={`flex min-w-0 flex-1 gap-3 rounded-tight py-2.5 pl-2 text-left ${selected ? 'hover:bg-brand-line/25' : 'pr-2 hover:bg-sunken/60'}`}
        >
          <span className="flex min-w-0 flex-1 flex-col justify-between gap-0.5">
            <span className="leading-snug font-semibold text-pretty wrap-anywhere">
              {format.name(line.product.name)}
            </span>
            <span className="text-sm text-muted">
              {format.quantity(line.quantity, line.product.unit)}
              {unit} × {format.money.plain(line.unitPrice)}
            </span>
            <PastDateNote marks={line.marks} />
          </span>
          {selected ? null : amount}
        </button>
        {selected ? <AmountButton lineId={line.lineId}>{amount}</AmountButton> : null}
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

/** What the line comes to, and what was taken off it on the way. */
function LineAmount({ line, figures, selected }: { line: SaleLine; figures: OpenLine; selected: boolean }) {
  const format = useFormat();
  return (
    <span
      className={`flex flex-col justify-between gap-0.5 text-right ${selected ? 'min-w-0' : 'max-w-[60%] shrink-0'}`}
    >
      <span
        className={`leading-snug font-bold ${selected ? 'underline decoration-dotted decoration-1 underline-offset-4' : ''}`}
      >
        {format.money.plain(figures.worth)}
      </span>
      <span className="flex flex-col text-sm font-semibold text-brand">
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
    </span>
  );
}

/** On the chosen line the amount tells, when touched, how it comes about. */
function AmountButton({ lineId, children }: { lineId: string; children: ReactNode }) {
  const say = useSay();
  const open = useSellView((view) => view.open);
  return (
    <button
      type="button"
      className="flex max-w-[60%] min-w-12 shrink-0 justify-end rounded-tight py-2.5 pr-2 pl-3 hover:bg-brand-line/25"
      onClick={() => {
        open({ kind: 'explain', lineId });
      }}
    >
      {children}
      <span className="sr-only">{say('explain.open_line')}</span>
    </button>
  );
}

/** "−5 %" for a percentage; an amount needs no second telling. */
function discountText(discount: Discount, format: Format): string {
  return discount.type === 'percentage' ? format.rate(new Decimal(discount.value).div(100).negated().toFixed()) : '';
}
