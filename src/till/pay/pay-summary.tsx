import { type Amount, Decimal } from '#core/money/money.ts';
import type { OpenFigures } from '#core/pricing/priced-sale.ts';
import { MoneyText } from '#ui/money-text.tsx';
import { useSay } from '#ui/words/words.tsx';
import { discountByHand } from '../sell/discount-by-hand.ts';

/** How the total came about; at the foot, for when someone asks. */
export function PaySummary({ priced, rounding }: { priced: OpenFigures; rounding: Amount }) {
  const say = useSay();
  const byHand = discountByHand(priced);
  return (
    <dl className="mt-auto hidden gap-1.5 text-muted lg:grid short:hidden">
      <Row name={say('pay.subtotal')} amount={priced.subtotal} />
      {new Decimal(priced.promotions).isZero() ? null : (
        <Row name={say('sell.promotions')} amount={`-${priced.promotions}`} look="font-medium text-brand" />
      )}
      {new Decimal(byHand).isZero() ? null : (
        <Row name={say('sell.discounts')} amount={byHand} look="font-medium text-brand" />
      )}
      {priced.taxes
        .filter((tax) => !new Decimal(tax.amount).isZero())
        .map((tax) => (
          <Row key={`${tax.tax_id} ${String(tax.included)}`} name={tax.name} amount={tax.amount} />
        ))}
      {new Decimal(rounding).isZero() ? null : <Row name={say('pay.cash_rounding')} amount={rounding} />}
    </dl>
  );
}

function Row({ name, amount, look = '' }: { name: string; amount: string; look?: string }) {
  return (
    <div className={`flex justify-between gap-4 ${look}`}>
      <dt>{name}</dt>
      <dd>
        <MoneyText amount={amount} />
      </dd>
    </div>
  );
}
