import { useMemo } from 'react';
import { Link } from 'react-router';
import { type Format, useFormat } from '#ui/format.tsx';
import { moneyFormat } from '#ui/money-format.ts';
import { type Column, DataTable } from '../frame/data-table.tsx';
import { type OfficeSay, useSay } from '../words/office-words.tsx';
import { decimalText } from './decimal-text.ts';
import { methodWords } from './method-words.ts';
import { StatusMark } from './status-mark.tsx';
import type { SaleNode } from './use-sales.ts';

export function SalesTable({ sales }: { sales: readonly SaleNode[] }) {
  const say = useSay();
  const format = useFormat();
  const columns = useMemo(() => columnsOf(say, format), [say, format]);
  return (
    <DataTable caption={say('sales.title')} columns={columns} rows={sales} rowKey={(sale) => sale.transaction_id} />
  );
}

function columnsOf(say: OfficeSay, format: Format): Column<SaleNode>[] {
  return [
    { key: 'number', head: say('sales.number'), card: 'title', cell: (sale) => <SaleLink sale={sale} /> },
    {
      key: 'when',
      head: say('sales.when'),
      card: 'title',
      cell: (sale) => (
        <time
          dateTime={sale.completed_at ?? sale.created_at}
          className="whitespace-nowrap max-md:text-sm max-md:text-muted"
        >
          {format.moment(sale.completed_at ?? sale.created_at)}
        </time>
      ),
    },
    { key: 'cashier', head: say('sales.cashier'), card: 'line', cell: (sale) => sale.cashier.name },
    {
      key: 'paid',
      head: say('sales.paidBy'),
      card: 'line',
      cell: (sale) =>
        methodWords(
          sale.payments.map((payment) => payment.payment_method),
          say,
        ).join(' + '),
    },
    {
      key: 'items',
      head: say('sales.items'),
      card: 'line',
      figure: true,
      cell: (sale) => new Intl.NumberFormat(format.locale).format(sale.items_count),
    },
    {
      key: 'total',
      head: say('sales.total'),
      card: 'figure',
      figure: true,
      cell: (sale) => (
        <span className="font-semibold whitespace-nowrap">
          {moneyFormat(format.locale, sale.currency).full(decimalText(sale.total_amount))}
        </span>
      ),
    },
  ];
}

/** The number leads to the sale; its touch covers the whole row or card. */
function SaleLink({ sale }: { sale: SaleNode }) {
  return (
    <span className="flex flex-wrap items-center gap-2">
      <Link
        to={`/sales/${encodeURIComponent(sale.transaction_id)}`}
        className="-my-3 inline-flex min-h-12 items-center font-semibold proportional-nums after:absolute after:inset-0"
      >
        {sale.transaction_number}
      </Link>
      <StatusMark status={sale.status} />
    </span>
  );
}
