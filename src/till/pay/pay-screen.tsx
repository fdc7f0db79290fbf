import { ArrowLeft } from 'lucide-react';
import { useState } from 'react';
import type { TenderMethod } from '#core/catalogue/catalogue.ts';
import { Decimal } from '#core/money/money.ts';
import type { OpenFigures } from '#core/pricing/priced-sale.ts';
import type { Sale } from '#core/sale/sale.ts';
import { type Settlement, settleTenders } from '#core/tender/settle-tenders.ts';
import { button } from '#ui/button.ts';
import { useFormat } from '#ui/format.tsx';
import { Kbd } from '#ui/kbd.tsx';
import { useKeys } from '#ui/use-keys.ts';
import { useSay } from '#ui/words/words.tsx';
import { HeardNotice } from '../shell/heard-notice.tsx';
import { useSale, useShelf, useTill } from '../till-context.tsx';
import { CardPane } from './card-pane.tsx';
import { CashPane } from './cash-pane.tsx';
import { PaidPane } from './paid-pane.tsx';
import { PaySummary } from './pay-summary.tsx';
import { ReferencePane } from './reference-pane.tsx';
import { ScannedNotice } from './scanned-notice.tsx';
import { TenderList } from './tender-list.tsx';

/** From what is left to pay to the sale written down. */
export function PayScreen() {
  const sale = useSale((state) => state.sale);
  const priced = useSale((state) => state.priced);
  if (sale === null || priced === null) {
    return null;
  }
  return <Paying sale={sale} priced={priced} />;
}

function Paying({ sale, priced }: { sale: Sale; priced: OpenFigures }) {
  const say = useSay();
  const { money } = useFormat();
  const { desk } = useTill();
  const cashRounding = useShelf((shelf) => shelf.index?.catalogue.policy.cash_rounding);
  const settlement = settleTenders({ total: priced.total, currency: sale.currency, cashRounding }, sale.tenders);

  useKeys({
    Escape: () => {
      desk.backToSale();
      return true;
    },
  });

  return (
    <main className="grid min-h-dvh flex-1 lg:h-dvh lg:grid-cols-[minmax(20rem,25rem)_minmax(0,1fr)] 2xl:grid-cols-[30rem_minmax(0,1fr)]">
      <section
        aria-label={say('pay.sale')}
        className="flex min-h-0 flex-col gap-3 border-line bg-surface p-4 lg:gap-5 lg:border-r lg:p-6"
      >
        <div className="flex flex-row-reverse items-center justify-between gap-4 lg:flex-col lg:items-start lg:gap-5">
          <button
            type="button"
            className={`${button.plain} max-lg:px-3 max-lg:text-sm`}
            aria-keyshortcuts="Escape"
            onClick={desk.backToSale}
          >
            <ArrowLeft aria-hidden="true" className="size-5" />
            {say('pay.back')}
            <Kbd>Esc</Kbd>
          </button>
          <div aria-live="polite" aria-atomic="true" className="min-w-0">
            <h1 className="text-muted">{say('pay.left')}</h1>
            <p className="text-4xl leading-tight font-bold tracking-tight lg:text-[4rem]">
              {money.full(settlement.left)}
            </p>
            <p className="text-sm text-muted lg:text-base">
              {say('pay.of', { total: money.full(priced.total), count: Number(priced.itemCount) })}
            </p>
          </div>
        </div>
        <TenderList payments={settlement.payments} />
        <PaySummary priced={priced} rounding={settlement.rounding} />
      </section>
      <section
        aria-label={say('pay.how')}
        className="flex min-h-0 flex-col gap-3 p-4 lg:gap-4 lg:overflow-y-auto lg:p-6"
      >
        <HeardNotice />
        <ScannedNotice />
        <HowToPay sale={sale} settlement={settlement} />
      </section>
    </main>
  );
}

function HowToPay({ sale, settlement }: { sale: Sale; settlement: Settlement }) {
  const say = useSay();
  const methods = useShelf((shelf) => shelf.index?.catalogue.policy.tender_methods ?? NO_METHODS);
  const [method, setMethod] = useState<TenderMethod>('cash');
  if (new Decimal(settlement.left).isZero()) {
    return <PaidPane settlement={settlement} />;
  }
  const pane = { left: settlement.left, currency: sale.currency };
  return (
    <>
      <fieldset aria-label={say('pay.method')} className="flex flex-wrap gap-2">
        {methods.map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={method === each}
            className={`${button.choice} flex-auto text-[0.9375rem] max-lg:px-2 lg:min-h-18 lg:flex-1 lg:text-base`}
            onClick={() => {
              setMethod(each);
            }}
          >
            {say(`pay.methods.${each}`)}
          </button>
        ))}
      </fieldset>
      {method === 'cash' ? <CashPane due={settlement.cashDue} {...pane} /> : null}
      {method === 'card' ? <CardPane {...pane} /> : null}
      {method === 'yappy' || method === 'transfer' ? <ReferencePane key={method} method={method} {...pane} /> : null}
    </>
  );
}

const NO_METHODS: readonly TenderMethod[] = [];
