import type { TransactionDetail } from '#protocol/transaction.ts';
import { type Format, useFormat } from '#ui/format.tsx';
import { MoneyText } from '#ui/money-text.tsx';
import { type OfficeSay, useSay } from '../words/office-words.tsx';
import { decimalText } from './decimal-text.ts';
import { methodWords } from './method-words.ts';

type Payment = TransactionDetail['payments'][number];

export function SaleTenders({ payments }: { payments: readonly Payment[] }) {
  const say = useSay();
  const format = useFormat();
  return (
    <ul className="grid gap-3 rounded-card border border-line bg-surface p-4">
      {payments.map((payment) => (
        <li key={payment.payment_id} className="flex items-baseline justify-between gap-4">
          <span className="min-w-0">
            <span className="block font-semibold">{methodWords([payment.payment_method], say)}</span>
            <span className="block text-sm text-muted">{particularsOf(payment, say, format).join(' · ')}</span>
          </span>
          <span className="font-semibold">
            <MoneyText amount={decimalText(payment.amount)} />
          </span>
        </li>
      ))}
    </ul>
  );
}

/** What else is known of a tender, in words. */
function particularsOf(payment: Payment, say: OfficeSay, { money }: Format): string[] {
  const amountIn = (amount: number) => ({ amount: money.plain(decimalText(amount)) });
  return [
    payment.received === undefined ? null : say('sale.received', amountIn(payment.received)),
    payment.change_due === undefined ? null : say('sale.change', amountIn(payment.change_due)),
    payment.card_last4 === undefined ? null : say('sale.cardEnding', { last4: payment.card_last4 }),
    payment.authorization_code === undefined ? null : say('sale.authorization', { code: payment.authorization_code }),
    payment.reference === undefined ? null : say('sale.reference', { code: payment.reference }),
  ].filter((text) => text !== null);
}
