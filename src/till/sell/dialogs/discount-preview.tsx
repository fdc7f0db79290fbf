import { type Amount, Decimal, sumAmounts } from '#core/money/money.ts';
import { linesAtFloor } from '#core/pricing/lines-at-floor.ts';
import { type OpenPrice, priceOpenSale } from '#core/pricing/price-open-sale.ts';
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
  const priceAfter = priceOpenSale(wished, book, price);
  const after = priceAfter.figures;
  const taken = sumAmounts([after.discount, `-${now.discount}`], sale.currency);
  return (
    <div className="rounded-card bg-sunken px-4 py-3">
      <dl className="grid gap-1.5">
        <Row name={say('discount.now')} value={money.plain(now.total)} />
        <Row name={say('sell.discount')} value={money.plain(negated(taken))} look="text-brand" />
        <Row name={say('discount.after')} value={money.plain(after.total)} look="font-bold" />
      </dl>
      {wished === sale ? null : <HeldAtFloor price={priceAfter} lineId={lineId} />}
    </div>
  );
}

/** Says where a discount takes less off than was wished, because goods may not be sold for less. */
function HeldAtFloor({ price, lineId }: { price: OpenPrice; lineId: string | null }) {
  const say = useSay();
  const { money } = useFormat();
  const held = linesAtFloor(price).map(({ figures }) => figures.start.line);
  const line = held.find((each) => each.lineId === lineId);
  let text = '';
  if (line?.product.minimumPrice !== undefined) {
    text = say('discount.held', { price: money.plain(line.product.minimumPrice) });
  } else if (lineId === null && held.length > 0) {
    const all = held.length === price.ends.length;
    text = all ? say('discount.held_all') : say('discount.held_some', { count: held.length });
  }
  return text === '' ? null : <p className="mt-2 text-sm font-medium text-warn">{text}</p>;
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
