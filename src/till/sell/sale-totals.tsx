import { Decimal } from '#core/money/money.ts';
import { useFormat } from '#ui/format.tsx';
import { MoneyText } from '#ui/money-text.tsx';
import { useSay } from '#ui/words/words.tsx';
import { useSale } from '../till-context.tsx';

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
  const taxes = priced.taxes.filter((tax) => !new Decimal(tax.amount).isZero());
  return (
    <dl className="text-[0.9375rem]">
      <Row name={say('sell.subtotal', { count: Number(priced.itemCount) })} amount={priced.subtotal} />
      {new Decimal(priced.discount).isZero() ? null : (
        <Row name={say('sell.discounts')} amount={`-${priced.discount}`} look="text-brand font-medium" />
      )}
      {taxes.map((tax) => (
        <Row key={`${tax.tax_id} ${String(tax.included)}`} name={tax.name} amount={tax.amount} />
      ))}
      <div className="mt-1 flex items-baseline justify-between gap-4">
        <dt className="text-lg">{say('sell.total')}</dt>
        <dd className="text-[2.5rem] leading-none font-bold tracking-tight">
          <MoneyText amount={priced.total} />
        </dd>
      </div>
    </dl>
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
