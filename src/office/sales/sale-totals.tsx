import type { TransactionDetail } from '#protocol/transaction.ts';
import { MoneyText } from '#ui/money-text.tsx';
import { useSay } from '../words/office-words.tsx';
import { decimalText } from './decimal-text.ts';

/** subtotal − discount + tax = total, as the receipt says it. */
export function SaleTotals({ sale }: { sale: TransactionDetail }) {
  const say = useSay();
  const { totals, discount } = sale;
  return (
    <dl className="grid gap-2 rounded-card border border-line bg-surface p-4">
      <Row name={say('sale.subtotal')} amount={totals.subtotal} />
      {totals.discount_amount === 0 ? null : <Row name={say('sale.discount')} amount={-totals.discount_amount} />}
      {discount === null ? null : (
        <Row name={say('sale.saleDiscount')} amount={-discount.discount_amount} look="pl-4 text-sm text-muted" />
      )}
      <Row name={say('sale.tax')} amount={totals.tax_amount} />
      <div className="mt-1 flex items-baseline justify-between gap-4 border-t border-line pt-3">
        <dt className="font-semibold">{say('sale.total')}</dt>
        <dd className="text-2xl font-bold">
          <MoneyText amount={decimalText(totals.total_amount)} full />
        </dd>
      </div>
    </dl>
  );
}

function Row({ name, amount, look = '' }: { name: string; amount: number; look?: string }) {
  return (
    <div className={`flex justify-between gap-4 ${look}`}>
      <dt>{name}</dt>
      <dd>
        <MoneyText amount={decimalText(amount)} />
      </dd>
    </div>
  );
}
