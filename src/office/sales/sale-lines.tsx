import type { PricingOfTransaction, TransactionDetail } from '#protocol/transaction.ts';
import { type Format, useFormat } from '#ui/format.tsx';
import { MoneyText } from '#ui/money-text.tsx';
import { type Column, DataTable } from '../frame/data-table.tsx';
import { type OfficeSay, useSay } from '../words/office-words.tsx';
import { decimalText } from './decimal-text.ts';
import { type LinePromotion, linePromotions } from './line-promotions.ts';

type Item = TransactionDetail['items'][number];

interface SaleLinesProps {
  items: readonly Item[];
  pricing: PricingOfTransaction;
}

export function SaleLines({ items, pricing }: SaleLinesProps) {
  const say = useSay();
  const promotions = linePromotions(pricing);
  const product: Column<Item> = {
    key: 'product',
    head: say('sale.product'),
    card: 'title',
    cell: (item) => <ProductCell item={item} promotions={promotions.get(item.item_id) ?? []} />,
  };
  const columns = [product, ...figureColumns(say, useFormat())];
  return <DataTable caption={say('sale.lines')} columns={columns} rows={items} rowKey={(item) => item.item_id} />;
}

function figureColumns(say: OfficeSay, format: Format): Column<Item>[] {
  const quantity = new Intl.NumberFormat(format.locale, { maximumFractionDigits: 3 });
  return [
    {
      key: 'quantity',
      head: say('sale.quantity'),
      card: 'line',
      figure: true,
      cell: (item) => quantity.format(item.quantity),
    },
    moneyColumn('price', say('sale.unitPrice'), (item) => item.unit_price),
    moneyColumn('discount', say('sale.discount'), (item) => -item.discount_amount),
    moneyColumn('tax', say('sale.tax'), (item) => item.tax_amount),
    {
      key: 'total',
      head: say('sale.total'),
      card: 'figure',
      figure: true,
      cell: (item) => (
        <strong className="font-semibold">
          <MoneyText amount={decimalText(item.total)} />
        </strong>
      ),
    },
  ];
}

function moneyColumn(key: string, head: string, of: (item: Item) => number): Column<Item> {
  return { key, head, card: 'line', figure: true, cell: (item) => zeroAsNothing(of(item)) };
}

/** What is not there needs no figure. */
function zeroAsNothing(amount: number) {
  return amount === 0 ? null : <MoneyText amount={decimalText(amount)} />;
}

function ProductCell({ item, promotions }: { item: Item; promotions: readonly LinePromotion[] }) {
  return (
    <>
      <span className="block font-semibold wrap-anywhere">{item.product_name}</span>
      <span className="block text-sm text-muted proportional-nums">
        {[item.sku, item.barcode].filter(Boolean).join(' · ')}
      </span>
      {promotions.map(({ promotionId, name, amount }) => (
        <span key={promotionId} className="block text-sm font-medium text-brand">
          {name} · <MoneyText amount={`-${amount}`} />
        </span>
      ))}
    </>
  );
}
