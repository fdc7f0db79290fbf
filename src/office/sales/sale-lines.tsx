import type { TransactionDetail } from '#protocol/transaction.ts';
import { type Format, useFormat } from '#ui/format.tsx';
import { MoneyText } from '#ui/money-text.tsx';
import { type Column, DataTable } from '../frame/data-table.tsx';
import { type OfficeSay, useSay } from '../words/office-words.tsx';
import { decimalText } from './decimal-text.ts';

type Item = TransactionDetail['items'][number];

export function SaleLines({ items }: { items: readonly Item[] }) {
  const say = useSay();
  const columns = columnsOf(say, useFormat());
  return <DataTable caption={say('sale.lines')} columns={columns} rows={items} rowKey={(item) => item.item_id} />;
}

function columnsOf(say: OfficeSay, format: Format): Column<Item>[] {
  const quantity = new Intl.NumberFormat(format.locale, { maximumFractionDigits: 3 });
  return [
    { key: 'product', head: say('sale.product'), card: 'title', cell: (item) => <ProductCell item={item} /> },
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

function ProductCell({ item }: { item: Item }) {
  return (
    <>
      <span className="block font-semibold">{item.product_name}</span>
      <span className="block text-sm text-muted proportional-nums">
        {[item.sku, item.barcode].filter(Boolean).join(' · ')}
      </span>
    </>
  );
}
