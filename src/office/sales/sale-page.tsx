import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import {
  type PricingOfTransaction,
  pricingOfTransaction,
  type TransactionDetail,
  transactionDetail,
} from '#protocol/transaction.ts';
import { button } from '#ui/button.ts';
import { FormatProvider, useFormat } from '#ui/format.tsx';
import { Page, Part } from '../frame/page.tsx';
import { ShownAnswer } from '../frame/shown-answer.tsx';
import { useRead, useSession } from '../session/session.tsx';
import { useSay, useSpoken } from '../words/office-words.tsx';
import { SaleLedger } from './sale-ledger.tsx';
import { SaleLines } from './sale-lines.tsx';
import { SaleTenders } from './sale-tenders.tsx';
import { SaleTotals } from './sale-totals.tsx';
import { StatusMark } from './status-mark.tsx';

/** One sale with everything the server knows of it. */
export function SalePage() {
  const say = useSay();
  const { transactionId = '' } = useParams();
  const path = `/api/v1/pos/transactions/${encodeURIComponent(transactionId)}`;
  const { asked, again } = useRead(path, transactionDetail);
  const pricing = useRead(`${path}/pricing`, pricingOfTransaction);
  const number = asked.phase === 'ready' ? asked.data.transaction_number : '';
  const back = (
    <Link to="/sales" className={`${button.quiet} -ml-3 mb-2`}>
      <ArrowLeft aria-hidden="true" className="size-5" />
      {say('sale.back')}
    </Link>
  );
  return (
    <Page title={say('sale.title', { number })} back={back}>
      <ShownAnswer asked={asked} again={again}>
        {(sale) => (
          <SaleFormat sale={sale}>
            <Facts sale={sale} />
            <ShownAnswer asked={pricing.asked} again={pricing.again}>
              {(priced) => <Figures sale={sale} pricing={priced} />}
            </ShownAnswer>
            <Part title={say('sale.ledger')} lead={say('sale.ledgerLead')}>
              <SaleLedger path={`${path}/ledger`} />
            </Part>
          </SaleFormat>
        )}
      </ShownAnswer>
    </Page>
  );
}

function Figures({ sale, pricing }: { sale: TransactionDetail; pricing: PricingOfTransaction }) {
  const say = useSay();
  return (
    <>
      <Part title={say('sale.lines')}>
        <SaleLines items={sale.items} pricing={pricing} />
      </Part>
      <div className="grid gap-x-6 md:grid-cols-2">
        <Part title={say('sale.totals')}>
          <SaleTotals sale={sale} pricing={pricing} />
        </Part>
        <Part title={say('sale.tenders')}>
          <SaleTenders payments={sale.payments} />
        </Part>
      </div>
    </>
  );
}

/** Money in the sale's currency, times as they were on its local's wall. */
function SaleFormat({ sale, children }: { sale: TransactionDetail; children: ReactNode }) {
  const { language } = useSpoken();
  const { person } = useSession();
  const local = person.locals.find((each) => each.local_id === sale.local_id) ?? person.locals[0];
  return (
    <FormatProvider language={language} currency={sale.totals.currency} timeZone={local?.time_zone}>
      {children}
    </FormatProvider>
  );
}

function Facts({ sale }: { sale: TransactionDetail }) {
  const say = useSay();
  const { moment } = useFormat();
  const { person } = useSession();
  const local = person.locals.find((each) => each.local_id === sale.local_id);
  const instant = sale.completed_at ?? sale.created_at;
  const facts = [
    { name: say('sale.when'), value: <time dateTime={instant}>{moment(instant)}</time> },
    { name: say('sale.cashier'), value: sale.cashier.name },
    { name: say('sale.customer'), value: sale.customer?.name ?? say('sale.noCustomer') },
    { name: say('sale.local'), value: local?.name ?? sale.local_id },
    { name: say('sale.id'), value: <span className="text-sm break-all proportional-nums">{sale.transaction_id}</span> },
  ];
  return (
    <>
      <StatusMark status={sale.status} />
      <dl className="grid grid-cols-1 gap-x-6 gap-y-3 rounded-card border border-line bg-surface p-4 sm:grid-cols-2 lg:grid-cols-3">
        {facts.map(({ name, value }) => (
          <div key={name} className="min-w-0">
            <dt className="text-sm text-muted">{name}</dt>
            <dd className="font-medium wrap-break-word">{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
