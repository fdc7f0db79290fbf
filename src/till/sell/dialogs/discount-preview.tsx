import { type Amount, Decimal, sumAmounts } from '#core/money/money.ts';
import { priceOpenSale } from '#core/pricing/price-open-sale.ts';
import { applySaleEvent } from '#core/sale/apply-sale-event.ts';
import type { Discount, Sale } from '#core/sale/sale.ts';
import { useFormat } from '#ui/format.tsx';
import { useSay } from '#ui/words/words.tsx';
import { useShelf } from '../../till-context.tsx';

interface DiscountPreviewProps {
  sale: Sale;
  lineId: string | null;
  /** As typed; anything that is not yet a discount shows the sale as it is. */
  discount: Discount;
}

/** The sale before and after the discount, priced by the same rules that will price it. */
export function DiscountPreview({ sale, lineId, discount }: DiscountPreviewProps) {
  const say = useSay();
  const { money } = useFormat();
  const book = useShelf((shelf) => shelf.index?.priceBook);
  if (book === undefined) {
    return null;
  }
  const price = priceOpenSale(sale, book, null);
  const now = price.figures;
  const wished = isDiscount(discount.value)
    ? applySaleEvent(
        sale,
        lineId === null ? { type: 'sale.discounted', discount } : { type: 'line.discounted', lineId, discount },
      )
    : sale;
  const after = priceOpenSale(wished, book, price).figures;
  const taken = sumAmounts([after.discount, `-${now.discount}`], sale.currency);
  return (
    <dl className="grid gap-1.5 rounded-card bg-sunken px-4 py-3">
      <Row name={say('discount.now')} value={money.plain(now.total)} />
      <Row name={say('sell.discount')} value={money.plain(negated(taken))} look="text-brand" />
      <Row name={say('discount.after')} value={money.plain(after.total)} look="font-bold" />
    </dl>
  );
}

function Row({ name, value, look = '' }: { name: string; value: string; look?: string }) {
  return (
    <div className={`flex justify-between gap-4 ${look}`}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** What the new discount takes off beside the old one, as a figure of the sale; less than before is a gain. */
function negated(amount: Amount): Amount {
  if (new Decimal(amount).isZero()) {
    return amount;
  }
  return amount.startsWith('-') ? amount.slice(1) : `-${amount}`;
}

function isDiscount(typed: string): boolean {
  return /^\d{1,6}(\.\d{1,4})?$/.test(typed);
}
