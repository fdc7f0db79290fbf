import { CircleCheck, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { type LedgerOfTransaction, ledgerOfTransaction } from '#protocol/transaction.ts';
import { MoneyText } from '#ui/money-text.tsx';
import { type Column, DataTable } from '../frame/data-table.tsx';
import { Disclosure } from '../frame/disclosure.tsx';
import { ShownAnswer } from '../frame/shown-answer.tsx';
import { useRead } from '../session/session.tsx';
import { type OfficeSay, useSay } from '../words/office-words.tsx';
import { isBalanced, type LedgerRow, ledgerRows, type OffsetRow } from './ledger-rows.ts';

/** What the sale wrote into the books, and which payment went to which debit. */
export function SaleLedger({ path }: { path: string }) {
  const { asked, again } = useRead(path, ledgerOfTransaction);
  return (
    <ShownAnswer asked={asked} again={again}>
      {(ledger) => <Books ledger={ledger} />}
    </ShownAnswer>
  );
}

function Books({ ledger }: { ledger: LedgerOfTransaction }) {
  const say = useSay();
  const { entries, offsets } = ledgerRows(ledger);
  return (
    <>
      <DataTable
        caption={say('sale.ledger')}
        columns={entryColumns(say)}
        rows={entries}
        rowKey={(entry) => String(entry.number)}
      />
      <BalanceLine balance={ledger.balance} />
      <Disclosure label={say('sale.offsets')}>
        <p className="mb-3 text-sm text-muted">{say('sale.offsetsLead')}</p>
        <DataTable
          caption={say('sale.offsets')}
          columns={offsetColumns(say)}
          rows={offsets}
          rowKey={(offset) => offset.key}
        />
      </Disclosure>
    </>
  );
}

function BalanceLine({ balance }: { balance: string }) {
  const say = useSay();
  const balanced = isBalanced(balance);
  const Sign = balanced ? CircleCheck : TriangleAlert;
  return (
    <p className={`mt-3 flex items-center justify-end gap-2 px-4 ${balanced ? 'text-brand' : 'text-bad'}`}>
      <Sign aria-hidden="true" className="size-5" />
      <span>
        {say('sale.balance')}{' '}
        <strong>
          <MoneyText amount={balance} />
        </strong>
        {', '}
        {balanced ? say('sale.balanced') : say('sale.notBalanced')}
      </span>
    </p>
  );
}

function entryColumns(say: OfficeSay): Column<LedgerRow>[] {
  return [
    { key: 'number', head: say('sale.entry'), card: 'line', cell: (entry) => entry.number },
    { key: 'type', head: say('sale.type'), card: 'title', cell: (entry) => <strong>{entry.type}</strong> },
    {
      key: 'description',
      head: say('sale.description'),
      card: 'line',
      cell: (entry) => (entry.type === 'CASH_ROUNDING' ? say('sale.cashRounding') : entry.description),
    },
    { key: 'debit', head: say('sale.debit'), card: 'line', figure: true, cell: (entry) => figureOf(entry.debit) },
    {
      key: 'credit',
      head: say('sale.credit'),
      card: 'line',
      figure: true,
      cell: (entry) => figureOf(entry.credit),
    },
  ];
}

function offsetColumns(say: OfficeSay): Column<OffsetRow>[] {
  const numberOf = (number: number | null) =>
    number === null ? null : say('sale.entryNumber', { number: String(number) });
  return [
    {
      key: 'step',
      head: say('sale.step'),
      card: 'title',
      cell: (offset) => (offset.type === 'CREATE' ? say('sale.created') : say('sale.applied')),
    },
    { key: 'debit', head: say('sale.debitEntry'), card: 'line', cell: (offset) => numberOf(offset.debit) },
    { key: 'credit', head: say('sale.creditEntry'), card: 'line', cell: (offset) => numberOf(offset.credit) },
    {
      key: 'amount',
      head: say('sale.amount'),
      card: 'figure',
      figure: true,
      cell: (offset) => <MoneyText amount={offset.amount} />,
    },
  ];
}

function figureOf(amount: string | null): ReactNode {
  return amount === null ? null : <MoneyText amount={amount} />;
}
