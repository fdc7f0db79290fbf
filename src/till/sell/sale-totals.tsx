import { Info } from 'lucide-react';
import { Decimal } from '#core/money/money.ts';
import { button } from '#ui/button.ts';
import { useFormat } from '#ui/format.tsx';
import { MoneyText } from '#ui/money-text.tsx';
import { useSay } from '#ui/words/words.tsx';
import { useSale } from '../till-context.tsx';
import { discountByHand } from './discount-by-hand.ts';
import { useSellView } from './sell-view.ts';

/** Subtotal, discounts and taxes as small rows, and the total as the largest figure of the screen. */
export function SaleTotals() {
  const say = useSay();
  const { money } = useFormat();
  const priced = useSale((state) => state.priced);
  const zero = useSale((state) => state.priced === null || state.priced.lines.length === 0);
  if (priced === null || zero) {
    return (
      <p className="flex items-baseline justify-between">
        <span className="text-lg">{say('sell.total')}</span>
        <span className="text-[2.5rem] leading-none font-bold text-muted">{money.plain('0.00')}</span>
      </p>
    );
  }
  const byHand = discountByHand(priced);
  const taxes = priced.taxes.filter((tax) => !new Decimal(tax.amount).isZero());
  return (
    <dl className="text-[0.9375rem]">
      <Row name={say('sell.subtotal', { count: Number(priced.itemCount) })} amount={priced.subtotal} />
      {new Decimal(priced.promotions).isZero() ? null : (
        <Row name={say('sell.promotions')} amount={`-${priced.promotions}`} look="text-brand font-medium" />
      )}
      {new Decimal(byHand).isZero() ? null : (
        <Row name={say('sell.discounts')} amount={byHand} look="text-brand font-medium" />
      )}
      {taxes.map((tax) => (
        <Row key={`${tax.tax_id} ${String(tax.included)}`} name={tax.name} amount={tax.amount} />
      ))}
      <div className="mt-1 flex items-baseline justify-between gap-4">
        <dt className="flex items-center text-lg">
          {say('sell.total')}
          <ExplainButton />
        </dt>
        <dd className="text-[2.5rem] leading-none font-bold tracking-tight">
          <MoneyText amount={priced.total} />
        </dd>
      </div>
    </dl>
  );
}

/** Tells how the total comes about. Its touch reaches beyond what is seen of it, so that the rows stay close. */
function ExplainButton() {
  const say = useSay();
  const open = useSellView((view) => view.open);
  return (
    <button
      type="button"
      className={`${button.quiet} -my-3 w-12 px-0 text-muted`}
      aria-label={say('explain.open')}
      title={say('explain.open')}
      onClick={() => {
        open({ kind: 'explain', lineId: null });
      }}
    >
      <Info aria-hidden="true" className="size-5" />
    </button>
  );
}

function Row({ name, amount, look = 'text-muted' }: { name: string; amount: string; look?: string }) {
  return (
    <div className={`flex justify-between gap-4 py-px short:hidden ${look}`}>
      <dt>{name}</dt>
      <dd>
        <MoneyText amount={amount} />
      </dd>
    </div>
  );
}
