import { type Amount, Decimal } from '#core/money/money.ts';
import { fieldLook } from '#ui/field.tsx';
import { useFormat } from '#ui/format.tsx';
import { useSay } from '#ui/words/words.tsx';
import type { Counts } from './count.ts';

interface CountTableProps {
  denominations: readonly Amount[];
  counts: Counts;
  onCounts: (counts: Counts) => void;
}

/** Notes and coins with how many of each lie there. */
export function CountTable({ denominations, counts, onCounts }: CountTableProps) {
  const say = useSay();
  const { money } = useFormat();
  return (
    <ul className="grid max-h-[55dvh] gap-x-4 gap-y-2 overflow-y-auto rounded-card border border-line bg-surface p-4 sm:grid-cols-2">
      {denominations.map((value) => {
        const typed = counts[value] ?? '';
        const worth = new Decimal(value).times(typed === '' ? '0' : typed);
        return (
          <li key={value}>
            <label className="flex items-center gap-3">
              <span className="w-14 shrink-0 text-right font-semibold">{money.plain(value)}</span>
              <span aria-hidden="true" className="text-muted">
                ×
              </span>
              <input
                type="text"
                inputMode="numeric"
                autoComplete="off"
                maxLength={4}
                value={typed}
                aria-label={say('drawer.how_many', { value: money.full(value) })}
                className={`${fieldLook} min-w-16 flex-1 px-3 text-lg`}
                onChange={(event) => {
                  onCounts({ ...counts, [value]: event.target.value.replace(/\D/g, '') });
                }}
              />
              <span className="shrink-0 text-right text-sm text-muted empty:hidden">
                {worth.isZero() ? '' : money.plain(worth.toFixed(2))}
              </span>
            </label>
          </li>
        );
      })}
    </ul>
  );
}
