import { TriangleAlert } from 'lucide-react';
import { type LineMarks, pastDateOf } from '#core/sale/line-marks.ts';
import { useFormat } from '#ui/format.tsx';
import { useSay } from '#ui/words/words.tsx';
import { useSale, useShelf } from '../till-context.tsx';

/** Says that the goods of a line are past the day printed on them; nothing for all others. */
export function PastDateNote({ marks }: { marks: LineMarks | undefined }) {
  const say = useSay();
  const format = useFormat();
  const openedAt = useSale((state) => state.sale?.openedAt);
  const timeZone = useShelf((shelf) => shelf.index?.catalogue.policy.time_zone);
  const pastDate = openedAt === undefined || timeZone === undefined ? null : pastDateOf(marks, { openedAt, timeZone });
  return pastDate === null ? null : (
    <span className="flex items-start gap-1.5 text-sm font-semibold text-warn">
      <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      {say('sell.past_date', { date: format.day(pastDate) })}
    </span>
  );
}
