import { Decimal } from '#core/money/money.ts';
import type { PricingOfTransaction, TransactionDetail } from '#protocol/transaction.ts';
import { MoneyText } from '#ui/money-text.tsx';
import { useSay } from '../words/office-words.tsx';
import { decimalText } from './decimal-text.ts';

interface SaleTotalsProps {
  sale: TransactionDetail;
  pricing: PricingOfTransaction;
}

/** subtotal − discount + tax = total, as the receipt says it, and what was paid where cash was rounded. */
export function SaleTotals({ sale, pricing }: SaleTotalsProps) {
  const say = useSay();
  const { totals, discount } = sale;
  const total = decimalText(totals.total_amount);
  const rounding = pricing.cash_rounding_amount;
  return (
    <dl className="grid gap-2 rounded-card border border-line bg-surface p-4">
      <Row name={say('sale.subtotal')} amount={decimalText(totals.subtotal)} />
      {totals.discount_amount === 0 ? null : (
        <Row name={say('sale.discount')} amount={decimalText(-totals.discount_amount)} />
      )}
      {pricing.promotions.map(({ promotion_id: id, name, amount }) => (
        <Row key={id} name={name} amount={`-${amount}`} look={PART_OF_IT} />
      ))}
      {discount === null ? null : (
        <Row name={say('sale.saleDiscount')} amount={decimalText(-discount.discount_amount)} look={PART_OF_IT} />
      )}
      <Row name={say('sale.tax')} amount={decimalText(totals.tax_amount)} />
      <div className="mt-1 flex items-baseline justify-between gap-4 border-t border-line pt-3">
        <dt className="font-semibold">{say('sale.total')}</dt>
        <dd className="text-2xl font-bold">
          <MoneyText amount={total} full />
        </dd>
      </div>
      {rounding === null ? null : (
        <>
          <Row name={say('sale.cashRounding')} amount={rounding} />
          <Row name={say('sale.paid')} amount={new Decimal(total).plus(rounding).toFixed()} />
        </>
      )}
    </dl>
  );
}

const PART_OF_IT = 'pl-4 text-sm text-muted';

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
