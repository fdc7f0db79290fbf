import { useFormat } from '#ui/format.tsx';
import { useSay } from '#ui/words/words.tsx';
import { Banners } from '../shell/banners.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { StatusPill } from '../shell/status-pill.tsx';
import { useDevice, useShelf } from '../till-context.tsx';

/** The open drawer session: what should lie in the drawer, and how it got there. */
export function CashScreen() {
  const say = useSay();
  const { money, moment } = useFormat();
  const drawer = useDevice((device) => device.drawer);
  const openedBy = useShelf(
    (shelf) => shelf.staff.find((person) => person.staff_id === drawer?.openedBy)?.name ?? drawer?.openedBy ?? '',
  );
  return (
    <main className="min-h-dvh min-w-0 flex-1">
      <PageHead title={say('cash.title')} aside={<StatusPill />} />
      <div className="mx-auto grid max-w-2xl gap-4 p-4">
        <Banners />
        {drawer === null ? (
          <p className="rounded-card border border-dashed border-line p-8 text-center text-muted">
            {say('cash.closed')}
          </p>
        ) : (
          <>
            <section className="rounded-card border border-line bg-surface p-6">
              <h2 className="text-muted">{say('cash.expected')}</h2>
              <p className="text-6xl leading-tight font-bold tracking-tight">{money.full(drawer.expectedCash)}</p>
              <p className="mt-1 text-muted">
                {say('cash.opened', { moment: moment(drawer.openedAt), name: openedBy })}
              </p>
            </section>
            <dl className="divide-y divide-line rounded-card border border-line bg-surface px-6 py-2">
              <Row name={say('cash.float')} value={money.plain(drawer.openingFloat)} />
              <Row name={say('cash.cash_sales')} value={money.plain(drawer.cashSales)} />
              <Row name={say('cash.sales')} value={String(drawer.salesCount)} />
            </dl>
          </>
        )}
      </div>
    </main>
  );
}

function Row({ name, value }: { name: string; value: string }) {
  return (
    <div className="flex items-baseline justify-between gap-4 py-3.5">
      <dt>{name}</dt>
      <dd className="text-xl font-bold">{value}</dd>
    </div>
  );
}
