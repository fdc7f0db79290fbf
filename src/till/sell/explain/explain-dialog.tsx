import { ChevronRight, ListTree } from 'lucide-react';
import { useMemo, useState } from 'react';
import { explainSale, type LineExplanation } from '#core/pricing/explain-sale.ts';
import type { OpenPrice } from '#core/pricing/price-open-sale.ts';
import { button } from '#ui/button.ts';
import { Dialog } from '#ui/dialog.tsx';
import { useFormat } from '#ui/format.tsx';
import { useSay } from '#ui/words/words.tsx';
import { useSale } from '../../till-context.tsx';
import { useSellView } from '../sell-view.ts';
import { SaveForSupport } from './save-for-support.tsx';
import { StepList } from './step-list.tsx';
import { lineTexts, saleStepText, type Telling } from './step-text.ts';

/** How the total comes about, or with `lineId` one line's amount. */
export function ExplainDialog({ lineId, onDone }: { lineId: string | null; onDone: () => void }) {
  const price = useSale((state) => state.price);
  return price === null ? null : <Explained price={price} lineId={lineId} onDone={onDone} />;
}

function Explained({ price, lineId, onDone }: { price: OpenPrice; lineId: string | null; onDone: () => void }) {
  const say = useSay();
  const format = useFormat();
  const explanation = useMemo(() => explainSale(price), [price]);
  const telling: Telling = { say, format, taxRounding: explanation.taxRounding };
  const line = explanation.lines.find((each) => each.lineId === lineId);
  return (
    <Dialog
      title={line === undefined ? say('explain.open') : say('explain.of_line', { name: format.name(line.name) })}
      closeLabel={say('close')}
      onClose={onDone}
    >
      {line === undefined ? (
        <>
          <StepList steps={explanation.sale.map((step) => saleStepText(step, telling))} />
          <p className="mt-2 text-sm text-muted">{say(`explain.rounding.${explanation.taxRounding}`)}</p>
          <SaveForSupport price={price} explanation={explanation} />
          <h3 className="mt-5 mb-1 font-bold">{say('explain.lines')}</h3>
          <Lines lines={explanation.lines} telling={telling} />
        </>
      ) : (
        <>
          <StepList steps={lineTexts(line, telling)} />
          <WholeSaleButton />
        </>
      )}
    </Dialog>
  );
}

/** So many lines are listed at once; a sale may hold thousands. */
const PAGE = 100;

function Lines({ lines, telling }: { lines: readonly LineExplanation[]; telling: Telling }) {
  const { say } = telling;
  const [count, setCount] = useState(PAGE);
  return (
    <>
      <ul className="divide-y divide-line border-y border-line">
        {lines.slice(0, count).map((each) => (
          <LineDetails key={each.lineId} line={each} telling={telling} />
        ))}
      </ul>
      {lines.length > count ? (
        <button
          type="button"
          className={`${button.plain} mt-3 w-full`}
          onClick={() => {
            setCount(count + PAGE);
          }}
        >
          {say('sell.show_more', { count: lines.length - count })}
        </button>
      ) : null}
    </>
  );
}

/** One line, told when it is opened: a long sale stays short, and quick to show. */
function LineDetails({ line, telling }: { line: LineExplanation; telling: Telling }) {
  const [open, setOpen] = useState(false);
  const total = line.steps.at(-1);
  return (
    <li>
      <details
        onToggle={(event) => {
          setOpen(event.currentTarget.open);
        }}
      >
        <summary className="flex min-h-12 list-none items-center gap-2 rounded-tight py-1.5 hover:bg-sunken/60">
          <ChevronRight
            aria-hidden="true"
            className={`size-5 shrink-0 text-muted transition-transform duration-100 ${open ? 'rotate-90' : ''}`}
          />
          <span className="min-w-0 flex-1 leading-snug font-semibold text-pretty wrap-anywhere">
            {telling.format.name(line.name)}
          </span>
          <span className="font-semibold whitespace-nowrap">
            {total === undefined ? '' : telling.format.money.plain(total.amount)}
          </span>
        </summary>
        {open ? (
          <div className="pb-3 pl-7">
            <StepList steps={lineTexts(line, telling)} />
          </div>
        ) : null}
      </details>
    </li>
  );
}

function WholeSaleButton() {
  const say = useSay();
  const open = useSellView((view) => view.open);
  return (
    <button
      type="button"
      className={`${button.plain} mt-5 w-full`}
      onClick={() => {
        open({ kind: 'explain', lineId: null });
      }}
    >
      <ListTree aria-hidden="true" className="size-5" />
      {say('explain.whole_sale')}
    </button>
  );
}
