import { RotateCw } from 'lucide-react';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { button } from '#ui/button.ts';
import { useFormat } from '#ui/format.tsx';
import { Empty } from '../frame/empty.tsx';
import { Page } from '../frame/page.tsx';
import { ProblemNotice } from '../frame/problem-notice.tsx';
import { ShownAnswer } from '../frame/shown-answer.tsx';
import { useSay } from '../words/office-words.tsx';
import { decimalText } from './decimal-text.ts';
import { SalesFilters } from './sales-filters.tsx';
import { addressOfQuery, EVERY_SALE, queryOfAddress, type SalesQuery } from './sales-query.ts';
import { SalesTable } from './sales-table.tsx';
import { type SalesRead, useSales } from './use-sales.ts';

/** Every sale the server holds, newest first, by business date and register. */
export function SalesPage() {
  const say = useSay();
  const [address, setAddress] = useSearchParams();
  const query = useMemo(() => queryOfAddress(address), [address]);
  const { asked, again } = useSales(query);
  const choose = (chosen: SalesQuery) => {
    setAddress(addressOfQuery(chosen), { replace: true });
  };
  const refresh = (
    <button type="button" className={button.plain} onClick={again}>
      <RotateCw aria-hidden="true" className="size-5" />
      <span className="max-sm:sr-only">{say('sales.refresh')}</span>
    </button>
  );
  return (
    <Page title={say('sales.title')} lead={say('sales.lead')} action={refresh}>
      <SalesFilters query={query} onChoose={choose} />
      <ShownAnswer asked={asked} again={again}>
        {(read) =>
          read.sales.length === 0 ? (
            <NoSales
              query={query}
              onClear={() => {
                choose(EVERY_SALE);
              }}
            />
          ) : (
            <SalesFound read={read} />
          )
        }
      </ShownAnswer>
    </Page>
  );
}

function SalesFound({ read }: { read: SalesRead }) {
  const say = useSay();
  return (
    <>
      <SummaryLine summary={read.summary} />
      <SalesTable sales={read.sales} />
      <div className="mt-4 grid justify-items-center gap-3">
        {read.moreProblem === null ? null : <ProblemNotice problem={read.moreProblem} />}
        {read.more === null ? null : (
          // It stays enabled while it works, so that the keyboard does not lose its place.
          <button
            type="button"
            className={button.plain}
            aria-disabled={read.moreBusy}
            onClick={read.moreBusy ? undefined : read.more}
          >
            {read.moreBusy ? say('sales.moreBusy') : say('sales.more')}
          </button>
        )}
        <output className="text-sm text-muted">
          {say('sales.shown', {
            shown: String(read.sales.length),
            total: String(read.summary.total_transactions),
          })}
        </output>
      </div>
    </>
  );
}

function SummaryLine({ summary }: { summary: SalesRead['summary'] }) {
  const say = useSay();
  const { money } = useFormat();
  return (
    <output className="mb-3 flex flex-wrap gap-x-5 gap-y-1">
      <strong>{say('sales.summary', { count: summary.total_transactions })}</strong>
      <span>{say('sales.turnover', { amount: money.full(decimalText(summary.total_sales)) })}</span>
      <span className="text-muted">
        {say('sales.average', { amount: money.full(decimalText(summary.average_ticket)) })}
      </span>
    </output>
  );
}

function NoSales({ query, onClear }: { query: SalesQuery; onClear: () => void }) {
  const say = useSay();
  if (Object.values(query).every((wish) => wish === null)) {
    return <Empty title={say('sales.emptyTitle')} hint={say('sales.emptyHint')} />;
  }
  const clear = (
    <button type="button" className={button.plain} onClick={onClear}>
      {say('sales.clear')}
    </button>
  );
  return <Empty title={say('sales.noneTitle')} hint={say('sales.noneHint')} action={clear} />;
}
