import { TriangleAlert } from 'lucide-react';
import { type LineMarks, pastDateOf } from '#core/sale/line-marks.ts';
import { useFormat } from '#ui/format.tsx';
import { useSay } from '#ui/words/words.tsx';
import { useSale, useShelf } from '../till-context.tsx';

/** Batch, serial number and last day as the goods' own symbol says them, and in amber when that day has passed. */
export function LineMarksNote({ marks }: { marks: LineMarks }) {
  const say = useSay();
  const format = useFormat();
  const openedAt = useSale((state) => state.sale?.openedAt);
  const timeZone = useShelf((shelf) => shelf.index?.catalogue.policy.time_zone);
  const pastDate = openedAt === undefined || timeZone === undefined ? null : pastDateOf(marks, { openedAt, timeZone });
  const said = [
    marks.batch === null ? [] : say('sell.batch', { batch: marks.batch }),
    marks.serial === null ? [] : say('sell.serial', { serial: marks.serial }),
    marks.expiresOn === null || pastDate !== null ? [] : say('sell.until', { date: format.day(marks.expiresOn) }),
  ].flat();
  return (
    <>
      {said.length === 0 ? null : <span className="text-sm wrap-anywhere text-muted">{said.join(' · ')}</span>}
      {pastDate === null ? null : (
        <span className="flex items-start gap-1.5 text-sm font-semibold text-warn">
          <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
          {say('sell.past_date', { date: format.day(pastDate) })}
        </span>
      )}
    </>
  );
}
