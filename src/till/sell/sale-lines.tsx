import { useShallow } from 'zustand/react/shallow';
import { useSay } from '#ui/words/words.tsx';
import { useSale } from '../till-context.tsx';
import { SaleLineRow } from './sale-line-row.tsx';

/** The lines of the sale. Each row is handed what it shows, so that none of them has to look for it. */
export function SaleLines() {
  const say = useSay();
  const { lines, figures, selectedLineId } = useSale(
    useShallow(({ sale, priced, selectedLineId }) => ({
      lines: sale?.lines ?? NO_LINES,
      figures: priced?.lines ?? NO_LINES,
      selectedLineId,
    })),
  );
  return (
    <ul aria-label={say('sell.lines')}>
      {lines.map((line, place) => {
        const shown = figures[place];
        return shown === undefined ? null : (
          <SaleLineRow key={line.lineId} line={line} figures={shown} selected={line.lineId === selectedLineId} />
        );
      })}
    </ul>
  );
}

const NO_LINES: readonly never[] = [];
